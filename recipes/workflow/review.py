"""Sending, deciding, and what the public sees or no longer sees."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from recipes import content as rules
from recipes import notices, projection, search
from recipes.models import Catalogue, Recipe, Revision, Upload
from recipes.models.revision import OPEN, Status
from recipes.workflow.holding import (
    BaseMovedError,
    NotPossibleError,
    NotPublishableError,
    WithoutWordsError,
    hold,
    in_one_go,
    require_right,
)
from recipes.workflow.problems import problems_of, problems_with


@transaction.atomic
def submit(revision: Revision, *, at: datetime | None = None) -> None:
    """Send a draft for review, or send again one that was asked to change."""
    hold(revision, *OPEN)
    revision.status = Status.SUBMITTED
    revision.announced_at = revision.archived_at = None
    revision.submitted_at = at or timezone.now()
    revision.save()


@transaction.atomic
def send(revision: Revision, *, by: User) -> None:
    """Send for review what one is writing, by one's own right.

    Raises `NotYoursError`, `NotPossibleError` when it is not open, and `NotPublishableError` when
    something is missing or wrong.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    require_right(recipe, by)
    hold(revision, *OPEN)
    if problems := problems_of(revision):
        raise NotPublishableError(problems)
    submit(revision)


@in_one_go
def accept(
    revision: Revision,
    *,
    by: User | None,
    replaces: Revision | None = None,
    conditions_confirmed: bool = False,
    reply: str = "",
    at: datetime | None = None,
    telling: bool = True,
) -> None:
    """Publish what a submitted revision says, in place of what was published before.

    Its author is told by e-mail, with the reviewer's `reply`, as for every decision; nobody is
    unless `telling`, which is for what nobody had sent for review.
    Raises `NotPublishableError` when something is wrong with the content, and `BaseMovedError` when
    another revision was accepted since this one was begun, unless `replaces` names that very one:
    whoever accepts has then seen both.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    hold(revision, Status.SUBMITTED)
    current = recipe.current
    if current is not None and revision.base_id != current.pk and replaces != current:
        raise BaseMovedError(current)
    problems = problems_with(
        revision.content, recipe=recipe, conditions_confirmed=conditions_confirmed
    )
    if problems:
        raise NotPublishableError(problems)
    now = at or timezone.now()
    if current is not None:
        current.status = Status.SUPERSEDED
        current.save(update_fields=["status"])
    _decide(revision, Status.ACCEPTED, by=by, at=now, reply=reply, telling=telling)
    recipe.is_published = True
    recipe.published_at = recipe.published_at or now
    recipe.updated_at = now
    projection.project(recipe, revision)
    revision.recipe = recipe
    Catalogue.objects.move()


@transaction.atomic
def request_changes(revision: Revision, *, by: User | None, reply: str) -> None:
    """Hand a submitted revision back to its author, who may send it again; `reply` says why.

    Raises `WithoutWordsError` when it says nothing.
    """
    _require_words(reply)
    hold(revision, Status.SUBMITTED)
    _decide(revision, Status.CHANGES_REQUESTED, by=by, at=timezone.now(), reply=reply)


@transaction.atomic
def refuse(revision: Revision, *, by: User | None, reply: str) -> None:
    """Say no to a submitted revision; it stays in its author's list, `reply` beside it.

    Raises `WithoutWordsError` when it says nothing.
    """
    _require_words(reply)
    hold(revision, Status.SUBMITTED)
    _decide(revision, Status.REFUSED, by=by, at=timezone.now(), reply=reply)


@transaction.atomic
def unpublish(recipe: Recipe) -> None:
    """Take a recipe from public view; its revisions stay, and accepting one brings it back."""
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    if not recipe.is_published:
        return
    recipe.is_published = False
    recipe.save(update_fields=["is_published"])
    Upload.objects.show_only(recipe, ())
    search.forget(recipe)
    Catalogue.objects.move()


@transaction.atomic
def erase(recipe: Recipe) -> None:
    """Delete a recipe with its history and the files nobody else keeps, for good.

    For what must not stay even unseen; taking it from public view is the usual way, and comes
    first: raises `NotPossibleError` while everybody may read it. Recipes adapted from it stay, with
    the credit they give it.
    """
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    if recipe.is_published:
        raise NotPossibleError(recipe)
    kept = set(recipe.uploads.values_list("name", flat=True))
    recipe.delete()
    transaction.on_commit(lambda: Upload.objects.remove_bytes(kept))


def _require_words(reply: str) -> None:
    if not rules.text(reply).strip():
        raise WithoutWordsError


def _decide(
    revision: Revision,
    status: Status,
    *,
    by: User | None,
    at: datetime,
    reply: str,
    telling: bool = True,
) -> None:
    revision.status = status
    revision.decided_by = by
    revision.decided_at = at
    revision.reply = rules.text(reply)
    revision.save()
    if telling:
        notices.decided(revision, by=by)
