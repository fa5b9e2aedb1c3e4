"""Telling authors what became of what they wrote, once it is true; and whom a draft concerns."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, User
from recipes import letters
from recipes.models import Revision
from recipes.models.revision import Status

LETTERS = {
    Status.ACCEPTED: "accepted",
    Status.CHANGES_REQUESTED: "changes_requested",
    Status.REFUSED: "refused",
}

Members = Mapping[int | None, Collection[Membership]]


def decided(revision: Revision, *, by: User | None) -> None:
    """Tell whoever wrote `revision` what was decided, by e-mail, after the transaction.

    Nobody is told what they did themselves. A mail server that fails changes nothing to what was
    decided: « Mes recettes » says it as well, the reviewer's words included.
    """
    status, reply = Status(revision.status), revision.reply

    def tell() -> None:
        for person in _to_be_told(revision):
            if person != by:
                told = {
                    "title": revision.content.title or str(revision.recipe),
                    "reply": reply,
                    "next": letters.whole_address(_where_it_goes_on(revision, status)),
                    "page": letters.whole_address(revision.recipe.get_absolute_url()),
                }
                letters.post(letters.letter(LETTERS[status], to=person, told=told))

    if revision.author_id is not None:
        transaction.on_commit(tell, robust=True)


def _where_it_goes_on(revision: Revision, status: Status) -> str:
    if status == Status.CHANGES_REQUESTED:
        return reverse("recipes:edit", args=[revision.pk])
    if status == Status.ACCEPTED:
        return reverse("recipes:sent", args=[revision.pk])
    return reverse("recipes:mine")


def _to_be_told(revision: Revision) -> list[User]:
    """Give who wrote it, else those who look after it; two queries at most, relations loaded."""
    members = _members([revision])
    writer = _writer(revision, members)
    return [writer] if writer else _managing(revision, members)


def concerned(revisions: Collection[Revision]) -> dict[int, list[User]]:
    """Give, by the key of each draft, who must know of it before it is put away.

    Who wrote it, and those who manage the organisation that carries it; nobody who may not write
    it today, such as an author who left the organisation. One query, however many drafts; the
    recipe, its owner and the author must be loaded.
    """
    members = _members(revisions)
    found = {}
    for revision in revisions:
        writer = _writer(revision, members)
        people = [writer, *_managing(revision, members)] if writer else _managing(revision, members)
        found[revision.pk] = list(dict.fromkeys(people))
    return found


def _members(revisions: Collection[Revision]) -> Members:
    found: dict[int | None, list[Membership]] = defaultdict(list)
    organisations = {one.recipe.organisation_id for one in revisions} - {None}
    memberships = Membership.objects.filter(organisation__in=organisations, user__is_active=True)
    for membership in memberships.for_list():
        found[membership.organisation_id].append(membership)
    return found


def _writer(revision: Revision, members: Members) -> User | None:
    """Give the author if they may still write it, else whom the recipe belongs to, if anybody."""
    author, owner = revision.author, revision.recipe.owner
    writing = {one.user_id for one in members.get(revision.recipe.organisation_id, ())}
    if author and author.is_active and (author == owner or author.pk in writing):
        return author
    return owner if owner and owner.is_active else None


def _managing(revision: Revision, members: Members) -> list[User]:
    carrying = members.get(revision.recipe.organisation_id, ())
    return [one.user for one in carrying if one.role == Membership.Role.MANAGES]
