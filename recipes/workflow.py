"""The verbs that change things. Site, admin, commands and imports call these and nothing else.

Each is one transaction, holds the row it decides on, reads it afresh, and moves the catalogue's
version when the public sees a difference.
`by` is who does it; `None` is the system itself (a command run by whoever runs the machine).
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils import timezone

from accounts.models import Organisation, User
from licences.models import Compatibility, Licence
from recipes import content as rules
from recipes import projection, search
from recipes.content import Ancestor, Known, Problem, RecipeContent
from recipes.models import Catalogue, Recipe, Reproduction, Revision
from recipes.models.reproduction import Status as ReproductionStatus
from recipes.models.revision import MESSAGE_LENGTH, Status
from territories.models import Territory


class NotPossibleError(Exception):
    """The revision is not in a state from which this can be done."""


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


def _in_one_go(verb: Callable[P, R]) -> Callable[P, R]:
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


# What is wrong


def problems_with(content: RecipeContent, *, conditions_confirmed: bool = False) -> list[Problem]:
    """Say all that keeps `content` from being published, in at most five queries.

    To the rules of the content itself this adds what only the catalogue knows: whether the
    licence is a free one, the territories and the organisation exist, and the licences of the
    recipes it was adapted from allow it. A compatibility on a condition counts as a problem
    until somebody who read the condition confirms it.
    """
    known = Known(
        licences=dict(Licence.objects.filter(pk=content.licence).values_list("spdx_id", "is_free")),
        territories=set(Territory.objects.resolve(content.territories)),
        organisations=set(
            Organisation.objects.filter(slug=content.organisation).values_list("slug", flat=True)
        )
        if content.organisation
        else set(),
    )
    found = rules.problems(content, known)
    return found + _broken_promises(content, conditions_confirmed=conditions_confirmed)


def _broken_promises(content: RecipeContent, *, conditions_confirmed: bool) -> list[Problem]:
    """Say which ancestors' licences do not let an adaptation be under this one; one query."""
    if not content.adapted_from or not content.licence:
        return []
    listed = {
        pair.from_licence_id: pair
        for pair in Compatibility.objects.filter(
            from_licence__in=[ancestor.licence for ancestor in content.adapted_from],
            to_licence=content.licence,
        )
    }
    found = []
    for ancestor in content.adapted_from:
        pair = listed.get(ancestor.licence)
        values = {
            "title": ancestor.title,
            "parent": ancestor.licence,
            "licence": content.licence,
            "condition": pair.note if pair else "",
        }
        if pair is None or pair.allowed == Compatibility.Answer.NO:
            found.append(Problem("licence", "licence_forbidden_by_parent", values))
        elif not pair.permits(condition_confirmed=conditions_confirmed):
            found.append(Problem("licence", "licence_condition_of_parent", values))
    return found


# Writing


@_in_one_go
def start(
    content: RecipeContent,
    *,
    author: User | None,
    message: str = "",
    identifier: str = "",
    base: Revision | None = None,
) -> Revision:
    """Begin a recipe: its first revision, a draft that only its author sees.

    `identifier` is the UUID it already has elsewhere; `base` the revision of another recipe it
    comes from.
    """
    recipe = Recipe(owner=author)
    if identifier:
        recipe.uuid = UUID(identifier)
    projection.mirror(recipe, content)
    return _write(recipe, content, author=author, message=message, base=base)


@_in_one_go
def revise(
    recipe: Recipe, content: RecipeContent, *, author: User | None, message: str = ""
) -> Revision:
    """Begin a new revision of `recipe`, a draft; what was published stays as it is."""
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    base = recipe.current or recipe.revisions.newest_first().first()
    if recipe.current is None:
        projection.mirror(recipe, content)
    return _write(recipe, content, author=author, message=message, base=base)


def _write(
    recipe: Recipe,
    content: RecipeContent,
    *,
    author: User | None,
    message: str,
    base: Revision | None,
) -> Revision:
    told = rules.one_line(message)[:MESSAGE_LENGTH]
    revision = Revision(recipe=recipe, author=author, message=told, base=base)
    revision.content = content
    revision.save()
    return revision


