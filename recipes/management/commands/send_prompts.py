"""`manage.py send_prompts`: one question about one recipe to each person whose turn it is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from recipes.prompts import send_prompts


class Command(BaseCommand):
    """Arguments in, one verb called, progress shown."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what it does."""
        parser.description = _(
            "E-mail those who look after published recipes the next part to write, once a month at"
            " most. Meant to run every day; running it again the same day writes to nobody twice."
        )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Send them, say how many; exit code 1 if the mail server refused one."""
        outcomes = []
        for outcome in send_prompts():
            outcomes.append(outcome)
            if not outcome.arrived:
                told = _("%(email)s: not sent, tried again next time")
                self.stderr.write(told % {"email": outcome.person.email})
        arrived = sum(outcome.arrived for outcome in outcomes)
        self.stdout.write(_("Suggestions sent: %(count)d") % {"count": arrived})
        if failed := len(outcomes) - arrived:
            raise CommandError(_("Suggestions not sent: %(count)d") % {"count": failed})
