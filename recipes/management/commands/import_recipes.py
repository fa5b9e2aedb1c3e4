"""`manage.py import_recipes PATH`: cards in any wording, one file or a whole folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from recipes.exchange.importing import card_files, import_files
from recipes.exchange.reports import (
    as_json,
    as_markdown,
    hint_about,
    line_about,
    summary_lines,
)
from territories.models import Territory


class Command(BaseCommand):
    """Arguments in, one verb called, progress shown."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given."""
        parser.description = _(
            "Import recipes: Markdown files this site exports, cards in any wording, .docx and"
            " .odt. Running it again changes nothing; a file that changed becomes a new revision."
        )
        parser.add_argument(
            "path", type=Path, help=_("a file, or a folder of *.md, *.docx and *.odt files")
        )
        parser.add_argument(
            "--publish", action="store_true", help=_("publish those that nothing keeps from it")
        )
        parser.add_argument(
            "--report", type=Path, help=_("write the whole report there (.json: as data)")
        )
        parser.add_argument(
            "--territory",
            dest="territories",
            metavar="KEY",
            nargs="+",
            action="extend",
            default=[],
            help=_("territories of the cards that name none, such as commune:29019"),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, say what became of each file; exit code 1 if one was refused."""
        path: Path = options["path"]
        territories: list[str] = options["territories"]
        if not path.exists():
            raise CommandError(_("There is nothing at %(path)s.") % {"path": path})
        known = Territory.objects.resolve(territories)
        if unknown := [key for key in territories if key not in known]:
            keys = ", ".join(unknown)
            raise CommandError(_("No territory has the key %(keys)s.") % {"keys": keys})
        total = len(card_files(path))
        outcomes = []
        for outcome in import_files(path, publish=options["publish"], territories=territories):
            outcomes.append(outcome)
            self.stdout.write(f"{len(outcomes)}/{total} {line_about(outcome)}")
        for line in summary_lines(outcomes):
            self.stdout.write(line)
        report: Path | None = options["report"]
        if report:
            written = as_json(outcomes) if report.suffix == ".json" else as_markdown(outcomes)
            report.write_text(written, encoding="utf-8")
            self.stdout.write(_("Report: %(file)s") % {"file": report})
        elif hint := hint_about(outcomes):
            self.stdout.write(hint)
        if any(outcome.refused for outcome in outcomes):
            raise CommandError(_("Some files were refused."))
