"""`manage.py rebuild_catalogue`: everything derived, made again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recipes.models import Recipe
from recipes.workflow import rebuild_all


class Command(BaseCommand):
    """Arguments in, one verb called, progress shown."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what it does."""
        parser.description = _(
            "Derive again from the accepted revisions every recipe's row, relations, HTML and"
            " search document. The site can serve meanwhile."
        )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rebuild all, a line every hundred recipes."""
        total = Recipe.objects.count()
        done = 0
        for done, _recipe in enumerate(rebuild_all(), start=1):
            if done % 100 == 0:
                told = _("%(done)d of %(total)d recipes") % {"done": done, "total": total}
                self.stdout.write(told)
        told = ngettext("%(count)d recipe rebuilt.", "%(count)d recipes rebuilt.", done)
        self.stdout.write(self.style.SUCCESS(told % {"count": done}))
