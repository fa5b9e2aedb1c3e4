"""Going on: drafts written over, two texts side by side, what is put away and taken up again."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from accounts.models import User
from recipes import content as rules
from recipes import projection
from recipes.content import RecipeContent
from recipes.models import Recipe, Revision
from recipes.models.revision import MESSAGE_LENGTH, OPEN, Status
from recipes.workflow.holding import NotPossibleError, hold, in_one_go, require_right
from recipes.workflow.writing import begin_again, revise, rightly_carried, start, storable, write

FIRST_EDITION = 1
"""Of a draft that nobody wrote in since it was begun."""


@in_one_go
def propose(
    content: RecipeContent,
    *,
    by: User,
    identifier: str,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Begin a recipe from a form that gave it `identifier`, a UUID; sent twice, it is begun once.

    Sent again with another text (the browser's « Back »), the draft is written over, taken back
    from review first; but what was written in it since, in the editor, stays, and this text stands
    beside it. A UUID that is somebody else's recipe is not used.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first() if identifier else None
    if recipe is None or not recipe.may_be_edited_by(by):
        mine = identifier if recipe is None else ""
        return start(content, author=by, identifier=mine, unread=unread)
    last = recipe.revisions.newest_first()[0]
    untouched = last.edition == FIRST_EDITION
    if untouched and last.status == Status.SUBMITTED and last.content != content:
        resume(last, by=by)
    return save_draft(last, content, by=by, seen=FIRST_EDITION, unread=unread)


@in_one_go
def save_draft(
    revision: Revision,
    content: RecipeContent,
    *,
    by: User | None,
    seen: int,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Keep what somebody typed in a draft, and give the revision that now holds it.

    `seen` is the edition they started from. If it is still the draft's, the draft is written over
    and becomes the next edition. If somebody kept another one meanwhile, or sent or withdrew it,
    nothing is overwritten: another draft of the same recipe, by `by`, holds this text and is
    given back; the same text coming again is not kept twice. What the draft says already is no
    new edition, whoever saw what. Where something is written, `by` kept it last. Keeping a draft,
    even unchanged, takes it out again where it was put away, and takes back the announcement that
    it will be.

    Race-free: the recipe's row is held, then the draft's, before its edition is looked at.
    Raises `NotYoursError` if `by` may not write the recipe.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    require_right(recipe, by)
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    revision.recipe = recipe
    said = revision.content
    content = rightly_carried(content, by=by, recipe=recipe, kept=said.organisation)
    typed = storable(unread)
    if said == content and revision.unread == typed:
        return _touch(revision, by=by) if revision.is_open else revision
    if revision.is_open and revision.edition == seen:
        revision.content, revision.unread = content, typed
        revision.edition += 1
        revision.saved_at, revision.saved_by = timezone.now(), by
        revision.announced_at = revision.archived_at = None
        revision.save()
        written = revision
    else:
        written = _beside(revision, content, typed, by=by)
    if recipe.current_id is None:
        projection.mirror(recipe, content)
    return written


def _touch(revision: Revision, *, by: User | None) -> Revision:
    """Let somebody who keeps an unused draft as it is have it stay."""
    if revision.announced_at or revision.archived_at:
        revision.announced_at = revision.archived_at = None
        revision.saved_at, revision.saved_by = timezone.now(), by
        revision.save(update_fields=["announced_at", "archived_at", "saved_at", "saved_by"])
    return revision


def _beside(
    revision: Revision, content: RecipeContent, unread: Mapping[str, str], *, by: User | None
) -> Revision:
    """Keep in another draft what cannot be written over `revision`."""
    for other in revision.recipe.revisions.open().filter(author=by).last_kept_first():
        if other.content == content and other.unread == unread:
            return other
    base = revision if revision.is_public else revision.base
    return write(revision.recipe, content, by, base=base, unread=unread)


def tell(revision: Revision, message: str) -> None:
    """Say in a line what an open revision changes, for reviewers and for the history."""
    told = rules.one_line(message)[:MESSAGE_LENGTH]
    Revision.objects.filter(pk=revision.pk).open().update(message=told)
    revision.message = told


@in_one_go
def edit(recipe: Recipe, *, author: User) -> Revision:
    """Give the draft of this recipe that `author` may go on with, begun if there is none.

    Their own that they kept last, else the organisation's. A new one says what is published, or
    for a recipe never published what its latest revision says. Asked twice at once, it is begun
    once. Raises `NotYoursError` if `author` may not write the recipe.
    """
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    require_right(recipe, author)
    own_first = Case(When(author=author, then=Value(0)), default=Value(1))
    drafts = recipe.revisions.open().in_use().order_by(own_first, "-saved_at", "-pk")
    if draft := drafts.first():
        return draft
    base = recipe.current or recipe.revisions.newest_first().first()
    content = base.content if base else RecipeContent()
    return begin_again(recipe, content, author, "", base=base)


@transaction.atomic
def resume(revision: Revision, *, by: User) -> Revision:
    """Give a draft to go on with from a revision that was put away, sent or withdrawn.

    What waits for review is taken back: reviewers no longer see it until it is sent again. A
    refused one stays as it is, and a new draft says the same. It counts as kept now, so that an
    old one is not put away at once. Raises `NotYoursError`, and `NotPossibleError` for a revision
    that was published.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    require_right(recipe, by)
    hold(revision, *OPEN, Status.SUBMITTED, Status.WITHDRAWN, Status.REFUSED)
    if revision.status == Status.REFUSED:
        return revise(recipe, revision.content, author=by)
    if revision.status in {Status.SUBMITTED, Status.WITHDRAWN}:
        revision.status = Status.DRAFT
        revision.submitted_at = None
    revision.announced_at = revision.archived_at = None
    revision.saved_at, revision.saved_by = timezone.now(), by
    revision.save()
    return revision


