"""What the proof that an address is somebody's own changes.

Anybody may sign up with the address of somebody else, and wait for them to come in: the account
would then be theirs both. So the name and the password that hold are those chosen in the browser
where the address is proved, however often it was signed up with before, and from wherever.
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from accounts.models import User

_CHOSEN = "chosen_at_signup"
_HOLDS = 3600
"""Seconds: whoever uses this browser later may be somebody else."""


def remember_choice(request: HttpRequest, user: User, *, name: str, password: str) -> None:
    """Keep what was chosen in signing up until the address is proved; no password is a choice.

    `password` is what the account's row would hold, never what was typed.
    """
    request.session[_CHOSEN] = {
        "user": user.pk,
        "name": name,
        "password": password,
        "at": time.time(),
    }


def settle(request: HttpRequest, email_address: EmailAddress, **_told: Any) -> None:
    """Let the name and password hold that were chosen in this browser; a stranger's open nothing.

    Who comes in by a code, to log in or to choose another password, and neither chose one here nor
    typed it, may never have chosen any. Who is logged in already only changes their address.
    """
    if request.user.is_authenticated:
        return
    user = email_address.user
    chosen = _chosen(request, user)
    if chosen:
        user.name, user.password = chosen["name"], chosen["password"]
        user.save(update_fields=["name", "password"])
        return
    records = get_authentication_records(request, user)
    has_typed_it = any(record["method"] == "password" for record in records)
    if user.has_usable_password() and not has_typed_it:
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _chosen(request: HttpRequest, user: User) -> dict[str, Any] | None:
    chosen: dict[str, Any] = request.session.get(_CHOSEN, {})
    if chosen.get("user") != user.pk:
        return None
    del request.session[_CHOSEN]
    return chosen if time.time() - chosen["at"] < _HOLDS else None
