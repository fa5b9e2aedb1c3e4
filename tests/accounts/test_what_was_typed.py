"""Whatever somebody typed in a form about accounts is in it again when the form is refused."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories import make_user

pytestmark = pytest.mark.django_db

TYPED = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n"), max_size=60
)
ONE_LINE = TYPED.map(lambda words: words.replace("\n", " "))
FORTY = hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def shown(page: str) -> dict[str, str]:
    """Give what stands in each field of a page."""
    found = {
        name: html.unescape(words).removeprefix("\n")
        for name, words in re.findall(
            r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL
        )
    }
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'\svalue="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


@FORTY
@given(
    typed=st.fixed_dictionaries(
        {"name": ONE_LINE, "place": ONE_LINE, "website": ONE_LINE, "presentation": TYPED}
    )
)
def test_organisation_of_no_kind_is_shown_again_as_it_was_typed(
    client: Client, typed: dict[str, str]
) -> None:
    client.force_login(make_user(email=f"{uuid4()}@example.org"))

    response = client.post("/compte/organisations/nouvelle/", {**typed, "kind": "aucun"})

    found = shown(response.content.decode())
    assert response.status_code == 200
    assert {name: found[name] for name in typed} == typed


@FORTY
@given(typed=st.fixed_dictionaries({"name": ONE_LINE, "email": ONE_LINE}))
def test_signing_up_with_a_password_too_plain_is_shown_again_without_it(
    settings: Any, typed: dict[str, str]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False

    response = Client().post("/compte/inscription/", {**typed, "password1": "1234"})

    page = response.content.decode()
    found = shown(page)
    assert response.status_code == 200
    assert {name: found[name] for name in typed} == typed
    assert "1234" not in page