@transaction.atomic
def restore(revision: Revision, *, author: User | None, message: str = "") -> Revision:
    """Begin a new revision that says again what an earlier one said."""
    return revise(revision.recipe, revision.content, author=author, message=message)


@transaction.atomic
def adapt(recipe: Recipe, *, author: User | None) -> Revision:
    """Begin a recipe of one's own from a published one, its lineage and credits kept.

    Territories, credit and organisation are left to fill: they are the adapter's own. Raises
    `NotPossibleError` for a recipe that nobody else may read.
    """
    if recipe.current is None or not recipe.is_published:
        raise NotPossibleError(recipe)
    source = recipe.current.content
    parent = Ancestor(
        title=source.title,
        credit=source.credit,
        licence=source.licence,
        identifier=str(recipe.uuid),
    )
    content = source.replace(
        adapted_from=(parent, *source.adapted_from),
        territories=(),
        credit="",
        organisation="",
        confirmed_on="",
        imported_from="",
    )
    return start(content, author=author, base=recipe.current)


# Review


@transaction.atomic
def submit(revision: Revision, *, at: datetime | None = None) -> None:
    """Send a draft for review, or send again one that was asked to change."""
    _hold(revision, Status.DRAFT, Status.CHANGES_REQUESTED)
    revision.status = Status.SUBMITTED
    revision.submitted_at = at or timezone.now()
    revision.save()


@_in_one_go
def accept(
    revision: Revision,
    *,
    by: User | None,
    replaces: Revision | None = None,
    conditions_confirmed: bool = False,
    at: datetime | None = None,
) -> None:
    """Publish what a submitted revision says, in place of what was published before.

    Raises `NotPublishableError` when something is wrong with the content, and `BaseMovedError` when
    another revision was accepted since this one was begun, unless `replaces` names that very one:
    whoever accepts has then seen both.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    _hold(revision, Status.SUBMITTED)
    current = recipe.current
    if current is not None and revision.base_id != current.pk and replaces != current:
        raise BaseMovedError(current)
    problems = problems_with(revision.content, conditions_confirmed=conditions_confirmed)
    if problems:
        raise NotPublishableError(problems)
    now = at or timezone.now()
    if current is not None:
        current.status = Status.SUPERSEDED
        current.save(update_fields=["status"])
    _decide(revision, Status.ACCEPTED, by=by, at=now)
    recipe.is_published = True
    recipe.published_at = recipe.published_at or now
    recipe.updated_at = now
    projection.project(recipe, revision)
    revision.recipe = recipe
    Catalogue.objects.move()


@transaction.atomic
def request_changes(revision: Revision, *, by: User | None) -> None:
    """Hand a submitted revision back to its author, who may send it again."""
    _hold(revision, Status.SUBMITTED)
    _decide(revision, Status.CHANGES_REQUESTED, by=by, at=timezone.now())


@transaction.atomic
def refuse(revision: Revision, *, by: User | None) -> None:
    """Say no to a submitted revision; it stays in its author's list."""
    _hold(revision, Status.SUBMITTED)
    _decide(revision, Status.REFUSED, by=by, at=timezone.now())


