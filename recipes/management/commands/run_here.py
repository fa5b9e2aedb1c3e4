"""`manage.py run_here`: the whole site on one's own machine, with the demonstration in it."""

import secrets
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Organisation, User
from recipes.models import Recipe

HOST = "127.0.0.1"
REVIEWER_MAY = (
    "change_revision", "view_revision", "change_reproduction", "view_reproduction",
    "view_recipe", "view_theme", "view_licence", "view_territory", "view_organisation",
)  # fmt: skip
ROLES: dict[str, dict[str, Any]] = {
    "contributor": {"name": "Contributeur de démonstration"},
    "reviewer": {"name": "Relectrice de démonstration", "is_staff": True},
    "administrator": {
        "name": "Administratrice de démonstration",
        "is_staff": True,
        "is_superuser": True,
    },
}
ROLE_NAMES = {
    "contributor": gettext_lazy("contributor"),
    "reviewer": gettext_lazy("reviewer"),
    "administrator": gettext_lazy("administrator"),
}


class OwnPageNotFound:
    """Answers what is not there as production does, under DEBUG too; errors keep their traces."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put our page in place of Django's for an address that leads to no view."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match is None:
            return self.process_exception(request, Http404()) or response
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Give our page where a view finds nothing; leave any other exception to Django."""
        if not isinstance(exception, Http404):
            return None
        answer: Callable[..., HttpResponseBase] = get_resolver().resolve_error_handler(404)
        return answer(request, exception=exception)


class Command(BaseCommand):
    """Prepare what is missing, say how to look at it, serve."""

    requires_system_checks = ()  # runserver runs them, once there is something to check

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let another port be given."""
        parser.description = _(
            "Set up a catalogue with the demonstration recipes and serve it here. Needs DEBUG=1."
        )
        parser.add_argument("--port", type=int, default=8000, help=_("where to serve it"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do each step that has not been done, then serve until interrupted."""
        if not settings.DEBUG:
            raise CommandError(
                _(
                    "run_here makes logins whose password it prints: it only runs with DEBUG=1."
                    " README.md tells how to set up a site for others."
                )
            )
        port: int = options["port"]
        self.refuse_a_taken_port(port)
        self.prepare()
        password = make_demo_logins(settings.VAR_DIR / "demo-password")
        self.say_where(port, password)
        # Django's own page for what is not there speaks English, of code, to who tries the site.
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{OwnPageNotFound.__name__}"]
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, skip_checks=False)

    def refuse_a_taken_port(self, port: int) -> None:
        """Stop at once, before minutes of loading, where the site could not be served."""
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((HOST, port))
            except (OSError, OverflowError) as error:
                told = _(
                    "Port %(port)d is taken, or may not be opened. Choose another one:"
                    " PORT=%(other)d make run"
                )
                raise CommandError(told % {"port": port, "other": port + 1}) from error

    def prepare(self) -> None:
        """Bring the database up to date; each step asks it whether there is anything to do."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(_("Preparing the database"))
            call_command("migrate", verbosity=0)
        call_command("load_licences")
        call_command("load_territories")
        if not Recipe.objects.exists():
            # All or nothing: a demonstration interrupted half-way would look complete next time.
            with transaction.atomic():
                call_command("load_demo")

    def say_where(self, port: int, password: str) -> None:
        """Print the address and the logins."""
        bold = self.style.MIGRATE_HEADING
        self.stdout.write("")
        site = f"http://{HOST}:{port}"
        self.stdout.write(bold(_line("Recettes libres", f"{site}/")))
        self.stdout.write(_line(_("Log in"), site + reverse("account_login")))
        self.stdout.write(_line(_("Reviewers’ area"), site + reverse("admin:index")))
        self.stdout.write("")
        told = _("Demonstration logins, password %(password)s for each:")
        self.stdout.write(f"  {told % {'password': bold(password)}}")
        for role, words in ROLE_NAMES.items():
            self.stdout.write(_line(f"  {words}", email_of(role)))
        self.stdout.write("")


def _line(name: str, told: str) -> str:
    return f"  {name:<22} {told}"


def email_of(role: str) -> str:
    """Give the login of a role."""
    return f"{role}@example.org"


def write_for_an_organisation(user: User) -> None:
    """Make the contributor a member of the demonstration organisation that carries most."""
    organisation = (
        Organisation.objects.alias(carried=Count("recipes")).order_by("-carried", "pk").first()
    )
    if organisation:
        Membership.objects.create(user=user, organisation=organisation)


def make_demo_logins(keep_password_in: Path) -> str:
    """Make the logins that are missing, with their rights, and give the password of all three.

    It is made at random by the first start: a known one would be a door into any catalogue that
    began as a trial. Where the file that keeps it is gone, all three receive a new one. One query
    when there is nothing to do.
    """
    anew = not keep_password_in.exists()
    if anew:
        keep_password_in.touch(mode=0o600)
        keep_password_in.write_text("-".join(secrets.token_hex(2) for _ in range(3)))
    password = keep_password_in.read_text()
    known = {user.email: user for user in User.objects.filter(email__in=map(email_of, ROLES))}
    for role, fields in ROLES.items():
        user = known.get(email_of(role))
        if user is None:
            user = User.objects.create_user(email_of(role), password, **fields)
            user.vouch_for_address()
            if role == "reviewer":
                user.user_permissions.set(Permission.objects.filter(codename__in=REVIEWER_MAY))
            elif role == "contributor":
                write_for_an_organisation(user)
        elif anew:
            user.set_password(password)
            user.save(update_fields=["password"])
    return password
