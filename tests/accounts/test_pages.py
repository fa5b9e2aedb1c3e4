"""Every page of accounts, to somebody logged in and to a visitor: ours, safe, in order."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import entrance_urls, urls
from tests.accounts.conftest import confirmed
from tests.config.test_templates import found_inline
from tests.factories import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db

ENTRANCE = [pattern.name for pattern in entrance_urls.urlpatterns]
OURS = [f"accounts:{pattern.name}" for pattern in urls.urlpatterns]
ARGS: dict[str, list[Any]] = {
    "accounts:organisation": ["atelier"],
    "accounts:edit_organisation": ["atelier"],
    "accounts:leave": ["atelier"],
    "accounts:change_role": ["atelier", 1],
    "accounts:remove_member": ["atelier", 1],
    "accounts:withdraw_invitation": ["atelier", 1],
    "accounts:invitation": ["inconnue"],
    "accounts:logo": ["atelier", "abc"],
}


def address_of(name: str) -> str:
    return reverse(name, args=ARGS.get(name, []))


def assert_ours_and_safe(answer) -> None:
    """Refuse a page without the site's frame, or with something inline."""
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.text:
        assert 'class="site-header"' in answer.text
        assert answer.text.count("<h1") == 1
        assert found_inline(answer.text) == set()
        assert "<title> —" not in answer.text


@pytest.mark.parametrize("name", [*ENTRANCE, *OURS, "recipes:personal_data"])
def test_page_is_ours_for_a_visitor(client, name):
    answer = client.get(address_of(name), follow=True)

    assert answer.status_code in {200, 404, 405, 410}
    assert_ours_and_safe(answer)


@pytest.mark.parametrize("second_factor", [False, True])
@pytest.mark.parametrize("name", [*ENTRANCE, *OURS])
def test_page_is_ours_for_somebody_logged_in(client, name, second_factor):
    alice = confirmed(make_user())
    make_membership(user=alice, organisation=make_organisation(name="Atelier"), manages=True)
    client.post(reverse("account_login"), {"login": alice.email, "password": "secret"})
    client.post(reverse("account_reauthenticate"), {"password": "secret"})
    if second_factor:
        TOTP.activate(alice, generate_totp_secret())
        RecoveryCodes.activate(alice)

    answer = client.get(address_of(name), follow=True)

    assert answer.status_code in {200, 404, 405, 410}
    assert_ours_and_safe(answer)


@pytest.mark.parametrize("password", ["secret", None])
def test_account_of_somebody_without_a_password_says_so(as_, password):
    alice = make_user()
    if password is None:
        alice.set_unusable_password()
        alice.save()

    page = as_(alice).get(reverse("accounts:home"))

    name = "account_change_password" if password else "account_set_password"
    assert f'href="{reverse(name)}"' in page.text
    assert as_(alice).get(reverse(name)).status_code == 200


def test_code_pages_are_ours(client):
    alice = confirmed(make_user())

    for name in ("account_request_login_code", "account_reset_password"):
        page = Client().post(reverse(name), {"email": alice.email}, follow=True)
        assert page.status_code == 200
        assert 'autocomplete="one-time-code"' in page.text
        assert_ours_and_safe(page)

    client.post(reverse("account_reset_password"), {"email": alice.email})
    wrong = client.post(reverse("account_confirm_password_reset_code"), {"code": "zzz"})
    assert 'role="alert"' in wrong.text

    TOTP.activate(alice, generate_totp_secret())
    page = client.post(
        reverse("account_login"), {"login": alice.email, "password": "secret"}, follow=True
    )
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert_ours_and_safe(page)
    assert Authenticator.objects.count() == 1


def test_no_page_of_allauth_is_left_at_an_address_we_do_not_know():
    known = set(ENTRANCE)

    reachable = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and re.match(r"(account|mfa|socialaccount)_", name)
    }

    assert reachable == known


def test_name_and_wishes_change_together_with_what_pages_show(as_):
    alice = make_user()

    as_(alice).post(reverse("accounts:profile"), {"name": "Alice B."})

    alice.refresh_from_db()
    assert (alice.name, alice.wants_prompts) == ("Alice B.", False)
    empty = as_(alice).post(reverse("accounts:profile"), {"name": "", "wants_prompts": "on"})
    assert empty.context["form"].errors.keys() == {"name"}
    alice.refresh_from_db()
    assert alice.name == "Alice B."


def test_pages_of_one_s_own_are_kept_by_no_cache(as_):
    answer = as_(make_user()).get(reverse("accounts:home"))

    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_logout", "mfa_index", "account_login"],
)
def test_page_of_the_account_is_kept_by_nobody(alice, as_, name):
    page = as_(alice).get(reverse(name))

    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
