"""The verbs that change things. Site, admin, commands and imports call these and nothing else.

Each is one transaction, and moves the catalogue's version when the public sees a difference.
`by` is who does it; `None` is the system itself (a command run by whoever runs the machine).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from accounts.models import Organisation, User
from licences.models import Compatibility, Licence
from recipes import content as rules
from recipes import projection, search
from recipes.content import Ancestor, Known, Problem, RecipeContent
from recipes.models import Catalogue, Recipe, Reproduction, Revision
from recipes.models.reproduction import Status as ReproductionStatus
from recipes.models.revision import Status
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


@transaction.atomic
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
    revision = Revision(recipe=recipe, author=author, message=message, base=base)
    revision.content = content
    revision.save()
    return revision


@transaction.atomic
def revise(
    recipe: Recipe, content: RecipeContent, *, author: User | None, message: str = ""
) -> Revision:
    """Begin a new revision of `recipe`, a draft; what is published stays as it is."""
    base = recipe.current or recipe.revisions.newest_first().first()
    revision = Revision(recipe=recipe, author=author, message=message, base=base)
    revision.content = content
    revision.save()
    if not recipe.is_published:
        projection.mirror(recipe, content)
    return revision


@transaction.atomic
def restore(revision: Revision, *, author: User | None, message: str = "") -> Revision:
    """Begin a new revision that says again what an earlier one said."""
    return revise(revision.recipe, revision.content, author=author, message=message)


@transaction.atomic
def adapt(recipe: Recipe, *, author: User | None) -> Revision:
    """Begin a recipe of one's own from a published one, its lineage and credits kept.

    Territories, credit and organisation are left to fill: they are the adapter's own.
    """
    if recipe.current is None:
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
    _require(revision, Status.DRAFT, Status.CHANGES_REQUESTED)
    revision.status = Status.SUBMITTED
    revision.submitted_at = at or timezone.now()
    revision.save()


@transaction.atomic
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
    recipe = Recipe.objects.select_for_update(of=("self",)).get(pk=revision.recipe_id)
    revision.refresh_from_db()
    _require(revision, Status.SUBMITTED)
    current = recipe.current
    if current is not None and revision.base_id != current.pk and replaces != current:
        raise BaseMovedError(current)
    problems = problems_with(revision.content, conditions_confirmed=conditions_confirmed)
    if problems:
        raise NotPublishableError(problems)
    now = at or timezone.now()
    if current is not None:
        current.status = Status.SUPERSEDED
        current.save()
    _decide(revision, Status.ACCEPTED, by=by, at=now)
    recipe.is_published = True
    recipe.published_at = recipe.published_at or now
    recipe.updated_at = now
    projection.project(recipe, revision)
    revision.recipe = recipe
    Catalogue.objects.move()


@transaction.atomic
def request_changes(revision: Revision, *, by: User | None) -> None:
    """Hand a submitted revision back to its author, who may change it and send it again."""
    _require(revision, Status.SUBMITTED)
    _decide(revision, Status.CHANGES_REQUESTED, by=by, at=timezone.now())


@transaction.atomic
def refuse(revision: Revision, *, by: User | None) -> None:
    """Say no to a submitted revision; it stays in its author's list."""
    _require(revision, Status.SUBMITTED)
    _decide(revision, Status.REFUSED, by=by, at=timezone.now())


@transaction.atomic
def withdraw(revision: Revision) -> None:
    """Take back a revision that is not decided yet."""
    _require(revision, Status.DRAFT, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    revision.status = Status.WITHDRAWN
    revision.save()


@transaction.atomic
def unpublish(recipe: Recipe) -> None:
    """Take a recipe from public view; its revisions stay, and accepting one brings it back."""
    recipe.is_published = False
    recipe.save()
    search.forget(recipe)
    Catalogue.objects.move()


def _require(revision: Revision, *statuses: Status) -> None:
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
    waiting = Reproduction.objects.filter(pk=reproduction.pk, status=ReproductionStatus.SUBMITTED)
    if not waiting.update(status=ReproductionStatus.ACCEPTED):
        raise NotPossibleError(reproduction.get_status_display())
    Recipe.objects.filter(pk=reproduction.recipe_id).update(
        reproduction_count=F("reproduction_count") + 1
    )
    reproduction.refresh_from_db()
    Catalogue.objects.move()


# Import


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did: "created", "revised" or "unchanged", and what keeps it unpublished."""

    recipe: Recipe
    revision: Revision
    outcome: str
    published: bool
    problems: list[Problem]


@transaction.atomic
def import_recipe(
    content: RecipeContent,
    *,
    identifier: str,
    author: User | None = None,
    message: str = "",
    publish: bool = False,
    at: datetime | None = None,
) -> ImportOutcome:
    """Bring in a recipe written elsewhere; known by its identifier, it becomes a new revision.

    The same content again changes nothing. With `publish`, it is accepted if nothing is wrong
    with it; else it waits for review, and `problems` says what somebody has to decide.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first()
    latest = recipe.revisions.newest_first().first() if recipe else None
    if recipe is None or latest is None:
        revision = start(content, author=author, message=message, identifier=identifier)
        outcome = "created"
    elif latest.content == content:
        revision, outcome = latest, "unchanged"
    else:
        revision = revise(recipe, content, author=author, message=message)
        outcome = "revised"
    if revision.status == Status.DRAFT:
        submit(revision, at=at)
    problems = problems_with(content)
    if publish and not problems and revision.status == Status.SUBMITTED:
        accept(revision, by=author, replaces=revision.recipe.current, at=at)
    return ImportOutcome(
        revision.recipe, revision, outcome, revision.status == Status.ACCEPTED, problems
    )


def rebuild_all() -> Iterable[Recipe]:
    """Derive every projection again from the accepted revisions, giving each recipe when done."""
    recipes = Recipe.objects.select_related("current").order_by("pk")
    yield from projection.rebuild(recipes.iterator(chunk_size=200))
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
