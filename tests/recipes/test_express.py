"""The express recipe: seven answers, with or without an account, and nothing typed is lost."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes import pending
from recipes.content import Step, text
from recipes.forms.express import steps_typed
from recipes.models import Recipe, Revision
from tests.factories import (
    make_licence,
    make_membership,
    make_organisation,
    make_territory,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Revision.Status
ADDRESS = "/proposer/"
UUID_HERE = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
ANSWERS = {
    "identifier": UUID_HERE,
    "title": "Une grainothèque",
    "summary": "On échange des graines.",
    "why": "Garder des variétés.\n\nSe rencontrer.",
    "steps": "1. Trouver un lieu\r\n\r\n- Rassembler des graines\r\n2 tables",
    "territory": "brest",
    "credit": "Les habitants",
    "licence": "CC-BY-SA-4.0",
}


@pytest.fixture
def brest():
    make_licence(spdx_id="CC-BY-SA-4.0", status="recommended", summary="Partagez pareil.")
    finistere = make_territory(name="Finistère", kind="departement", code="29")
    return make_territory(inside=[finistere])


def page(client, **answers):
    return client.post(ADDRESS, {**ANSWERS, **answers})


def sent(client, **answers):
    return page(client, submit="1", **answers)


def errors_of(response):
    return set(response.context["form"].errors)


# Somebody who has an account


def test_seven_answers_are_sent_for_review(client, brest):
    alice = make_user()
    client.force_login(alice)

    response = sent(client)

    revision = Revision.objects.get()
    assert response["Location"] == reverse("recipes:sent", args=[revision.pk])
    assert (revision.status, revision.author) == (Status.SUBMITTED, alice)
    assert revision.content.steps == (
        Step("Trouver un lieu"),
        Step("Rassembler des graines"),
        Step("2 tables"),
    )
    assert revision.content.why == "Garder des variétés.\n\nSe rencontrer."
    assert revision.content.territories == ("commune:29019",)
    assert response.cookies["keep-done"].value == f"express-{alice.pk}"
    assert "Une grainothèque" in client.get(response["Location"]).content.decode()


def test_page_after_sending_leads_elsewhere_once_decided(client, brest):
    client.force_login(make_user())
    address = sent(client)["Location"]
    Revision.objects.update(status=Status.WITHDRAWN)

    assert client.get(address)["Location"] == reverse("recipes:mine")


def test_unfinished_recipe_goes_on_in_the_editor(client, brest):
    client.force_login(make_user())

    response = page(client, edit="1", title="", territory="Brets", licence="MIT")

    revision = Revision.objects.get()
    assert response["Location"] == reverse("recipes:edit", args=[revision.pk])
    assert (revision.status, revision.content.territories) == (Status.DRAFT, ())
    assert revision.unread == {"territories": "Brets"}
    assert revision.content.licence == "MIT"


def test_form_sent_twice_begins_one_recipe(client, brest):
    client.force_login(make_user())

    first, second = sent(client), sent(client)

    assert first["Location"] == second["Location"]
    assert Recipe.objects.count() == Revision.objects.count() == 1


def test_what_is_missing_is_said_beside_its_question(client, brest):
    client.force_login(make_user())

    response = sent(client, title="T" * 81, why=" ", steps="\n", territory="", licence="")

    assert errors_of(response) == {"title", "why", "steps", "territory", "licence"}
    assert not Recipe.objects.exists()
    shown = response.content.decode()
    places = re.findall(r'href="#(id_\w+)"', shown)
    assert set(places) > {"id_title", "id_licence_0"}
    assert all(f'id="{place}"' in shown for place in places)
    assert shown.count("field-error") == 5
    assert "T" * 81 in shown


def test_answer_that_is_refused_is_not_shown_as_done(client, brest):
    client.force_login(make_user())

    response = sent(client, title="T" * 81, summary="S" * 180, territory="Atlantis", why="")

    form = response.context["form"]
    states = {need.field.name: need.state for need in form.needs}
    wrong = {name for name, state in states.items() if state == "wrong"}
    assert wrong == {"title", "territory"} == errors_of(response) - {"why"}
    assert states["why"] == "needed"
    assert states["summary"] == "done"
    assert [need.limit for need in form.needs][:2] == [80, 180]
    assert response.text.count('data-state="wrong"') == 2


def test_form_proposes_a_licence_and_the_name_of_who_writes(client, brest):
    make_licence(spdx_id="CC0-1.0", status="recommended")
    make_licence(spdx_id="LAL-1.3")
    make_licence(spdx_id="CC-BY-NC-4.0", is_free=False)
    client.force_login(make_user())

    form = client.get(ADDRESS).context["form"]

    assert form["credit"].value() == "Alice"
    assert form["licence"].value() == "CC-BY-SA-4.0"
    assert [one.pk for one in form.first_licences] == ["CC-BY-SA-4.0", "CC0-1.0"]
    assert [one.pk for one in form.other_licences] == ["LAL-1.3"]
    assert "organisation" not in form.fields
    assert [need.state for need in form.needs] == ["needed"] * 5 + ["done"] * 2


def test_less_usual_licence_stays_in_view_once_chosen(client, brest):
    make_licence(spdx_id="LAL-1.3")

    response = sent(client, licence="LAL-1.3", title="")

    assert "<details open>" in response.content.decode()


# Whose it is


def test_only_organisation_of_a_member_is_proposed_and_named(client, brest):
    alice, ours = make_user(), make_organisation(name="La Graine")
    make_organisation(name="Ailleurs")
    make_membership(user=alice, organisation=ours)
    client.force_login(alice)

    form = client.get(ADDRESS).context["form"]
    sent(client, organisation=ours.slug)

    assert (form["organisation"].value(), form["credit"].value()) == (ours.slug, "La Graine")
    assert [value for value, _words in form.fields["organisation"].widget.choices] == [
        "",
        ours.slug,
    ]
    assert Recipe.objects.get().organisation == ours


def test_forged_organisation_is_not_taken(client, brest):
    alice, theirs = make_user(), make_organisation(name="Ailleurs")
    client.force_login(alice)
    sent(client, organisation=theirs.slug)
    make_membership(user=alice, organisation=make_organisation())

    sent(client, organisation=theirs.slug, identifier="pas un identifiant")

    assert [recipe.organisation for recipe in Recipe.objects.all()] == [None, None]


# Where


def test_place_of_several_homonyms_is_chosen_among_them(client, brest):
    make_territory(name="Saint-Denis", code="93066")
    island = make_territory(name="Saint-Denis", code="97411")
    client.force_login(make_user())

    asked = sent(client, territory="st denis")
    shown = asked.content.decode()
    answered = sent(client, territory="st denis", territory_which=island.slug)

    assert errors_of(asked) == {"territory"}
    assert shown.count('name="territory_which"') == 2
    assert 'value="st denis"' in shown
    assert answered.status_code == 302
    assert Revision.objects.get().content.territories == ("commune:97411",)


def test_place_chosen_among_suggestions_is_taken_by_its_label(client, brest):
    client.force_login(make_user())

    sent(client, territory=brest.label, territory_slug=brest.slug)

    assert Revision.objects.get().content.territories == ("commune:29019",)


def test_place_chosen_before_the_words_changed_is_not_taken(client, brest):
    make_territory(name="Quimper", code="29232")
    client.force_login(make_user())

    sent(client, territory="Quimper", territory_slug=brest.slug)

    assert Revision.objects.get().content.territories == ("commune:29232",)


def test_place_nobody_knows_is_said_and_kept(client, brest):
    client.force_login(make_user())

    response = sent(client, territory="Atlantide")

    assert errors_of(response) == {"territory"}
    assert 'value="Atlantide"' in response.content.decode()


# Somebody who has none yet


def test_recipe_of_somebody_without_account_waits_for_them_to_sign_up(client, brest):
    response = sent(client)
    again = client.get(ADDRESS)

    assert response["Location"] == "/compte/inscription/?next=/proposer/suite/"
    assert not Recipe.objects.exists()
    shown = again.content.decode()
    assert "Une grainothèque" in shown
    assert "On échange des graines." in shown
    assert "Brest · Finistère" in shown
    assert "Trouver un lieu\nRassembler des graines\n2 tables" in shown


def test_recipe_is_sent_as_soon_as_its_author_is_known(client, brest):
    sent(client)

    client.force_login(make_user())
    landed = client.get(reverse("recipes:proposed"))

    revision = Revision.objects.get()
    assert revision.status == Status.SUBMITTED
    assert landed["Location"] == reverse("recipes:sent", args=[revision.pk])
    assert client.get(reverse("recipes:proposed"))["Location"] == reverse("recipes:mine")


def test_recipe_to_go_on_with_opens_in_the_editor_once_its_author_is_known(client, brest):
    page(client, edit="1", territory="Brets", steps="")

    client.force_login(make_user())
    landed = client.get(reverse("recipes:proposed"))

    revision = Revision.objects.get()
    assert revision.unread == {"territories": "Brets"}
    assert landed["Location"] == reverse("recipes:edit", args=[revision.pk])


def test_page_after_signing_up_asks_who_one_is(client):
    assert client.get(reverse("recipes:proposed"))["Location"] == (
        "/compte/inscription/?next=/proposer/suite/"
    )


def test_recipe_kept_can_be_erased(client, brest):
    sent(client)

    client.post(ADDRESS, {"forget": UUID_HERE})
    client.force_login(make_user())

    assert not Recipe.objects.exists()
    assert client.get(ADDRESS).context["form"]["title"].value() is None


def test_recipe_kept_is_changed_in_its_form_and_another_is_written_beside(client, brest):
    sent(client)
    shown = client.get(ADDRESS)
    empty = client.get(f"{ADDRESS}?autre")

    assert shown.context["form"]["identifier"].value() == UUID_HERE
    assert 'href="?autre"' in shown.content.decode()
    other = empty.context["form"]["identifier"].value()
    assert empty.context["form"]["title"].value() is None
    sent(client, title="Une grainothèque en été")
    sent(client, title="Un four à pain", identifier=other)
    client.force_login(make_user())

    titles = Recipe.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Une grainothèque en été", "Un four à pain"]


def test_recipe_too_long_to_be_kept_is_shown_again(client, brest, monkeypatch):
    monkeypatch.setattr(pending, "MOST_TYPED", 50)

    response = page(client, edit="1")

    assert response.status_code == 200
    assert errors_of(response) == {"__all__"}
    assert "Se rencontrer." in response.content.decode()


def test_recipes_that_come_too_often_from_unknown_people_are_shown_again(client, brest, settings):
    settings.ACCOUNT_RATE_LIMITS = {"propose": "1/m/ip"}
    sent(Client())

    refused = sent(client, title="Encore une")
    assert "réessayez dans une minute" in refused.content.decode()
    assert "Encore une" in refused.content.decode()
    assert errors_of(refused) == {"__all__"}

    settings.ACCOUNT_RATE_LIMITS = {"propose": "2/m/ip"}
    assert sent(client).status_code == 302
    assert sent(client, title="La même, mieux").status_code == 302  # begins no other session
    client.force_login(make_user())
    assert sent(client, identifier="", title="Avec un compte").status_code == 302


# Nothing typed is lost

TYPED = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n"), max_size=60
)


AREA = re.compile(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', re.DOTALL)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.fixed_dictionaries(
        dict.fromkeys(("title", "summary", "why", "steps", "territory", "credit"), TYPED)
    )
)
def test_every_text_typed_is_in_the_page_again_after_an_error(client, typed):
    response = sent(client, **typed, licence="")

    page_again = response.content.decode()
    shown = {
        name: html.unescape(found).removeprefix("\n")
        for name, found in re.findall(
            r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', page_again, re.DOTALL
        )
    }
    for tag in re.findall(r"<input [^>]*>", page_again):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] in typed:
            shown[name[1]] = html.unescape(value[1]) if value else ""
    assert response.status_code == 200
    assert {name: shown[name] for name in typed} == typed


@given(TYPED)
def test_every_letter_of_the_steps_is_in_a_step(words):
    kept = "".join(step.title for step in steps_typed(words))

    assert letters_of(kept) == letters_of(text(words))


def letters_of(words):
    return [sign for sign in words if sign.isalpha()]
