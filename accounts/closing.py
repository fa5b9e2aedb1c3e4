"""Closing an account: the name and the address go, what was given to all stays without them."""

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import signals
from accounts.membership import LastManagerError
from accounts.models import Membership, Organisation, User

NOBODY = "nobody@contributors.invalid"
"""Can't be anybody's: RFC 2606 keeps the domain from ever existing."""


def nobody_in_particular() -> User:
    """Give the one to whom contributions pass when their authors leave: « a contributor ».

    The same for all, so that nothing tells which contributions were one person's. Nobody can log
    in as them. One query; the first time, they are made.
    """
    known = User.objects.filter(email=NOBODY).first()
    if known:
        return known
    with translation.override(settings.LANGUAGE_CODE):
        name = _("a contributor")
    return User.objects.create_user(NOBODY, name=name, is_active=False, wants_prompts=False)


def left_without_manager(user: User) -> QuerySet[Organisation]:
    """Keep the organisations of others that nobody would manage if `user` left. One query."""
    others = Membership.objects.filter(organisation=OuterRef("pk")).exclude(user=user)
    return Organisation.objects.managed_by(user).filter(Exists(others), ~Exists(others.managing()))


def left_to_nobody(user: User) -> QuerySet[Organisation]:
    """Keep the organisations that would have no member at all if `user` left. One query.

    What they carry stays, and waits until an administrator names somebody to manage them.
    """
    others = Membership.objects.filter(organisation=OuterRef("pk")).exclude(user=user)
    return Organisation.objects.of(user).filter(~Exists(others))


@transaction.atomic
def close(user: User, *, leaving_no_manager: bool = False) -> None:
    """Delete the account.

    Raises `LastManagerError` while an organisation would be left to members none of whom manages,
    unless `leaving_no_manager`: an administrator can name another. Sessions end with it, on every
    device.
    """
    list(Organisation.objects.managed_by(user).select_for_update())
    if not leaving_no_manager and left_without_manager(user).exists():
        raise LastManagerError(user)
    signals.account_closing.send(sender=User, user=user, successor=nobody_in_particular())
    user.delete()


def rename(user: User, *, name: str) -> None:
    """Change the name shown to all, also beside what was written before."""
    with transaction.atomic():
        user.name = name
        user.save(update_fields=["name"])
        signals.name_changed.send(sender=User, user=user)
