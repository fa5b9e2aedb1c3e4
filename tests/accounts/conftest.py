"""People who use their account, and the codes they receive."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories import make_user


@pytest.fixture
def as_() -> Callable[[User], Client]:
    """Give the browser of somebody who is logged in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def alice() -> User:
    """Give somebody with a password and a confirmed address."""
    return confirmed(make_user())


def confirmed(user: User) -> User:
    """Say that the address is theirs."""
    user.vouch_for_address()
    return user


def last_code() -> str:
    """Read the code in the last message sent."""
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)
