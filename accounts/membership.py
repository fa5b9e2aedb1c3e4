"""The verbs of organisations: found, invite, join, change a role, leave.

Each is one transaction that holds the organisation's row, so that two managers who leave at once
cannot leave it to nobody. Who may do what is said here once:

- whoever manages an organisation changes it, invites, gives roles and removes;
- everybody may leave, except the last who manages while others remain.
"""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Invitation, Membership, Organisation, Role, User

LONGEST_SLUG = 150


class LastManagerError(Exception):
    """Nobody would manage the organisation any more, while others belong to it."""


class InvitationClosedError(Exception):
    """The invitation was used already, taken back, or has expired."""


@transaction.atomic
def found(*, by: User, **fields: Any) -> Organisation:
    """Create an organisation that `by` manages; its address is made from its name, once."""
    organisation = Organisation(**fields)
    organisation.slug = _free_slug(organisation.name)
    organisation.save()
    Membership.objects.create(user=by, organisation=organisation, role=Role.MANAGES)
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, role: str, by: User
) -> tuple[Invitation, str]:
    """Make an invitation, and give it with the secret its link must carry.

    A former invitation to the same address, still open, is replaced: its link stops working.
    """
    organisation.invitations.open().filter(email__iexact=email).delete()
    invitation = Invitation(organisation=organisation, email=email, role=role, invited_by=by)
    token = invitation.renew_token()
    invitation.save()
    return invitation, token


def send_invitation(invitation: Invitation, *, link: str) -> None:
    """Send the invitation, `link` being the whole address of its page; after the transaction."""
    told = {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "link": link,
        "site": settings.SITE_URL,
    }
    subject = render_to_string("accounts/email/invitation_subject.txt", told)
    message = render_to_string("accounts/email/invitation_message.txt", told).strip() + "\n"
    transaction.on_commit(
        lambda: send_mail(" ".join(subject.split()), message, None, [invitation.email])
    )


@transaction.atomic
def join(invitation: Invitation, *, user: User) -> Membership:
    """Make `user` a member as the invitation says, and use it up.

    Who belongs already keeps their role, or receives the greater of the two. Raises
    `InvitationClosedError` for one that no longer lets anybody in: of two people who open one link
    at once, the first gets in.
    """
    used = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not used:
        raise InvitationClosedError(invitation)
    membership, made = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    if not made and invitation.role == Role.MANAGES:
        membership.role = Role.MANAGES
        membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def change_role(membership: Membership, *, role: str) -> None:
    """Give a member another role. Raises `LastManagerError` for the last who manages."""
    membership = _held(membership)
    if membership.role == Role.MANAGES and role != Role.MANAGES:
        _refuse_the_last(membership, alone_is_fine=False)
        _take_invitations_back(membership)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def leave(membership: Membership) -> None:
    """End a membership, by oneself or by who manages. Raises `LastManagerError`."""
    membership = _held(membership)
    _refuse_the_last(membership, alone_is_fine=True)
    _take_invitations_back(membership)
    membership.delete()


def _take_invitations_back(membership: Membership) -> None:
    """Let nobody in by the word of somebody who no longer manages: least of all themselves."""
    organisation = membership.organisation
    organisation.invitations.open().filter(invited_by=membership.user_id).delete()


def _held(membership: Membership) -> Membership:
    """Hold the organisation's row, and read the membership as it is now."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.get(pk=membership.pk)


def _refuse_the_last(membership: Membership, *, alone_is_fine: bool) -> None:
    if membership.role != Role.MANAGES:
        return
    others = Membership.objects.filter(organisation=membership.organisation_id).exclude(
        pk=membership.pk
    )
    if others.managing().exists() or (alone_is_fine and not others.exists()):
        return
    raise LastManagerError(membership)
