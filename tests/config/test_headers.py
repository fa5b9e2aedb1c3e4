"""What every answer says to the browser about safety."""

import pytest
from django.test import Client


def policy_of(header: str) -> dict[str, list[str]]:
    """Read a Content-Security-Policy."""
    directives = (directive.split() for directive in header.split(";"))
    return {words[0]: words[1:] for words in directives if words}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/recettes/", "/licences/", "/nowhere/", "/admin/login/"])
def test_page_allows_nothing_inline_and_nothing_from_elsewhere(
    client: Client, address: str
) -> None:
    response = client.get(address)

    policy = policy_of(response["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert {word for words in policy.values() for word in words} <= {"'self'", "'none'", "data:"}
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/recettes/", "/licences/", "/nowhere/", "/admin/login/"])
def test_page_is_not_framed_nor_guessed_nor_told_elsewhere(client: Client, address: str) -> None:
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/recettes/", "/licences/", "/a-propos/"])
def test_reader_receives_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
