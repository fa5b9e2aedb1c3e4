"""What every verb stands on: one transaction, the rows it decides on held, and what it refuses."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from accounts.models import User
from recipes.content import Problem
from recipes.models import Recipe, Revision
from recipes.models.revision import Status


class NotPossibleError(Exception):
    """The revision is not in a state from which this can be done."""


class WithoutWordsError(Exception):
    """A text was handed back or refused without a word: its author would not know what to do."""


class NotYoursError(NotPossibleError):
    """Who asks may not write this recipe."""


class NotPublishableError(Exception):
    """Something is wrong with the content; `problems` says what."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class BaseMovedError(Exception):
    """Another revision was accepted since this one was begun; `current` is that one."""

    def __init__(self, current: Revision) -> None:
        super().__init__(str(current))
        self.current = current


P = ParamSpec("P")
R = TypeVar("R")
MOST_TRIES = 5


def in_one_go(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a verb one transaction, tried again where somebody was faster.

    Several people who begin recipes of one title want one address at once: the constraint
    refuses all but the first, and the others find the next address free when they look again.
    Raises `IntegrityError` when that is not the reason: the last try's.
    """

    @wraps(verb)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        for _try in range(MOST_TRIES - 1):
            with suppress(IntegrityError), transaction.atomic():
                return verb(*args, **kwargs)
        with transaction.atomic():
            return verb(*args, **kwargs)

    return done


def hold(revision: Revision, *statuses: Status) -> None:
    """Read the revision again and hold its row: between two reviewers, the second finds it decided.

    Where a recipe is held too, it is held first.
    """
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    if revision.status not in statuses:
        raise NotPossibleError(revision.get_status_display())


def require_right(recipe: Recipe, by: User | None) -> None:
    """Refuse whoever may not write this recipe; the system itself always may."""
    if by is not None and not recipe.may_be_edited_by(by):
        raise NotYoursError(recipe)
