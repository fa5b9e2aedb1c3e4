"""Signing up and in: by password or code, within limits, telling nobody who has an account."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.closing import NOBODY
from accounts.models import User
from tests.accounts.conftest import confirmed, last_code
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SECRET = "secret"
PASSWORD = "tournesol-42-bleu"
HOME = "/compte/"


def log_in(client: Client, email: str = "alice@example.org", password: str = SECRET, **more):
    return client.post(
        reverse("account_login"), {"login": email, "password": password, **more}, follow=True
    )


def is_logged_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def sign_up(client: Client, **typed: str):
    told = {"name": "Zoé", "email": "zoe@example.org", "password1": PASSWORD} | typed
    return client.post(reverse("account_signup"), told, follow=True)


def code_from(secret: str) -> str:
    """Compute what an application that has this key shows now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_newcomer_signs_up_confirms_the_address_by_code_and_lands_where_they_were_going(client):
    client.get("/")

    page = sign_up(client, next="/compte/organisations/nouvelle/")

    assert page.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert "zoe@example.org" in page.text
    assert not is_logged_in(client)

    page = client.post(
        reverse("account_email_verification_sent"), {"code": last_code()}, follow=True
    )

    assert page.redirect_chain[-1][0] == "/compte/organisations/nouvelle/"
    zoe = User.objects.get(email="zoe@example.org")
    assert (zoe.name, zoe.wants_prompts, zoe.check_password(PASSWORD)) == ("Zoé", True, True)
    assert EmailAddress.objects.get(user=zoe).verified


def test_what_was_kept_in_the_session_before_signing_up_is_still_there(client):
    session = client.session
    session["typed"] = "Un repair café"
    session.save()
    client.cookies["sessionid"] = session.session_key

    sign_up(client)
    client.post(reverse("account_email_verification_sent"), {"code": last_code()})

    assert is_logged_in(client)
    assert client.session["typed"] == "Un repair café"


