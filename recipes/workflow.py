"""The verbs that change things. Site, admin, commands and imports call these and nothing else.

Each is one transaction, holds the row it decides on, reads it afresh, and moves the catalogue's
version when the public sees a difference.
`by` is who does it; `None` is the system itself (a command run by whoever runs the machine).
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, Value, When
from django.utils import timezone

from accounts.models import Organisation, User
from licences.models import Compatibility, Licence
from recipes import content as rules
from recipes import notices, projection, search
from recipes.content import Ancestor, Known, Problem, RecipeContent
from recipes.models import Catalogue, Recipe, Reproduction, Revision, Upload
from recipes.models.reproduction import Status as ReproductionStatus
from recipes.models.revision import MESSAGE_LENGTH, OPEN, Status
from territories.models import Territory


class NotPossibleError(Exception):
    """The revision is not in a state from which this can be done."""


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


def problems_with(
    content: RecipeContent, *, recipe: Recipe | None = None, conditions_confirmed: bool = False
) -> list[Problem]:
    """Say all that keeps `content` from being published, in at most five queries.

    To the rules of the content itself this adds what only the catalogue knows: whether the
    licence is a free one, the territories and the organisation exist, and the licences of the
    recipes it was adapted from allow it. A compatibility on a condition counts as a problem
    until somebody who read the condition confirms it. With `recipe`, the one it would be published
    as, also which photos and documents are not here: one query more, where it names any.
    """
    known = Known(
        licences=dict(
            Licence.objects.filter(pk__in=content.licences).values_list("spdx_id", "is_free")
        ),
        territories=set(Territory.objects.resolve(content.territories)),
        organisations=set(
            Organisation.objects.filter(slug=content.organisation).values_list("slug", flat=True)
        )
        if content.organisation
        else set(),
        files=None if recipe is None else set(Upload.objects.by_name(recipe, content.files)),
    )
    found = rules.problems(content, known)
    return found + _broken_promises(content, conditions_confirmed=conditions_confirmed)


def problems_of(revision: Revision) -> list[Problem]:
    """Say all that keeps what somebody is writing from being sent for review.

    To the problems of the content this adds what was typed and not understood. What only a
    reviewer can confirm (a licence's condition) does not keep anything from being sent.
    """
    found = problems_with(revision.content, recipe=revision.recipe, conditions_confirmed=True)
    return found + [
        Problem(field.partition("-")[0], "not_understood", {"typed": typed})
        for field, typed in revision.unread.items()
    ]


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
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Begin a recipe: its first revision, a draft that only those who may write it see.

    `identifier` is the UUID it already has elsewhere; `base` the revision of another recipe it
    comes from; `unread` what was typed and not understood, by field. An organisation the author
    is no member of is left out.
    """
    recipe = Recipe(owner=author)
    content = _rightly_carried(content, by=author, recipe=recipe, kept="")
    return _start(recipe, content, message, identifier=identifier, base=base, unread=unread)


def _start(
    recipe: Recipe,
    content: RecipeContent,
    message: str,
    *,
    identifier: str = "",
    base: Revision | None = None,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    if identifier:
        recipe.uuid = UUID(identifier)
    projection.mirror(recipe, content)
    return _write(recipe, content, recipe.owner, message=message, base=base, unread=unread)


@_in_one_go
def revise(
    recipe: Recipe, content: RecipeContent, *, author: User | None, message: str = ""
) -> Revision:
    """Begin a new revision of `recipe`, a draft; what was published stays as it is.

    An organisation the author is no member of is not taken: the one that was there stays.
    """
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    base = recipe.current or recipe.revisions.newest_first().first()
    kept = base.content.organisation if base else ""
    content = _rightly_carried(content, by=author, recipe=recipe, kept=kept)
    return _revise(recipe, content, author, message, base=base)


def _revise(
    recipe: Recipe,
    content: RecipeContent,
    author: User | None,
    message: str,
    *,
    base: Revision | None,
) -> Revision:
    if recipe.current is None:
        projection.mirror(recipe, content)
    return _write(recipe, content, author, message=message, base=base)


def _write(
    recipe: Recipe,
    content: RecipeContent,
    author: User | None,
    *,
    message: str = "",
    base: Revision | None,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    told = rules.one_line(message)[:MESSAGE_LENGTH]
    revision = Revision(
        recipe=recipe, author=author, message=told, base=base, unread=_storable(unread)
    )
    revision.content = content
    revision.save()
    return revision


@_in_one_go
def propose(
    content: RecipeContent,
    *,
    by: User,
    identifier: str,
    unread: Mapping[str, str] | None = None,
) -> Revision:
    """Begin a recipe from a form that gave it `identifier`, a UUID; sent twice, it is begun once.

    Sent again with another text (the browser's « Back »), the draft is written over, taken back
    from review first. A UUID that is somebody else's recipe is not used.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first() if identifier else None
    if recipe is None or not recipe.may_be_edited_by(by):
        mine = identifier if recipe is None else ""
        return start(content, author=by, identifier=mine, unread=unread)
    last = recipe.revisions.newest_first()[0]
    if last.status == Status.SUBMITTED and last.content != content:
        resume(last, by=by)
    return save_draft(last, content, by=by, seen=last.edition, unread=unread)


def _storable(unread: Mapping[str, str] | None) -> dict[str, str]:
    """Leave out what no field can show and PostgreSQL refuses: control characters."""
    return {rules.one_line(name): rules.text(typed) for name, typed in (unread or {}).items()}


def _rightly_carried(
    content: RecipeContent, *, by: User | None, recipe: Recipe, kept: str
) -> RecipeContent:
    """Give `content` carried by an organisation that `by` may name, else by `kept`, as before.

    One may give a recipe to an organisation one is a member of, and leave it to the one it has;
    taking it from an organisation is up to whom it belongs to. Here and nowhere else, so that no
    form, forged or not, gives a recipe away. The system (`by` is `None`) may name any.
    """
    wanted = content.organisation
    if by is None or wanted == kept:
        return content
    if wanted:
        may = Organisation.objects.of(by).filter(slug=wanted).exists()
    else:
        may = recipe.owner_id == by.pk
    return content if may else content.replace(organisation=kept)


@_in_one_go
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
    new edition, whoever saw what. Keeping a draft, even unchanged, takes it out again where it was
    put away, and takes back the announcement that it will be.

    Race-free: the recipe's row is held, then the draft's, before its edition is looked at.
    Raises `NotYoursError` if `by` may not write the recipe.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    _require_right(recipe, by)
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    revision.recipe = recipe
    said = revision.content
    content = _rightly_carried(content, by=by, recipe=recipe, kept=said.organisation)
    typed = _storable(unread)
    if said == content and revision.unread == typed:
        return _touch(revision) if revision.is_open else revision
    if revision.is_open and revision.edition == seen:
        revision.content, revision.unread = content, typed
        revision.edition += 1
        revision.saved_at = timezone.now()
        revision.announced_at = revision.archived_at = None
        revision.save()
        written = revision
    else:
        written = _beside(revision, content, typed, by=by)
    if recipe.current_id is None:
        projection.mirror(recipe, content)
    return written


def _touch(revision: Revision) -> Revision:
    """Let somebody who keeps an unused draft as it is have it stay."""
    if revision.announced_at or revision.archived_at:
        revision.announced_at = revision.archived_at = None
        revision.saved_at = timezone.now()
        revision.save(update_fields=["announced_at", "archived_at", "saved_at"])
    return revision


def _beside(
    revision: Revision, content: RecipeContent, unread: Mapping[str, str], *, by: User | None
) -> Revision:
    """Keep in another draft what cannot be written over `revision`."""
    for other in revision.recipe.revisions.open().filter(author=by).last_kept_first():
        if other.content == content and other.unread == unread:
            return other
    base = revision if revision.is_public else revision.base
    return _write(revision.recipe, content, by, base=base, unread=unread)


def tell(revision: Revision, message: str) -> None:
    """Say in a line what an open revision changes, for reviewers and for the history."""
    told = rules.one_line(message)[:MESSAGE_LENGTH]
    Revision.objects.filter(pk=revision.pk).open().update(message=told)
    revision.message = told


@_in_one_go
def edit(recipe: Recipe, *, author: User) -> Revision:
    """Give the draft of this recipe that `author` may go on with, begun if there is none.

    Their own that they kept last, else the organisation's. A new one says what is published, or
    for a recipe never published what its latest revision says. Asked twice at once, it is begun
    once. Raises `NotYoursError` if `author` may not write the recipe.
    """
    recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
    _require_right(recipe, author)
    own_first = Case(When(author=author, then=Value(0)), default=Value(1))
    drafts = recipe.revisions.open().in_use().order_by(own_first, "-saved_at", "-pk")
    if draft := drafts.first():
        return draft
    base = recipe.current or recipe.revisions.newest_first().first()
    content = base.content if base else RecipeContent()
    return _revise(recipe, content, author, "", base=base)


@transaction.atomic
def resume(revision: Revision, *, by: User) -> Revision:
    """Give a draft to go on with from a revision that was put away, sent or withdrawn.

    What waits for review is taken back: reviewers no longer see it until it is sent again. A
    refused one stays as it is, and a new draft says the same. It counts as kept now, so that an
    old one is not put away at once. Raises `NotYoursError`, and `NotPossibleError` for a revision
    that was published.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    _require_right(recipe, by)
    _hold(revision, *OPEN, Status.SUBMITTED, Status.WITHDRAWN, Status.REFUSED)
    if revision.status == Status.REFUSED:
        return revise(recipe, revision.content, author=by)
    if revision.status in {Status.SUBMITTED, Status.WITHDRAWN}:
        revision.status = Status.DRAFT
        revision.submitted_at = None
    revision.announced_at = revision.archived_at = None
    revision.saved_at = timezone.now()
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
    _require_right(recipe, by)
    if kept.pk == other.pk or kept.recipe_id != other.recipe_id:
        raise NotPossibleError(other)
    _hold(kept, *OPEN, Status.ACCEPTED)
    _hold(other, *OPEN, Status.ACCEPTED)
    if other.status == Status.ACCEPTED:
        kept.base = other
        kept.save()
    else:
        withdraw(other)


def _require_right(recipe: Recipe, by: User | None) -> None:
    if by is not None and not recipe.may_be_edited_by(by):
        raise NotYoursError(recipe)


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
    revision = start(content, author=author, base=recipe.current)
    Upload.objects.adopt(revision.recipe, content.files)
    return revision


# Review


@transaction.atomic
def submit(revision: Revision, *, at: datetime | None = None) -> None:
    """Send a draft for review, or send again one that was asked to change."""
    _hold(revision, *OPEN)
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
    _require_right(recipe, by)
    _hold(revision, *OPEN)
    if problems := problems_of(revision):
        raise NotPublishableError(problems)
    submit(revision)


@_in_one_go
def accept(
    revision: Revision,
    *,
    by: User | None,
    replaces: Revision | None = None,
    conditions_confirmed: bool = False,
    reply: str = "",
    at: datetime | None = None,
) -> None:
    """Publish what a submitted revision says, in place of what was published before.

    Its author is told by e-mail, with the reviewer's `reply`, as for every decision.
    Raises `NotPublishableError` when something is wrong with the content, and `BaseMovedError` when
    another revision was accepted since this one was begun, unless `replaces` names that very one:
    whoever accepts has then seen both.
    """
    recipe = Recipe.objects.select_for_update().get(pk=revision.recipe_id)
    _hold(revision, Status.SUBMITTED)
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
    _decide(revision, Status.ACCEPTED, by=by, at=now, reply=reply)
    recipe.is_published = True
    recipe.published_at = recipe.published_at or now
    recipe.updated_at = now
    projection.project(recipe, revision)
    revision.recipe = recipe
    Catalogue.objects.move()


@transaction.atomic
def request_changes(revision: Revision, *, by: User | None, reply: str = "") -> None:
    """Hand a submitted revision back to its author, who may send it again; `reply` says why."""
    _hold(revision, Status.SUBMITTED)
    _decide(revision, Status.CHANGES_REQUESTED, by=by, at=timezone.now(), reply=reply)


@transaction.atomic
def refuse(revision: Revision, *, by: User | None, reply: str = "") -> None:
    """Say no to a submitted revision; it stays in its author's list, `reply` beside it."""
    _hold(revision, Status.SUBMITTED)
    _decide(revision, Status.REFUSED, by=by, at=timezone.now(), reply=reply)


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


def _hold(revision: Revision, *statuses: Status) -> None:
    """Read the revision again and hold its row: between two reviewers, the second finds it decided.

    Where a recipe is held too, it is held first.
    """
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    if revision.status not in statuses:
        raise NotPossibleError(revision.get_status_display())


def _decide(
    revision: Revision, status: Status, *, by: User | None, at: datetime, reply: str
) -> None:
    revision.status = status
    revision.decided_by = by
    revision.decided_at = at
    revision.reply = rules.text(reply)
    revision.save()
    notices.decided(revision, by=by)


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
    """What an import did, and what keeps it unpublished.

    `outcome` is "created", "revised", "unchanged", or "accepted": unchanged too, but it was
    waiting for review and this import published it.
    """

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
    bring: Callable[[Recipe], object] | None = None,
) -> ImportOutcome:
    """Bring in a recipe written elsewhere; known by its identifier (a UUID), it is revised.

    What the accepted or the latest revision sent for review says already changes nothing; drafts
    are their authors' own and left alone. With `publish`, it is accepted if nothing is wrong with
    it; else it waits for review, and `problems` says what somebody has to decide. `bring` gives
    the recipe what came with it, its photos and documents, before that is looked at.
    """
    recipe = Recipe.objects.filter(uuid=identifier).first()
    said = _said_last(recipe, content) if recipe else None
    if recipe is None:
        revision = _start(Recipe(owner=author), content, message, identifier=identifier)
        outcome = "created"
    elif said is not None:
        revision, outcome = said, "unchanged"
    else:
        recipe.refresh_from_db(from_queryset=Recipe.objects.select_for_update())
        base = recipe.current or recipe.revisions.newest_first().first()
        revision = _revise(recipe, content, author, message, base=base)
        outcome = "revised"
    if outcome != "unchanged":
        submit(revision, at=at)
    if bring:
        bring(revision.recipe)
    problems = problems_with(content, recipe=revision.recipe)
    if publish and not problems and revision.status == Status.SUBMITTED:
        accept(revision, by=author, replaces=revision.recipe.current, at=at)
        outcome = "accepted" if outcome == "unchanged" else outcome
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