def announce(revision: Revision, *, at: datetime) -> bool:
    """Mark a draft unused for a year as announced; `False` if it no longer is one. One query.

    Race-free: what is unused is asked in the same statement that marks it.
    """
    marked = Revision.objects.filter(pk=revision.pk).to_announce(at).update(announced_at=at)
    return bool(marked)


def take_announcement_back(revisions: Iterable[Revision]) -> None:
    """Unmark drafts whose announcement reached nobody."""
    keys = [one.pk for one in revisions]
    Revision.objects.filter(pk__in=keys).open().in_use().update(announced_at=None)


def archive(revision: Revision, *, at: datetime) -> bool:
    """Put away a draft announced long enough ago; `False` if somebody touched it. One query.

    Nothing in it is lost: `resume` takes it up again. Race-free, as `announce`.
    """
    away = Revision.objects.filter(pk=revision.pk).to_put_away(at).update(archived_at=at)
    return bool(away)


@transaction.atomic
def settle(kept: Revision, other: Revision, *, by: User) -> None:
    """Choose between two texts of one recipe: `kept` goes on, `other` is withdrawn.

    Either may be what is published: kept, the draft is withdrawn; passed over, it stays published
    and the draft now starts from it, because whoever chose has seen both. Raises `NotYoursError`,
    and `NotPossibleError` when they are of two recipes, or when one is neither open nor published.
    """
    recipe = Recipe.objects.select_for_update().get(pk=kept.recipe_id)
    require_right(recipe, by)
    if kept.pk == other.pk or kept.recipe_id != other.recipe_id:
        raise NotPossibleError(other)
    hold(kept, *OPEN, Status.ACCEPTED)
    hold(other, *OPEN, Status.ACCEPTED)
    if other.status == Status.ACCEPTED:
        kept.base = other
        kept.save()
    else:
        withdraw(other)


@transaction.atomic
def withdraw(revision: Revision) -> None:
    """Take back a revision that is not decided yet."""
    hold(revision, Status.DRAFT, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    revision.status = Status.WITHDRAWN
    revision.save()
