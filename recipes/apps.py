"""The catalogue."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.signals import account_closing, name_changed

if TYPE_CHECKING:
    from accounts.models import User


class RecipesConfig(AppConfig):
    """The room of the recipes; it imports the three others."""

    name = "recipes"
    verbose_name = _("Recipes")

    def ready(self) -> None:
        """Listen to the other rooms.

        What they change is seen at once: pages show organisations' names. What somebody typed
        before logging in becomes theirs.
        """
        for signal in (post_save, post_delete):
            signal.connect(_move_catalogue, sender="accounts.Organisation")
        account_closing.connect(_hand_over)
        name_changed.connect(_rename)
        user_logged_in.connect(_claim_what_was_typed)


def _hand_over(*, user: "User", successor: "User", **_told: Any) -> None:
    from recipes.exchange import personal  # noqa: PLC0415  # models exist only once apps are ready

    personal.hand_over(user=user, successor=successor)


def _rename(*, user: "User", **_told: Any) -> None:
    from recipes.exchange import personal  # noqa: PLC0415  # models exist only once apps are ready

    personal.rename(user=user)


def _move_catalogue(**_told: Any) -> None:
    from recipes.models import Catalogue  # noqa: PLC0415  # models exist only once apps are ready

    Catalogue.objects.move()


def _claim_what_was_typed(request: HttpRequest | None, user: object, **_told: Any) -> None:
    from recipes.pending import claim_at_login  # noqa: PLC0415  # as above

    claim_at_login(request, user)
