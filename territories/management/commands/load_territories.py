"""`manage.py load_territories`."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from territories.files import DATA, BadFileError
from territories.loading import load_territories


class Command(BaseCommand):
    """Load the official territories; does nothing when they are up to date."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder of the same files."""
        parser.description = _(
            "Load the French territories from the official files kept with the code."
        )
        parser.add_argument("--folder", type=Path, default=DATA, help=_("where the files are"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say what was done and how long it took."""
        start = time.monotonic()
        try:
            summary = load_territories(
                options["folder"], report=lambda step: self.stdout.write(f"  {step}…")
            )
        except BadFileError as error:
            raise CommandError(str(error)) from error
        if summary.unchanged:
            self.stdout.write(_("Territories: up to date."))
            return
        self.stdout.write(
            _(
                "Territories: %(added)d added, %(updated)d updated, %(retired)d retired,"
                " %(seconds).1f s."
            )
            % {
                "added": summary.added,
                "updated": summary.updated,
                "retired": summary.retired,
                "seconds": time.monotonic() - start,
            }
        )
