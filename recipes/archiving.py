"""Drafts nobody touched for a year: announced, then put away, never deleted.

Put away, a draft leaves its authors' list of drafts for another one, from which it is taken up
again as it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from recipes import letters, notices, workflow
from recipes.models import Revision
from recipes.models.revision import NOTICE


@dataclass(frozen=True, slots=True)
class Announcement:
    """Which drafts were announced to whom; to whom not, because the mail server refused."""

    drafts: Sequence[Revision]
    told: Sequence[User]
    not_told: Sequence[User]


def announce(*, now: datetime | None = None) -> Iterator[Announcement]:
    """Tell whom they concern of the drafts unused for a year; give each letter's drafts as told.

    Drafts that concern the same people are told together. Each is marked before the letter
    leaves, so that interrupted, or started twice at once, this tells nobody twice; where nobody
    could be told, the marks are taken off, for the next day. A draft that nobody may write any
    more stays as it is: nothing is done that nobody knows of.
    """
    now = now or timezone.now()
    unused = list(
        Revision.objects.to_announce(now)
        .select_related("recipe__owner", "recipe__organisation", "author")
        .order_by("saved_at", "pk")
    )
    together: dict[tuple[User, ...], list[Revision]] = {}
    for revision, concerned in zip(unused, notices.concerned(unused).values(), strict=True):
        if concerned:
            together.setdefault(tuple(concerned), []).append(revision)
    for people, theirs in together.items():
        drafts = [one for one in theirs if workflow.announce(one, at=now)]
        if not drafts:
            continue
        told = [person for person in people if letters.post(_letter(person, drafts, now))]
        if not told:
            workflow.take_announcement_back(drafts)
        yield Announcement(drafts, told, [person for person in people if person not in told])


def put_away(*, now: datetime | None = None) -> int:
    """Archive the drafts whose announcement nobody answered in thirty days; give how many."""
    now = now or timezone.now()
    return sum(workflow.archive(one, at=now) for one in Revision.objects.to_put_away(now))


def _letter(person: User, drafts: Sequence[Revision], now: datetime) -> EmailMessage:
    lines = [
        {
            "title": draft.content.title or str(draft.recipe),
            "organisation": draft.recipe.organisation,
            "author": draft.author if draft.author != person else None,
            "saved_at": draft.saved_at,
            "address": letters.whole_address(reverse("recipes:edit", args=[draft.pk])),
        }
        for draft in drafts
    ]
    told = {
        "lines": lines,
        "put_away_on": now + NOTICE,
        "mine": letters.whole_address(reverse("recipes:mine")),
    }
    return letters.letter("archiving", to=person, told=told)