def test_newcomer_without_a_password_logs_in_by_code_ever_after(client):
    sign_up(client, password1="")
    client.post(reverse("account_email_verification_sent"), {"code": last_code()})
    assert is_logged_in(client)
    assert not User.objects.get().has_usable_password()
    client.post(reverse("account_logout"))
    assert not is_logged_in(client)

    client.post(reverse("account_request_login_code"), {"email": "ZOE@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})

    assert is_logged_in(client)


def test_all_that_was_typed_but_the_password_survives_an_error(client):
    page = sign_up(client, name="Zoé & Cie", email="zoe@", password1="123")

    assert page.status_code == 200
    assert 'value="Zoé &amp; Cie"' in page.text
    assert 'value="zoe@"' in page.text
    assert "123" not in re.findall(r'value="([^"]*)"', page.text)
    assert 'role="alert"' in page.text
    assert not User.objects.exists()


def test_somebody_else_learns_from_no_page_who_has_an_account(client, alice):
    known = sign_up(client, email=alice.email)
    unknown = sign_up(Client(), email="personne@example.org")

    assert known.redirect_chain == unknown.redirect_chain
    assert strip(known.text, alice.email) == strip(unknown.text, "personne@example.org")
    to_alice, to_other = mail.outbox
    assert not re.search(r"^    \S+$", str(to_alice.body), re.MULTILINE)
    assert (to_alice.to, to_other.to) == ([alice.email], ["personne@example.org"])

    for name in ("account_request_login_code", "account_reset_password"):
        known = Client().post(reverse(name), {"email": alice.email}, follow=True)
        unknown = Client().post(reverse(name), {"email": "nul@example.org"}, follow=True)
        assert known.redirect_chain == unknown.redirect_chain
        assert strip(known.text, alice.email) == strip(unknown.text, "nul@example.org")


def strip(text: str, email: str) -> str:
    """Take out what differs from one visitor to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text.replace(email, "…"))


def test_wrong_password_is_refused_and_after_five_nobody_gets_in_even_with_the_right_one(
    client, alice
):
    for _attempt in range(5):
        log_in(client, password="autre")
    assert not is_logged_in(client)

    log_in(client)

    assert not is_logged_in(client)


def test_asking_too_often_is_answered_by_a_page_of_ours(client):
    address = reverse("account_reset_password")
    answers = [client.post(address, {"email": "a@example.org"}) for _attempt in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "site-header" in answers[-1].text


def test_wrong_code_three_times_ends_the_attempt(client):
    sign_up(client)
    right = last_code()
    for _attempt in range(3):
        client.post(reverse("account_email_verification_sent"), {"code": "nonono"})

    client.post(reverse("account_email_verification_sent"), {"code": right})

    assert not is_logged_in(client)


def test_forgotten_password_is_replaced_by_a_code(client, alice):
    client.post(reverse("account_reset_password"), {"email": alice.email})
    page = client.post(
        reverse("account_confirm_password_reset_code"), {"code": last_code()}, follow=True
    )
    assert page.status_code == 200
    new = {"password1": PASSWORD, "password2": PASSWORD}

    page = client.post(reverse("account_complete_password_reset"), new, follow=True)

    assert page.status_code == 200
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    log_in(client, password=PASSWORD)
    assert is_logged_in(client)


def test_address_changes_only_once_its_code_is_typed(alice, as_):
    client = as_(alice)

    client.post(reverse("account_email"), {"action_add": "1", "email": "neuve@example.org"})

    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert mail.outbox[-1].to == ["neuve@example.org"]
    client.post(reverse("account_email_verification_sent"), {"code": last_code()})
    alice.refresh_from_db()
    assert alice.email == "neuve@example.org"
    assert [one.email for one in EmailAddress.objects.all()] == ["neuve@example.org"]
    assert mail.outbox[-1].to == ["alice@example.org"]


def test_messages_are_ours_and_name_the_site(client, alice):
    client.post(reverse("account_request_login_code"), {"email": alice.email})

    (message,) = mail.outbox
    assert message.subject.startswith("Recettes libres : ")
    assert "Recettes libres" in message.body
    assert "example.com" not in message.body


def test_second_factor_is_set_up_then_asked_for_and_replaced_by_a_recovery_code(alice, client):
    log_in(client)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.redirect_chain  # the password once more
    client.post(
        reverse("account_reauthenticate"),
        {"password": "secret", "next": reverse("mfa_activate_totp")},
    )
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    page = client.post(reverse("mfa_activate_totp"), {"code": code_from(secret)}, follow=True)
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    client.post(reverse("account_logout"))

    log_in(client)
    assert not is_logged_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_logged_in(client)

    client.post(reverse("account_logout"))
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_logged_in(client)


@pytest.fixture
def reviewer(settings: Settings) -> User:
    """Give a reviewer whose group must have a second factor."""
    settings.SECOND_FACTOR_GROUPS = ["Relecture"]
    reviewer = confirmed(make_user(email="r@example.org", name="Rita", is_staff=True))
    reviewer.groups.add(Group.objects.create(name="Relecture"))
    return reviewer


def test_member_of_a_group_that_needs_one_sets_up_a_second_factor_before_the_administration(
    reviewer, as_
):
    client = as_(reviewer)

    page = client.get(reverse("admin:index"))

    assert page.status_code == 302
    assert page["Location"] == reverse("mfa_activate_totp")
    assert client.get("/recettes/").status_code == 200
    assert client.post(reverse("admin:logout"))["Location"] == "/"

    Authenticator.objects.create(user=reviewer, type="totp", data={})
    assert as_(reviewer).get(reverse("admin:index")).status_code == 200


def test_reviewer_of_no_such_group_enters_as_before(reviewer, as_, django_assert_num_queries):
    other = make_user(email="o@example.org", name="Omar", is_staff=True)

    assert as_(other).get(reverse("admin:index")).status_code == 200
    assert Client().get(reverse("admin:index")).status_code == 302


def test_administration_is_entered_by_the_same_door_as_the_rest(client, alice):
    page = client.get(reverse("admin:login") + "?next=/admin/", follow=True)

    assert page.redirect_chain[-1][0].startswith(reverse("account_login"))
    log_in(client)
    assert client.get(reverse("admin:login")).status_code == 403


def test_superuser_made_on_the_command_line_logs_in_without_a_code(client):
    User.objects.create_superuser("chef@example.org", "secret", name="Chef")

    log_in(client, email="chef@example.org", next="/admin/")

    assert client.get(reverse("admin:index")).status_code == 200


def test_suspended_account_is_told_so(client, alice):
    alice.is_active = False
    alice.save()

    page = log_in(client)

    assert page.redirect_chain[-1][0] == reverse("account_inactive")
    assert not is_logged_in(client)


def test_password_a_stranger_chose_for_somebody_elses_address_opens_nothing(client):
    stranger = Client()
    sign_up(Client())
    cache.clear()

    client.post(reverse("account_request_login_code"), {"email": "zoe@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    log_in(stranger, "zoe@example.org", PASSWORD)

    assert is_logged_in(client)
    assert not is_logged_in(stranger)


def test_password_stays_for_who_logs_in_by_code_later(client):
    confirmed(make_user())

    client.post(reverse("account_request_login_code"), {"email": "alice@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})

    assert is_logged_in(client)
    assert User.objects.get().check_password(SECRET)


@pytest.mark.parametrize("email", [NOBODY, NOBODY.title()])
def test_nobody_takes_the_address_of_those_who_closed_their_account(client, email):
    page = sign_up(client, name="Escroc", email=email)

    assert page.context["form"].errors.keys() == {"email"}
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "http://["],
)
def test_logging_in_leads_nowhere_else(client, elsewhere):
    confirmed(make_user())

    page = log_in(client, next=elsewhere)
    again = client.get(reverse("account_login"), {"next": elsewhere})

    assert page.redirect_chain == [(HOME, 302)]
    assert again["Location"] == HOME


def test_name_is_one_line_of_characters_one_sees(client):
    sign_up(client, name=" Zoé\r\nBcc:\u202e x\u200d ")
    nameless = sign_up(Client(), name="\u2066\u202e", email="b@example.org")

    assert [user.name for user in User.objects.all()] == ["Zoé Bcc: x\u200d"]
    assert nameless.context["form"].errors.keys() == {"name"}


CONFIRM = "account_email_verification_sent"


def type_wrong_codes(client: Client, at: str = CONFIRM, times: int = 3):
    pages = [client.post(reverse(at), {"code": "nonono"}, follow=True) for _again in range(times)]
    return pages[-1]


def test_after_the_last_wrong_code_the_page_says_how_to_go_on_and_leads_there(client):
    sign_up(client, next="/compte/organisations/nouvelle/")

    page = type_wrong_codes(client)

    assert page.redirect_chain[-1][0] == (
        reverse("account_request_login_code") + "?next=/compte/organisations/nouvelle/"
    )
    assert 'value="zoe@example.org"' in page.text
    (said,) = [str(message) for message in page.context["messages"]]
    assert "demandez-en un autre" in said
    assert "recette" in said
    client.post(reverse("account_request_login_code"), {"email": "zoe@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert is_logged_in(client)
    assert User.objects.get().check_password(PASSWORD)


def test_wrong_codes_lead_on_alike_whether_somebody_has_the_address_or_not(client, alice):
    chains = []
    for browser, email in ((client, alice.email), (Client(), "personne@example.org")):
        sign_up(browser, email=email, next="/recettes/")
        page = type_wrong_codes(browser)
        chains.append((page.redirect_chain, strip(page.text, email)))

    assert chains[0] == chains[1]


def test_who_never_typed_the_code_signs_up_again_and_receives_another(client):
    sign_up(client)
    again = Client()

    page = sign_up(again, name="Zoé Le Goff", password1="autre-tournesol-43")

    assert page.redirect_chain[-1][0] == reverse(CONFIRM)
    again.post(reverse(CONFIRM), {"code": last_code()})
    assert is_logged_in(again)
    zoe = User.objects.get()
    assert zoe.name == "Zoé Le Goff"
    assert zoe.check_password("autre-tournesol-43")


def test_stranger_who_signs_up_again_changes_nothing_of_who_proves_the_address(client):
    stranger = Client()
    sign_up(client)
    code = last_code()
    sign_up(stranger, name="Escroc", password1="autre-tournesol-43")

    client.post(reverse(CONFIRM), {"code": code})
    stranger.post(reverse(CONFIRM), {"code": code})
    elsewhere = Client()
    log_in(elsewhere, "zoe@example.org", "autre-tournesol-43")

    assert is_logged_in(client)
    assert not is_logged_in(stranger)
    assert not is_logged_in(elsewhere)
    zoe = User.objects.get()
    assert (zoe.name, zoe.check_password(PASSWORD)) == ("Zoé", True)


def test_password_of_a_stranger_who_signed_up_first_opens_nothing(client):
    stranger = Client()
    sign_up(Client(), name="Escroc")
    sign_up(client, password1="")

    client.post(reverse(CONFIRM), {"code": last_code()})
    log_in(stranger, "zoe@example.org", PASSWORD)

    assert is_logged_in(client)
    assert not is_logged_in(stranger)
    assert User.objects.get().name == "Zoé"
    assert not User.objects.get().has_usable_password()


def test_password_of_a_stranger_opens_nothing_to_who_began_to_choose_another(client):
    stranger = Client()
    sign_up(Client(), name="Escroc")

    client.post(reverse("account_reset_password"), {"email": "zoe@example.org"})
    client.post(reverse("account_confirm_password_reset_code"), {"code": last_code()})
    log_in(stranger, "zoe@example.org", PASSWORD)

    assert EmailAddress.objects.get().verified
    assert not is_logged_in(stranger)


def test_who_logs_in_before_the_address_is_proved_types_a_code_and_keeps_the_password(client):
    sign_up(Client())

    page = log_in(client, "zoe@example.org", PASSWORD)

    assert page.redirect_chain[-1][0] == reverse(CONFIRM)
    client.post(reverse(CONFIRM), {"code": last_code()})
    assert is_logged_in(client)
    assert User.objects.get().check_password(PASSWORD)


def test_new_address_leaves_the_password_of_who_has_just_signed_up(client):
    sign_up(client)
    client.post(reverse(CONFIRM), {"code": last_code()})

    client.post(reverse("account_email"), {"action_add": "1", "email": "neuve@example.org"})
    client.post(reverse(CONFIRM), {"code": last_code()})

    zoe = User.objects.get()
    assert zoe.email == "neuve@example.org"
    assert zoe.check_password(PASSWORD)


def test_proved_address_is_not_signed_up_with_again(client, alice):
    page = sign_up(client, email=alice.email, name="Escroc")

    assert page.redirect_chain[-1][0] == reverse(CONFIRM)
    assert "avez déjà un compte" in mail.outbox[-1].subject
    assert [user.name for user in User.objects.all()] == [alice.name]


def test_who_has_an_account_already_is_led_to_a_code_by_the_message(client, alice):
    sign_up(client, email=alice.email)

    links = re.findall(r"http://testserver(/\S*)", str(mail.outbox[-1].body))
    page = client.get(links[0])

    assert page.templates[0].name == "account/request_login_code.html"
    client.post(links[0], {"email": alice.email})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert is_logged_in(client)


def test_who_asks_for_many_codes_keeps_what_they_typed(client):
    for _again in range(4):
        sign_up(Client())

    page = sign_up(client, name="Zoé & Cie")

    assert page.status_code == 429
    assert 'value="Zoé &amp; Cie"' in page.text
    assert 'value="zoe@example.org"' in page.text
    assert "mots de passe" not in page.text
    assert page.context["form"].non_field_errors()


def test_code_asked_for_again_too_often_stays_on_its_page(client):
    sign_up(client)
    for _again in range(3):
        sign_up(Client())

    page = client.post(reverse(CONFIRM), {"action": "resend"}, follow=True)

    assert page.redirect_chain == [(reverse(CONFIRM), 302)]
    assert page.context["messages"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_code_typed_too_late_says_so(client, monkeypatch, method):
    sign_up(client)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)

    page = getattr(client, method)(reverse(CONFIRM), {"code": last_code()}, follow=True)

    assert page.redirect_chain[-1][0] == reverse("account_request_login_code")
    assert "ne fonctionne plus" in str(next(iter(page.context["messages"])))


@pytest.mark.parametrize(
    ("asks", "types"),
    [
        ("account_request_login_code", "account_confirm_login_code"),
        ("account_reset_password", "account_confirm_password_reset_code"),
    ],
)
def test_wrong_codes_lead_back_to_where_another_is_asked_for(client, alice, asks, types):
    client.post(reverse(asks), {"email": alice.email})

    page = type_wrong_codes(client, at=types)

    assert page.redirect_chain[-1][0] == reverse(asks)
    assert len(page.context["messages"]) == 1


def test_wrong_codes_for_a_new_address_lead_back_to_it(alice, as_):
    client = as_(alice)
    client.post(reverse("account_email"), {"action_add": "1", "email": "neuve@example.org"})

    page = type_wrong_codes(client)

    assert page.redirect_chain[-1][0] == reverse("account_email")
    assert "demandez-en un autre" in str(next(iter(page.context["messages"])))


def test_who_has_no_password_is_told_that_there_is_nothing_to_confirm(as_):
    nadia = confirmed(make_user(email="n@example.org"))
    nadia.set_unusable_password()
    nadia.save()

    page = as_(nadia).get(reverse("account_reauthenticate"), follow=True)

    assert page.redirect_chain == [(HOME, 302)]
    assert "pas de mot de passe" in page.text