@transaction.atomic
def withdraw(revision: Revision) -> None:
    """Take back a revision that is not decided yet."""
    _hold(revision, Status.DRAFT, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    revision.status = Status.WITHDRAWN
    revision.save()


@transaction.atomic
def unpublish(recipe: Recipe) -> None:
    """Take a recipe from public view; its revisions stay, and accepting one brings it back."""
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    if not recipe.is_published:
        return
    recipe.is_published = False
    recipe.save(update_fields=["is_published"])
    search.forget(recipe)
    Catalogue.objects.move()


def _hold(revision: Revision, *statuses: Status) -> None:
    """Read the revision again and hold its row: between two reviewers, the second finds it decided.

    Where a recipe is held too, it is held first.
    """
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    if revision.status not in statuses:
        raise NotPossibleError(revision.get_status_display())


def _decide(revision: Revision, status: Status, *, by: User | None, at: datetime) -> None:
    revision.status = status
    revision.decided_by = by
    revision.decided_at = at
    revision.save()


# Reproductions


@transaction.atomic
def tell_reproduction(
    recipe: Recipe, *, territory: Territory, who: str, **told: Any
) -> Reproduction:
    """Keep somebody's account of having done it; it waits for review.

    `told` is `done_on`, `changes`, `outcome` and `author`, as the model has them.
    """
    return Reproduction.objects.create(recipe=recipe, territory=territory, who=who, **told)


@transaction.atomic
def accept_reproduction(reproduction: Reproduction) -> None:
    """Show an account to everybody, and count it."""
    _decide_reproduction(reproduction, ReproductionStatus.ACCEPTED)
    Recipe.objects.filter(pk=reproduction.recipe_id).update(
        reproduction_count=F("reproduction_count") + 1
    )
    Catalogue.objects.move()


@transaction.atomic
def refuse_reproduction(reproduction: Reproduction) -> None:
    """Say no to an account that waits; nobody else reads it."""
    _decide_reproduction(reproduction, ReproductionStatus.REFUSED)


def _decide_reproduction(reproduction: Reproduction, status: ReproductionStatus) -> None:
    waiting = Reproduction.objects.filter(pk=reproduction.pk, status=ReproductionStatus.SUBMITTED)
    decided = waiting.update(status=status)
    reproduction.refresh_from_db()
    if not decided:
        raise NotPossibleError(reproduction.get_status_display())


# Import


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did: "created", "revised" or "unchanged", and what keeps it unpublished."""

    recipe: Recipe
    revision: Revision
    outcome: str
    published: bool
    problems: list[Problem]


@_in_one_go
def import_recipe(
    content: RecipeContent,
    *,
    identifier: str,
    author: User | None = None,
    message: str = "",
    publish: bool = False,
    at: datetime | None = None,
) -> ImportOutcome:
    """Bring in a recipe written elsewhere; known by its identifier (a UUID), it is revised.

    What the accepted or the latest revision sent for review says already changes nothing; drafts
    are their authors' own and left alone. With `publish`, it is accepted if nothing is wrong with
    it; else it waits for review, and `problems` says what somebody has to decide.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first()
    said = _said_last(recipe, content) if recipe else None
    if recipe is None:
        revision = start(content, author=author, message=message, identifier=identifier)
        outcome = "created"
    elif said is not None:
        revision, outcome = said, "unchanged"
    else:
        revision = revise(recipe, content, author=author, message=message)
        outcome = "revised"
    if outcome != "unchanged":
        submit(revision, at=at)
    problems = problems_with(content)
    if publish and not problems and revision.status == Status.SUBMITTED:
        accept(revision, by=author, replaces=revision.recipe.current, at=at)
    published = revision.status == Status.ACCEPTED and revision.recipe.is_published
    return ImportOutcome(revision.recipe, revision, outcome, published, problems)


def _said_last(recipe: Recipe, content: RecipeContent) -> Revision | None:
    """Find the revision that says `content`: the accepted one, or the last sent for review."""
    latest = recipe.revisions.filter(submitted_at__isnull=False).newest_first().first()
    return next((one for one in (recipe.current, latest) if one and one.content == content), None)


def rebuild_all() -> Iterable[Recipe]:
    """Derive every projection again from the accepted revisions, giving each recipe when done."""
    yield from projection.rebuild(list(Recipe.objects.order_by("pk").values_list("pk", flat=True)))
    with transaction.atomic():
        search.prune_words()
        _recount_reproductions()
        Catalogue.objects.move()


def _recount_reproductions() -> None:
    counts = dict(
        Reproduction.objects.accepted()
        .values_list("recipe")
        .annotate(count=Count("pk"))
        .values_list("recipe", "count")
    )
    for recipe in Recipe.objects.only("reproduction_count"):
        right = counts.get(recipe.pk, 0)
        if recipe.reproduction_count != right:
            Recipe.objects.filter(pk=recipe.pk).update(reproduction_count=right)
