"""`manage.py load_demo`: the demonstration recipes, for trying the site."""

from typing import Any

from django.core.management.base import BaseCommand

from recipes.demonstration import load_demo, recipe_files


class Command(BaseCommand):
    """Arguments in, one verb called, progress shown."""

    help = "Load the sixty demonstration recipes; running it again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load them, a dot each."""
        self.stdout.write(f"Loading {len(recipe_files())} demonstration recipes: ", ending="")
        for _recipe in load_demo():
            self.stdout.write(".", ending="")
            self.stdout.flush()
        self.stdout.write(" done.")
