"""Prompts: which question, to whom, how often, and stopping them with one click."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from recipes import prompts, workflow
from recipes.content import INVITED, Photo, RecipeContent
from recipes.models import SentPrompt
from recipes.prompts import MONTH, first_prompt, next_prompt, send_prompts, stop_token
from tests.factories import (
    make_content,
    make_membership,
    make_organisation,
    make_recipe,
    make_user,
)

LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def published(author, **fields):
    """A recipe published long enough ago to be asked about."""
    return make_recipe(author=author, **{"at": LONG_AGO, **fields})


def send(now=NOW):
    return list(send_prompts(now=now))


def addressees():
    return sorted(message.to[0] for message in mail.outbox)


class Failing(EmailBackend):
    """Refuses the address that does not exist."""

    def send_messages(self, messages):
        """Take the others as usual."""
        if any("refused@example.org" in message.to for message in messages):
            raise OSError("550 no such user")
        return super().send_messages(messages)


@pytest.fixture
def _one_address_fails(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"


# Which question


def test_every_part_readers_are_invited_to_add_has_a_question_and_an_example():
    assert set(prompts.QUESTIONS) == set(INVITED)
    for question, example in prompts.QUESTIONS.values():
        assert str(question).endswith("?")
        assert str(example)


def test_next_prompt_asks_for_the_most_useful_missing_part_and_leads_to_it():
    first = next_prompt(RecipeContent())
    photo = Photo(file=f"{'a' * 64}.jpg", alt="Une table", credit="Alice", licence="CC0-1.0")
    second = next_prompt(RecipeContent(photos=(photo,)))

    assert first is not None
    assert second is not None
    assert (first.part, second.part) == ("photos", "ingredients")
    assert second.address("un-four") == "/recettes/un-four/modifier/?partie=ingredients"


def test_nothing_is_asked_when_nothing_is_missing_or_all_was_asked_or_is_unknown():
    assert first_prompt([]) is None
    assert first_prompt(["photos", "tips"], asked={"photos", "tips"}) is None
    assert first_prompt(["a part of a former version"]) is None


# On the page


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
def test_my_recipes_asks_one_question_about_each_published_one(
    client, django_assert_num_queries, how_many
):
    alice = make_user()
    mine = [published(alice, title=f"Un four {number}") for number in range(how_many)]
    published(make_user(email="bob@example.org"), title="Le four de Bob")
    client.force_login(alice)

    with django_assert_num_queries(4):
        page = client.get(reverse("recipes:mine")).content.decode()

    assert page.count("?partie=") == how_many
    assert page.count('class="prompt ') == 1
    assert all(f"/recettes/{recipe.slug}/modifier/?partie=photos" in page for recipe in mine)
    assert "le-four-de-bob" not in page


@pytest.mark.django_db
def test_answering_leads_to_the_part_in_the_editor(client):
    alice = make_user()
    recipe = published(alice)
    client.force_login(alice)
    prompt = first_prompt(["ingredients"])
    assert prompt is not None

    offered = client.get(prompt.address(recipe.slug))
    answered = client.post(prompt.address(recipe.slug))
    forged = client.post(f"{reverse('recipes:modify', args=[recipe.slug])}?partie=//x.example")

    editor = reverse("recipes:edit", args=[recipe.revisions.open().get().pk])
    assert offered.status_code == 200
    assert answered["Location"] == f"{editor}#partie-ingredients"
    assert forged["Location"] == editor


@pytest.mark.django_db
def test_author_lands_on_a_page_that_says_published_and_asks_one_question(client):
    alice, stranger = make_user(), make_user(email="bob@example.org")
    recipe = published(alice)
    address = reverse("recipes:sent", args=[recipe.current_id])

    client.force_login(alice)
    page = client.get(address).content.decode()
    client.force_login(stranger)
    theirs = client.get(address)

    assert page.count("?partie=photos") == 1
    assert theirs.status_code == 404


# By e-mail: to whom, what


@pytest.mark.django_db
def test_owner_of_a_published_recipe_is_asked_for_one_part(settings):
    settings.SITE_URL = "https://recettes.example.org"
    alice = make_user()
    recipe = published(alice)

    outcomes = send()

    (letter,) = mail.outbox
    (record,) = SentPrompt.objects.all()
    assert [outcome.arrived for outcome in outcomes] == [True]
    assert letter.to == ["alice@example.org"]
    assert recipe.title in letter.subject
    assert f"https://recettes.example.org/recettes/{recipe.slug}/modifier/?partie=photos" in (
        letter.body
    )
    assert (record.person, record.recipe, record.part) == (alice, recipe, "photos")
    assert record.sent_at == NOW


@pytest.mark.django_db
def test_title_with_signs_is_told_as_it_is():
    published(make_user(), title="Trocs & « dons » d'ici")

    send()

    assert "Trocs & « dons » d'ici" in mail.outbox[0].subject
    assert "Trocs & « dons » d'ici" in mail.outbox[0].body


@pytest.mark.django_db
def test_nobody_is_asked_who_did_not_want_left_or_has_nothing_published():
    published(make_user(email="no@example.org", wants_prompts=False), title="Un")
    published(make_user(email="gone@example.org", is_active=False), title="Deux")
    make_recipe(author=make_user(email="draft@example.org"), published=False, title="Trois")
    hidden = published(make_user(email="hidden@example.org"), title="Quatre")
    workflow.unpublish(hidden)
    make_user(email="nothing@example.org")

    assert send() == []
    assert mail.outbox == []


@pytest.mark.django_db
def test_recipe_nobody_owns_is_asked_of_those_who_manage_its_organisation():
    organisation, other = make_organisation(), make_organisation(name="Ailleurs")
    for email, where, manages in (
        ("manager@example.org", organisation, True),
        ("writer@example.org", organisation, False),
        ("elsewhere@example.org", other, True),
    ):
        make_membership(user=make_user(email=email), organisation=where, manages=manages)
    published(None, organisation=organisation.slug)

    send()

    assert addressees() == ["manager@example.org"]


@pytest.mark.django_db
def test_recipe_of_an_organisation_that_somebody_owns_is_asked_of_its_owner_only():
    organisation = make_organisation()
    alice, manager = make_user(), make_user(email="manager@example.org")
    make_membership(user=alice, organisation=organisation)
    make_membership(user=manager, organisation=organisation, manages=True)
    carried = published(alice, organisation=organisation.slug)
    own = published(manager, title="À elle", at=LONG_AGO + timedelta(days=1))

    asked = [outcome for month in range(2) for outcome in send(NOW + MONTH * month)]

    assert {(outcome.person, outcome.recipe) for outcome in asked} == {
        (alice, carried),
        (manager, own),
    }


@pytest.mark.django_db
def test_nothing_is_asked_of_a_recipe_just_published_nor_one_in_somebodys_hands():
    published(make_user(), at=NOW - timedelta(days=6))
    being_written = published(make_user(email="bob@example.org"), title="Deux")
    in_review = published(make_user(email="carole@example.org"), title="Trois")
    workflow.revise(being_written, make_content(why="Autre"), author=None)
    workflow.submit(workflow.revise(in_review, make_content(why="Autre"), author=None))

    assert send() == []


@pytest.mark.django_db
def test_draft_put_away_does_not_keep_a_recipe_from_being_asked_about():
    draft = workflow.revise(published(make_user()), make_content(why="Autre"), author=None)
    draft.archived_at = NOW
    draft.save()

    assert len(send()) == 1


@pytest.mark.django_db
def test_complete_recipe_is_asked_nothing():
    recipe = published(make_user())
    recipe.rendered.parts["invitations"] = []
    recipe.rendered.save()

    assert send() == []


# By e-mail: how often


@pytest.mark.django_db
def test_person_is_asked_once_a_month_at_most_whatever_the_number_of_their_recipes():
    alice = make_user()
    for number in range(3):
        published(alice, title=f"Un four {number}")

    first, same_day = send(), send(NOW + timedelta(hours=1))
    too_early = send(NOW + MONTH - timedelta(seconds=1))
    a_month_later = send(NOW + MONTH)

    assert [len(sent) for sent in (first, same_day, too_early, a_month_later)] == [1, 0, 0, 1]


@pytest.mark.django_db
def test_recipe_longest_without_a_question_comes_first_and_no_question_comes_twice():
    alice = make_user()
    older = published(alice, title="Ancienne")
    newer = published(alice, title="Récente", at=LONG_AGO + timedelta(days=1))

    asked = [outcome for month in range(4) for outcome in send(NOW + MONTH * month)]

    assert [outcome.recipe for outcome in asked] == [older, newer, older, newer]
    assert [outcome.prompt.part for outcome in asked] == [
        "photos", "photos", "ingredients", "ingredients",
    ]  # fmt: skip


@pytest.mark.django_db
def test_person_is_left_alone_once_all_was_asked():
    published(make_user())

    sent = [len(send(NOW + MONTH * month)) for month in range(len(INVITED) + 2)]

    assert sum(sent) == len(INVITED)
    assert sent[-2:] == [0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
def test_asking_a_person_costs_the_same_however_many_recipes(django_assert_num_queries, how_many):
    alice = make_user()
    for number in range(how_many):
        published(alice, title=f"Un four {number}")

    with django_assert_num_queries(8):  # who; savepoint, held, whose turn, asked, recipes, kept
        send()


# Failing, being interrupted


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_address_fails")
def test_address_that_fails_stops_nobody_else_and_is_tried_again():
    published(make_user(email="refused@example.org"), title="Un")
    published(make_user(email="alice@example.org"), title="Deux")

    outcomes, next_day = send(), send(NOW + timedelta(days=1))

    assert [outcome.arrived for outcome in outcomes] == [False, True]
    assert addressees() == ["alice@example.org"]
    assert [outcome.person.email for outcome in next_day] == ["refused@example.org"]
    assert [record.person.email for record in SentPrompt.objects.all()] == ["alice@example.org"]


@pytest.mark.django_db
def test_run_that_was_interrupted_goes_on_where_it_stopped():
    for name in ("alice", "bob"):
        published(make_user(email=f"{name}@example.org"), title=f"Le four de {name}")

    interrupted = send_prompts(now=NOW)
    next(interrupted)
    del interrupted
    send(NOW + timedelta(hours=1))

    assert addressees() == ["alice@example.org", "bob@example.org"]


@pytest.mark.django_db
def test_person_who_stops_while_letters_leave_receives_none():
    for name in ("alice", "bob"):
        published(make_user(email=f"{name}@example.org"), title=f"Le four de {name}")

    leaving = send_prompts(now=NOW)
    next(leaving)
    prompts.stop(User.objects.get(email="bob@example.org"))
    rest = list(leaving)

    assert rest == []
    assert addressees() == ["alice@example.org"]


@pytest.mark.django_db
def test_command_says_how_many_left():
    published(make_user())
    told = io.StringIO()

    call_command("send_prompts", stdout=told)
    call_command("send_prompts", stdout=told)

    assert re.findall(r"\d+", told.getvalue()) == ["1", "0"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_address_fails")
def test_command_fails_where_a_letter_did():
    published(make_user(email="refused@example.org"))
    told, errors = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="1"):
        call_command("send_prompts", stdout=told, stderr=errors)

    assert "refused@example.org" in errors.getvalue()
    assert re.findall(r"\d+", told.getvalue()) == ["0"]


# Stopping


def asked_and_link(settings):
    """Send Alice a prompt; give her, and where the letter says to stop."""
    settings.SITE_URL = "http://testserver"
    alice = make_user()
    published(alice)
    send()
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert header[0] + header[-1] == "<>"
    return alice, header[1:-1]


@pytest.mark.django_db
def test_mail_program_stops_prompts_with_one_post_without_login_nor_cookie(settings):
    alice, link = asked_and_link(settings)
    bob = make_user(email="bob@example.org")
    outside = Client(enforce_csrf_checks=True)

    response = outside.post(link, {"List-Unsubscribe": "One-Click"})

    alice.refresh_from_db()
    bob.refresh_from_db()
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert response.status_code == 200
    assert (alice.wants_prompts, bob.wants_prompts) == (False, True)
    assert send(NOW + MONTH) == []


@pytest.mark.django_db
def test_link_in_the_letter_shows_a_button_and_stops_only_when_it_is_pressed(settings):
    alice, link = asked_and_link(settings)
    browser = Client()

    shown = browser.get(link)
    alice.refresh_from_db()
    before = alice.wants_prompts
    done = browser.post(link)
    again = browser.post(link)
    alice.refresh_from_db()

    assert link in mail.outbox[0].body
    assert "<button" in shown.content.decode()
    assert "alice@example.org" not in shown.content.decode()
    assert before is True
    assert alice.wants_prompts is False
    assert done.status_code == again.status_code == 200
    assert reverse("accounts:profile") in done.content.decode()


@pytest.mark.django_db
def test_link_that_was_not_signed_here_stops_nobody():
    alice, bob = make_user(), make_user(email="bob@example.org")
    signature = stop_token(alice).partition(":")[2]
    client = Client()

    for token in (str(alice.pk), f"{alice.pk}:", f"{bob.pk}:{signature}", "x", f"0:{signature}"):
        address = reverse("recipes:stop_prompts", args=[token])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404

    for person in (alice, bob):
        person.refresh_from_db()
        assert person.wants_prompts


@pytest.mark.django_db
def test_link_of_somebody_whose_account_is_closed_leads_nowhere():
    alice = make_user()
    address = reverse("recipes:stop_prompts", args=[stop_token(alice)])
    alice.delete()

    assert Client().post(address).status_code == 404


@pytest.mark.django_db
def test_prompts_start_again_from_the_account(client):
    alice = make_user()
    published(alice)
    prompts.stop(alice)
    stopped = send()
    client.force_login(alice)

    client.post(reverse("accounts:profile"), {"name": "Alice", "wants_prompts": "on"})

    assert stopped == []
    assert len(send()) == 1
