"""`manage.py archive_drafts`: drafts unused for a year, announced, then put away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from recipes import archiving


class Command(BaseCommand):
    """Arguments in, two verbs called, progress shown."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what it does."""
        parser.description = _(
            "Put away the drafts announced thirty days ago and not touched since, and e-mail the"
            " authors of those unused for a year. Nothing is deleted. Meant to run every day."
        )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Put away, announce, say how many; exit code 1 if the mail server refused a letter."""
        self.stdout.write(_("Drafts put away: %(count)d") % {"count": archiving.put_away()})
        announced = failed = 0
        for announcement in archiving.announce():
            announced += len(announcement.drafts) if announcement.told else 0
            failed += len(announcement.not_told)
            for person in announcement.not_told:
                self.stderr.write(_("%(email)s: not told") % {"email": person.email})
        self.stdout.write(_("Drafts announced: %(count)d") % {"count": announced})
        if failed:
            raise CommandError(_("Letters not sent: %(count)d") % {"count": failed})
