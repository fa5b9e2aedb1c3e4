"""What is one person's: to take away whole, and what becomes of it when they leave."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, User
from recipes.models import Catalogue, Recipe, Reproduction, Revision, SentPrompt, Upload
from recipes.models.revision import Status


def all_by(user: User) -> dict[str, Any]:
    """Give all that the site keeps of `user` and all they wrote, ready for JSON.

    Nothing that others wrote is in it: of recipes that are theirs only the identity is given, and
    of revisions those they authored or kept last, drafts included. What a draft of an organisation
    they left says today is others' work, and left out. Seven queries, however much there is.
    """
    mine = Recipe.objects.editable_by(user).filter(pk=OuterRef("recipe"))
    return {
        "person": {
            "name": user.name,
            "email": user.email,
            "joined_on": _said(user.date_joined),
            "last_login": _said(user.last_login),
            "wants_prompts": user.wants_prompts,
        },
        "email_addresses": [
            {"email": one.email, "confirmed": one.verified, "primary": one.primary}
            for one in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "organisations": [
            {
                "name": membership.organisation.name,
                "address": membership.organisation.slug,
                "role": membership.role,
                "since": _said(membership.since),
            }
            for membership in Membership.objects.of_person(user)
        ],
        "recipes": [
            {
                "identifier": str(recipe.uuid),
                "address": recipe.slug,
                "published": recipe.is_published,
                "first_published_on": _said(recipe.published_at),
            }
            for recipe in Recipe.objects.filter(owner=user).order_by("pk")
        ],
        "revisions": [
            _revision(revision, user)
            for revision in Revision.objects.filter(Q(author=user) | Q(saved_by=user))
            .annotate(is_theirs=Exists(mine))
            .select_related("recipe")
            .order_by("pk")
        ],
        "files": [
            {
                "recipe": str(upload.recipe.uuid),
                "name": upload.name,
                "given_as": upload.original_name,
                "given_on": _said(upload.uploaded_at),
                "address": upload.get_absolute_url(),
            }
            for upload in Upload.objects.filter(uploaded_by=user)
            .select_related("recipe")
            .order_by("pk")
        ],
        "reproductions": [
            {
                "recipe": str(told.recipe.uuid),
                "territory": told.territory.key,
                "done_on": told.done_on,
                "who": told.who,
                "changes": told.changes,
                "outcome": told.outcome,
                "status": told.status,
                "told_on": _said(told.created_at),
            }
            for told in Reproduction.objects.filter(author=user)
            .select_related("recipe", "territory")
            .order_by("pk")
        ],
        "suggestions_received": [
            {
                "recipe": str(sent.recipe.uuid),
                "part": sent.part,
                "sent_on": _said(sent.sent_at),
            }
            for sent in SentPrompt.objects.filter(person=user)
            .select_related("recipe")
            .order_by("pk")
        ],
    }


def _revision(revision: Revision, user: User) -> dict[str, Any]:
    may_read = revision.is_public or revision.is_theirs  # type: ignore[attr-defined]  # annotated
    is_author = revision.author_id == user.pk
    return {
        "recipe": str(revision.recipe.uuid),
        "number": revision.number,
        "status": revision.status,
        "begun": is_author,
        "kept_last": revision.saved_by_id == user.pk,
        "message": revision.message if may_read or is_author else None,
        "written_on": _said(revision.created_at),
        "kept_on": _said(revision.saved_at),
        "sent_on": _said(revision.submitted_at),
        "decided_on": _said(revision.decided_at),
        "content": revision.data if may_read else None,
        "typed_not_understood": revision.unread if may_read else None,
    }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def hand_over(*, user: User, successor: User) -> None:
    """Prepare for `user` leaving, inside the transaction that deletes them.

    What was sent for review once, published or not, passes to `successor`. What never was, and
    nobody else may read, is deleted: their own drafts with the files only these name, and their own
    recipes that hold nothing else. The drafts of an organisation's recipes stay with it.
    """
    written = Revision.objects.filter(author=user)
    was_public = written.accepted().exists() or _told_publicly(user)
    unread_by_others = written.filter(
        Q(recipe__owner=user) | Q(recipe__owner=None),
        recipe__organisation=None,
        submitted_at=None,
        status__in=[Status.DRAFT, Status.WITHDRAWN],
    )
    own_files = Upload.objects.filter(recipe__owner=user, recipe__organisation=None)
    kept = set(own_files.values_list("name", flat=True))
    unread_by_others.delete()
    Recipe.objects.filter(owner=user, revisions=None).delete()
    still_named = {
        name
        for revision in Revision.objects.filter(recipe__owner=user)
        for name in revision.content.files
    }
    own_files.filter(is_public=False).exclude(name__in=still_named).delete()
    transaction.on_commit(lambda: Upload.objects.remove_bytes(kept))
    Recipe.objects.filter(owner=user).update(owner=None)
    written.update(author=successor)
    Revision.objects.filter(saved_by=user).update(saved_by=successor)
    Revision.objects.filter(decided_by=user).update(decided_by=successor)
    told = Reproduction.objects.filter(author=user)
    told.filter(who=user.name).update(who=successor.name)
    told.update(author=successor)
    if was_public:
        Catalogue.objects.move()


def _told_publicly(user: User) -> bool:
    return Reproduction.objects.accepted().filter(author=user).exists()


def rename(*, user: User) -> None:
    """Let pages that name `user` be drawn again."""
    if Revision.objects.accepted().filter(author=user).exists():
        Catalogue.objects.move()
