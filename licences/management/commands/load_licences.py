"""`manage.py load_licences`: the licences and what they may become, from the data files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from licences.loading import DATA, Counts, LicenceFileError, load_licences


class Command(BaseCommand):
    """Load the licences; can run again at any time."""

    help = "Load the licences and their compatibility. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let another folder of the same files be given."""
        parser.add_argument("--folder", type=Path, default=DATA, help="where the files are")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, then say what was done."""
        try:
            summary = load_licences(options["folder"])
        except LicenceFileError as error:
            raise CommandError(str(error)) from error
        if not summary.changed:
            total, verdicts = summary.licences.unchanged, summary.verdicts.unchanged
            self.stdout.write(f"Nothing to change: {total} licences, {verdicts} verdicts.")
            return
        self.stdout.write(f"Licences: {_in_words(summary.licences, 'made legacy')}.")
        self.stdout.write(f"Verdicts: {_in_words(summary.verdicts, 'removed')}.")


def _in_words(counts: Counts, set_aside: str) -> str:
    return (
        f"{counts.created} created, {counts.updated} updated, "
        f"{counts.unchanged} unchanged, {counts.set_aside} {set_aside}"
    )
