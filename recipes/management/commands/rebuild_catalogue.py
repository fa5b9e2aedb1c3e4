"""`manage.py rebuild_catalogue`: everything derived, made again."""

from typing import Any

from django.core.management.base import BaseCommand

from recipes.models import Recipe
from recipes.workflow import rebuild_all


class Command(BaseCommand):
    """Arguments in, one verb called, progress shown."""

    help = (
        "Derive again from the accepted revisions every recipe's row, relations, HTML and search"
        " document. The site can serve meanwhile."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rebuild all, a line every hundred recipes."""
        total = Recipe.objects.count()
        done = 0
        for done, _recipe in enumerate(rebuild_all(), start=1):
            if done % 100 == 0:
                self.stdout.write(f"{done} of {total} recipes")
        self.stdout.write(self.style.SUCCESS(f"{done} recipes rebuilt."))
