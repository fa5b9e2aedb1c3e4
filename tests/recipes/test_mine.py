"""« Mes recettes », changing a published recipe, two texts side by side."""

import pytest
from django.urls import reverse
from django.utils import timezone

from recipes import workflow
from recipes.content import RecipeContent
from recipes.models import Recipe, Revision
from tests.factories import (
    content_of,
    make_content,
    make_licence,
    make_membership,
    make_organisation,
    make_recipe,
    make_revision,
    make_territory,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Revision.Status
MINE = "/compte/recettes/"


@pytest.fixture
def alice(client):
    person = make_user()
    client.force_login(person)
    return person


@pytest.fixture
def known():
    make_licence(spdx_id="CC-BY-SA-4.0")
    make_territory()


def draft_of(person, **fields):
    return workflow.start(make_content(**fields), author=person)


def listed(response, group):
    return [line.title for line in response.context[group]]


# The list


def test_list_says_where_each_recipe_stands(client, alice):
    draft_of(alice, title="Brouillon")
    for title, verb in {"En relecture": None, "À revoir": "request_changes"}.items():
        revision = draft_of(alice, title=title)
        workflow.submit(revision)
        if verb:
            getattr(workflow, verb)(revision, by=None, reply="Dites-en plus.")
    refused = draft_of(alice, title="Refusée")
    workflow.submit(refused)
    workflow.refuse(refused, by=None, reply="Dites-en plus.")
    workflow.withdraw(draft_of(alice, title="Retirée"))
    away = draft_of(alice, title="Rangée")
    Revision.objects.filter(pk=away.pk).update(archived_at=timezone.now())
    make_recipe(author=alice, title="Publiée")
    make_recipe(author=make_user(email="bob@example.org"), title="À Bob")

    response = client.get(MINE)

    assert listed(response, "drafts") == ["Brouillon"]
    assert listed(response, "in_review") == ["En relecture"]
    assert listed(response, "changes_asked") == ["À revoir"]
    assert listed(response, "closed") == ["Retirée", "Refusée"]
    assert listed(response, "archived") == ["Rangée"]
    assert [line.recipe.title for line in response.context["published"]] == ["Publiée"]
    assert "À Bob" not in response.content.decode()


def test_list_says_what_a_draft_needs_next(client, alice):
    short = workflow.start(
        RecipeContent(title="Court", summary="s" * 181), author=alice, unread={"minutes": "vite"}
    )
    draft_of(alice, title="Complet")

    response = client.get(MINE)

    needs = {line.title: line.needs for line in response.context["drafts"]}
    assert needs == {
        "Court": (
            "pourquoi", "étapes", "licence", "qui citer", "territoires", "la recette en une phrase",
            "durée",
        ),
        "Complet": (),
    }  # fmt: skip
    assert response.content.decode().count(reverse("recipes:submit", args=[short.pk])) == 0


def test_empty_list_invites_to_write(client, alice):
    response = client.get(MINE)

    assert response.context["is_empty"]
    assert f'href="{reverse("recipes:express")}"' in response.content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_costs_the_same_however_long(client, alice, how_many, django_assert_num_queries):
    organisation = make_organisation()
    make_membership(user=alice, organisation=organisation)
    bob = make_user(email="bob@example.org", name="Bob")
    make_membership(user=bob, organisation=organisation)
    for number in range(how_many):
        recipe = make_recipe(author=bob, title=f"Publiée {number}", organisation=organisation.slug)
        workflow.edit(recipe, author=bob)
        workflow.edit(recipe, author=alice)
        workflow.submit(workflow.revise(recipe, content_of(recipe), author=bob))
        draft_of(alice, title=f"Brouillon {number}")
        workflow.withdraw(draft_of(alice, title=f"Retirée {number}"))

    with django_assert_num_queries(4):  # the session, who it is, revisions, published recipes
        response = client.get(MINE)

    assert len(response.context["published"]) == how_many
    assert len(response.context["drafts"]) == 2 * how_many


def test_recipes_of_ones_organisation_stand_beside_ones_own(client, alice):
    organisation = make_organisation(name="La Graine")
    make_membership(user=alice, organisation=organisation)
    bob = make_user(email="bob@example.org", name="Bob")
    make_membership(user=bob, organisation=organisation)
    draft_of(bob, title="De Bob", organisation=organisation.slug)
    draft_of(bob, title="À Bob seul")

    shown = client.get(MINE).content.decode()

    assert "De Bob" in shown
    assert "La Graine" in shown
    assert "À Bob seul" not in shown
    assert "bob@example.org" not in shown


def test_list_and_page_say_who_is_writing_a_new_version(client, alice):
    organisation = make_organisation()
    make_membership(user=alice, organisation=organisation)
    bob = make_user(email="bob@example.org", name="Bob Le Goff")
    make_membership(user=bob, organisation=organisation)
    recipe = make_recipe(author=alice, organisation=organisation.slug)
    workflow.edit(recipe, author=bob)

    inside = [client.get(MINE), client.get(f"/recettes/{recipe.slug}/modifier/")]
    client.logout()
    page = recipe.get_absolute_url()
    outside = [client.get(page), client.get(f"{page}historique/")]

    assert all("Bob Le Goff" in page.content.decode() for page in inside)
    assert not any("Bob Le Goff" in page.content.decode() for page in outside)


# Changing a published recipe


def test_asking_to_change_a_recipe_changes_nothing_until_one_says_so(client, alice):
    recipe = make_recipe(author=alice)
    address = reverse("recipes:modify", args=[recipe.slug])

    asked = client.get(address)
    before = Revision.objects.count()
    begun = client.post(address)
    again = client.post(address)

    draft = Revision.objects.open().get()
    assert (asked.status_code, before) == (200, 1)
    assert begun["Location"] == again["Location"] == reverse("recipes:edit", args=[draft.pk])


def test_recipe_that_moved_is_changed_at_its_address_of_today(client, alice):
    recipe = make_recipe(author=alice)
    make_revision(recipe, title="Autre nom")

    response = client.get("/recettes/un-repair-cafe/modifier/")

    assert response["Location"] == "/recettes/autre-nom/modifier/"


def test_page_to_change_a_recipe_offers_to_take_back_what_waits(client, alice):
    recipe = make_recipe(author=alice)
    draft = workflow.edit(recipe, author=alice)
    workflow.submit(draft)

    shown = client.get(reverse("recipes:modify", args=[recipe.slug])).content.decode()
    taken = client.post(reverse("recipes:resume", args=[draft.pk]))

    draft.refresh_from_db()
    assert reverse("recipes:resume", args=[draft.pk]) in shown
    assert taken["Location"] == reverse("recipes:edit", args=[draft.pk])
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("carried", [True, False])
def test_others_are_told_in_whose_hands_a_published_recipe_is(client, alice, carried):
    slug = make_organisation(name="La Graine").slug
    recipe = make_recipe(organisation=slug if carried else "")
    address = reverse("recipes:modify", args=[recipe.slug])

    asked, sent = client.get(address), client.post(address)

    assert asked.status_code == sent.status_code == 403
    assert ("La Graine" if carried else "Association de test") in asked.content.decode()
    assert not Revision.objects.open().exists()


# What becomes of a draft


def test_draft_is_sent_from_the_list(client, alice, known):
    draft = draft_of(alice)

    response = client.post(reverse("recipes:submit", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    assert response["Location"] == reverse("recipes:sent", args=[draft.pk])


def test_unfinished_draft_is_not_sent_and_the_editor_opens(client, alice):
    draft = draft_of(alice, why="")

    response = client.post(reverse("recipes:submit", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert response["Location"] == reverse("recipes:edit", args=[draft.pk])


def test_draft_withdrawn_from_the_list_can_be_taken_up_again(client, alice):
    draft = draft_of(alice)

    client.post(reverse("recipes:withdraw", args=[draft.pk]))
    withdrawn = listed(client.get(MINE), "closed")
    client.post(reverse("recipes:resume", args=[draft.pk]))

    draft.refresh_from_db()
    assert withdrawn == ["Un repair café"]
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("verb", ["submit", "withdraw", "resume"])
def test_what_was_decided_meanwhile_is_said(client, alice, verb):
    current = make_recipe(author=alice).current
    assert current is not None

    response = client.post(reverse(f"recipes:{verb}", args=[current.pk]), follow=True)

    assert response.redirect_chain == [(MINE, 302)]
    assert len(response.context["messages"]) == 1
    assert Recipe.objects.get().is_published


# Two texts


def test_two_drafts_are_shown_side_by_side_and_one_kept(client, alice):
    first = draft_of(alice, why="Pour le quartier.")
    second = workflow.save_draft(first, make_content(why="Pour la ville."), by=alice, seen=0)
    address = reverse("recipes:compare", args=[second.pk, first.pk])

    shown = client.get(address)
    client.post(address, {"keep": "autre chose"})
    unchanged = Revision.objects.open().count()
    kept = client.post(address, {"keep": second.pk})

    text = shown.content.decode()
    assert shown.context["pair"] == [first, second]
    assert "quartier" in text
    assert "ville" in text
    assert unchanged == 2
    assert kept["Location"] == reverse("recipes:edit", args=[second.pk])
    assert list(Revision.objects.open()) == [second]


def test_publication_kept_over_a_draft_leads_back_to_the_list(client, alice):
    recipe = make_recipe(author=alice)
    draft = workflow.edit(recipe, author=alice)
    workflow.save_draft(draft, make_content(why="Le mien"), by=alice, seen=1)
    published = make_revision(recipe, why="Un autre")
    address = reverse("recipes:compare", args=[draft.pk, published.pk])

    told = client.get(MINE).content.decode()
    shown = client.get(address)
    kept = client.post(address, {"keep": published.pk})

    assert address in told
    assert shown.context["pair"] == [published, draft]
    assert kept["Location"] == MINE
    assert not Revision.objects.open().exists()


def test_text_decided_meanwhile_is_compared_and_not_chosen(client, alice):
    first = draft_of(alice)
    second = workflow.save_draft(first, make_content(why="Autre."), by=alice, seen=0)
    workflow.submit(first)
    address = reverse("recipes:compare", args=[second.pk, first.pk])

    shown = client.get(address)
    kept = client.post(address, {"keep": second.pk})

    assert not shown.context["may_choose"]
    assert kept["Location"] == MINE
    assert Revision.objects.get(pk=first.pk).status == Status.SUBMITTED


def test_texts_of_two_recipes_and_one_text_twice_are_not_compared(client, alice):
    first, second = draft_of(alice), draft_of(alice, title="Autre")

    for pair in ((first.pk, second.pk), (first.pk, first.pk)):
        assert client.get(reverse("recipes:compare", args=pair)).status_code == 404


@pytest.fixture
def shared(alice):
    """Give a draft of Alice's, in her association, that Inès kept last."""
    organisation = make_organisation()
    ines = make_user(email="ines@example.org", name="Inès")
    for member in (alice, ines):
        make_membership(user=member, organisation=organisation)
    draft = draft_of(alice, organisation=organisation.slug)
    told = draft.content.replace(why="Mieux dit par Inès")
    return workflow.save_draft(draft, told, by=ines, seen=draft.edition)


def test_two_texts_say_whose_words_each_holds_and_of_which_recipe(client, alice, shared):
    told = shared.content.replace(why="D’Alice")
    beside = workflow.save_draft(shared, told, by=alice, seen=1)

    shown = client.get(reverse("recipes:compare", args=[beside.pk, shared.pk])).text
    client.force_login(shared.saved_by)
    to_ines = client.get(reverse("recipes:compare", args=[beside.pk, shared.pk])).text

    assert "Texte A\u00a0: votre brouillon, enregistré en dernier par Inès" in shown
    assert "Texte B\u00a0: votre brouillon\n" in shown
    assert (
        "Texte A\u00a0: le brouillon commencé par Alice, enregistré en dernier par vous" in to_ines
    )
    assert "Texte B\u00a0: le brouillon commencé par Alice\n" in to_ines
    assert f"«\u00a0{shared.recipe}\u00a0»</h1>" in shown


def test_list_says_who_kept_a_draft_last(client, alice, shared):
    mine = client.get(MINE).text
    client.force_login(shared.saved_by)
    of_ines = client.get(MINE).text

    assert "par Inès" in mine
    assert "commencé par" not in mine
    assert "par Inès" not in of_ines
    assert "commencé par Alice" in of_ines


@pytest.mark.parametrize("sent", [False, True])
def test_new_version_of_a_published_recipe_is_by_who_kept_it_last(client, alice, sent):
    organisation = make_organisation()
    ines = make_user(email="ines@example.org", name="Inès")
    for member in (alice, ines):
        make_membership(user=member, organisation=organisation)
    recipe = make_recipe(author=alice, organisation=organisation.slug)
    draft = workflow.edit(recipe, author=alice)
    told = draft.content.replace(why="Mieux dit par Inès")
    workflow.save_draft(draft, told, by=ines, seen=draft.edition)
    if sent:
        workflow.send(draft, by=ines)
    pages = [MINE, reverse("recipes:modify", args=[recipe.slug])]

    to_alice = [client.get(page).text for page in pages]
    client.force_login(ines)
    to_ines = [client.get(page).text for page in pages]

    assert all("Inès" in page for page in to_alice)
    of_alice = ("Alice écrit", "Alice en écrit", "version de Alice", "version écrite par Alice")
    assert not any(words in page for page in (*to_alice, *to_ines) for words in of_alice)


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_costs_the_same_however_many_drafts_are_shared(
    client, alice, shared, django_assert_num_queries, how_many
):
    for _more in range(how_many - 1):
        workflow.save_draft(shared, make_content(why=f"{_more}"), by=shared.saved_by, seen=0)

    with django_assert_num_queries(4):  # two of them for the session and the person
        response = client.get(MINE)

    assert len(response.context["drafts"]) == how_many
