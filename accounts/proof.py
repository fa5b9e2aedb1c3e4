"""What the proof that an address is somebody's own changes."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.http import HttpRequest


def forget_the_password_of_a_stranger(
    request: HttpRequest, email_address: EmailAddress, **_told: Any
) -> None:
    """Let a password chosen before the address was proved open nothing, but to who proved it.

    Anybody may sign up with the address of somebody else, and wait for them to come in by a code:
    the account would then be theirs both. Who signs up types the code where they chose the
    password, and keeps it; who comes in by a code to log in may never have chosen any.
    """
    user = email_address.user
    records = get_authentication_records(request, user)
    if records and records[-1]["method"] == "code" and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
