"""`manage.py load_demo`: the demonstration recipes, for trying the site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from recipes.demonstration import load_demo, recipe_files


class Command(BaseCommand):
    """Arguments in, one verb called, progress shown."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what it does."""
        parser.description = _(
            "Load the sixty demonstration recipes; running it again changes nothing."
        )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load them, a dot each."""
        told = _("Loading %(count)d demonstration recipes:") % {"count": len(recipe_files())}
        self.stdout.write(f"{told} ", ending="")
        for _recipe in load_demo():
            self.stdout.write(".", ending="")
            self.stdout.flush()
        self.stdout.write(" " + _("done."))
