"""`manage.py load_licences`: the licences and what they may become, from the data files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from licences.loading import DATA, Counts, LicenceFileError, load_licences


class Command(BaseCommand):
    """Load the licences; can run again at any time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let another folder of the same files be given."""
        parser.description = _(
            "Load the licences and their compatibility. Running it again changes nothing."
        )
        parser.add_argument("--folder", type=Path, default=DATA, help=_("where the files are"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, then say what was done."""
        try:
            summary = load_licences(options["folder"])
        except LicenceFileError as error:
            raise CommandError(str(error)) from error
        if not summary.changed:
            told = _("Licences: up to date (%(licences)d, and %(verdicts)d verdicts).")
            counted = {
                "licences": summary.licences.unchanged,
                "verdicts": summary.verdicts.unchanged,
            }
            self.stdout.write(told % counted)
            return
        told = _(
            "Licences: %(created)d created, %(updated)d updated, %(unchanged)d unchanged,"
            " %(set_aside)d no longer proposed."
        )
        self.stdout.write(told % _counted(summary.licences))
        told = _(
            "Verdicts: %(created)d created, %(updated)d updated, %(unchanged)d unchanged,"
            " %(set_aside)d removed."
        )
        self.stdout.write(told % _counted(summary.verdicts))


def _counted(counts: Counts) -> dict[str, int]:
    return {
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "set_aside": counts.set_aside,
    }
