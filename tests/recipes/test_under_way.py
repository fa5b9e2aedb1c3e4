"""The history of a published recipe, for those who may write it: who is changing what."""

import pytest
from django.test import Client
from django.urls import reverse

from recipes import workflow
from tests.factories import (
    content_of,
    make_membership,
    make_organisation,
    make_recipe,
    make_user,
)

pytestmark = pytest.mark.django_db
HEADING = "En cours"


@pytest.fixture
def alice():
    return make_user()


@pytest.fixture
def ines(alice):
    """Give somebody who writes for the same association as Alice."""
    ines = make_user(email="ines@example.org", name="Inès")
    organisation = make_organisation()
    for member in (alice, ines):
        make_membership(user=member, organisation=organisation)
    return ines


@pytest.fixture
def recipe(alice, ines):
    return make_recipe(author=alice, organisation="association-de-test")


def history(recipe, user=None, **headers):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(reverse("recipes:history", args=[recipe.slug]), headers=headers)


def change(recipe, user, why="Un secret d’Inès"):
    return workflow.revise(recipe, content_of(recipe).replace(why=why), author=user)


def test_members_see_whose_version_is_under_way_and_since_when_it_is_in_review(recipe, alice, ines):
    draft = change(recipe, ines)
    of_alice = history(recipe, alice).text
    of_ines = history(recipe, ines).text
    workflow.tell(draft, "Deux étapes de plus")
    workflow.submit(draft)
    sent = history(recipe, alice).text

    compare = reverse("recipes:compare", args=[draft.pk, recipe.current_id])
    for page in (of_alice, of_ines, sent):
        assert HEADING in page
        assert compare in page
        assert "Un secret" not in page
    assert "Le brouillon commencé par Inès" in of_alice
    assert "Votre brouillon" in of_ines
    go_on = f'href="{reverse("recipes:edit", args=[draft.pk])}"'
    assert go_on in of_alice
    assert "Envoyée en relecture le" not in of_alice
    assert "Envoyée en relecture le" in sent
    assert "Deux étapes de plus" in sent
    assert go_on not in sent


def test_nobody_else_sees_that_a_version_is_under_way(recipe, ines):
    outsider = make_user(email="rose@example.org", name="Rose", is_staff=True)
    make_membership(user=outsider, organisation=make_organisation(name="Une autre"))
    before = history(recipe)
    draft = change(recipe, ines)
    workflow.tell(draft, "Deux étapes de plus")
    workflow.submit(draft)

    for page in (history(recipe), history(recipe, outsider)):
        assert HEADING not in page.text
        assert "Inès" not in page.text
        assert "Deux étapes" not in page.text
        assert "/brouillons/" not in page.text
    assert history(recipe, **{"if-none-match": before["ETag"]}).status_code == 304


def test_what_is_put_away_withdrawn_or_published_is_not_under_way(recipe, alice, ines):
    workflow.withdraw(change(recipe, ines))

    assert HEADING not in history(recipe, alice).text


@pytest.mark.parametrize("how_many", [1, 3])
def test_history_costs_its_writers_the_same_however_much_is_under_way(
    recipe, ines, django_assert_num_queries, how_many
):
    for number in range(how_many):
        change(recipe, ines, why=str(number))
    client = Client()
    client.force_login(ines)
    history(recipe)  # reads the catalogue

    with django_assert_num_queries(7):  # two of them for the session and the person
        page = client.get(reverse("recipes:history", args=[recipe.slug]))

    assert len(page.context["under_way"]) == how_many
