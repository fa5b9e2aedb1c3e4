"""What one person wrote: taken away whole, and what becomes of it when they leave."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import closing
from accounts.membership import LastManagerError
from accounts.models import Invitation, User
from recipes import uploads, workflow
from recipes.content import Photo
from recipes.media import names
from recipes.models import Catalogue, Recipe, Reproduction, Revision, Upload
from tests.factories import (
    content_of,
    make_content,
    make_membership,
    make_organisation,
    make_recipe,
    make_reproduction,
    make_revision,
    make_user,
)
from tests.recipes.media.files import picture, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    user = make_user()
    user.vouch_for_address()
    return user


@pytest.fixture
def bob() -> User:
    return make_user(email="bob@example.org", name="Bob")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def close(user: User, **typed: str) -> Client:
    """Close the account as somebody does who proves once more who they are."""
    client = browser(user)
    client.post(reverse("account_reauthenticate"), {"password": "secret"})
    client.post(reverse("accounts:close"), {"understood": "on"} | typed)
    return client


def exists(user: User) -> bool:
    return User.objects.filter(pk=user.pk).exists()


# Taking away


def test_file_holds_all_that_one_wrote_and_nothing_of_others(alice, bob):
    recipe = make_recipe(author=alice, title="Un four à pain", why="Le texte d’Alice")
    theirs = content_of(recipe).replace(why="Le texte de Bob")
    workflow.revise(recipe, theirs, author=bob, message="Message de Bob")
    workflow.start(make_content(title="Brouillon d’Alice"), author=alice)
    make_recipe(author=bob, title="Chez Bob")
    make_reproduction(recipe, who="Alice", outcome="Récit d’Alice", author=alice)
    make_reproduction(recipe, who="Bob", outcome="Récit de Bob", author=bob)
    make_membership(user=alice, organisation=make_organisation(name="Atelier"), manages=True)

    answer = browser(alice).get(reverse("recipes:personal_data"))

    assert answer["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told["person"]["email"] == "alice@example.org"
    assert told["email_addresses"] == [
        {"email": "alice@example.org", "confirmed": True, "primary": True}
    ]
    assert [(one["name"], one["role"]) for one in told["organisations"]] == [("Atelier", "manages")]
    assert told["recipes"][0]["identifier"] == str(recipe.uuid)
    assert [one["content"]["title"] for one in told["revisions"]] == [
        "Un four à pain",
        "Brouillon d’Alice",
    ]
    assert [one["outcome"] for one in told["reproductions"]] == ["Récit d’Alice"]
    text = answer.text
    assert "Bob" not in text
    assert "password" not in text


def test_file_of_who_left_an_organisation_holds_nothing_others_wrote_since(alice, bob):
    organisation = make_organisation()
    belonged = make_membership(user=alice, organisation=organisation)
    make_membership(user=bob, organisation=organisation, manages=True)
    begun = workflow.start(make_content(organisation=organisation.slug), author=bob)
    draft = workflow.revise(begun.recipe, begun.content.replace(why="D’Alice"), author=alice)
    belonged.delete()
    since = draft.content.replace(why="De Bob, après")
    workflow.save_draft(draft, since, by=bob, seen=draft.edition, unread={"minutes": "trois"})

    told = browser(alice).get(reverse("recipes:personal_data"))

    assert "De Bob" not in told.text
    assert "trois" not in told.text
    assert [one["recipe"] for one in told.json()["revisions"]] == [str(begun.recipe.uuid)]


def test_file_holds_the_drafts_one_kept_last_while_one_may_write_them(alice, bob):
    organisation = make_organisation()
    belonged = make_membership(user=alice, organisation=organisation)
    make_membership(user=bob, organisation=organisation, manages=True)
    draft = workflow.start(make_content(organisation=organisation.slug), author=bob, message="Bob")
    told = draft.content.replace(why="D’Alice")
    workflow.save_draft(draft, told, by=alice, seen=draft.edition)

    (mine,) = browser(alice).get(reverse("recipes:personal_data")).json()["revisions"]
    belonged.delete()
    later = browser(alice).get(reverse("recipes:personal_data"))

    assert (mine["begun"], mine["kept_last"]) == (False, True)
    assert mine["content"]["why"] == "D’Alice"
    assert "D’Alice" not in later.text
    assert "Bob" not in later.text
    assert later.json()["revisions"][0]["kept_last"]


def test_file_is_for_oneself_only(client):
    answer = client.get(reverse("recipes:personal_data"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_file_costs_the_same_however_much_was_written(alice, django_assert_num_queries, how_many):
    for number in range(how_many):
        recipe = make_recipe(author=alice, title=f"Recette {number}")
        make_reproduction(recipe, author=alice)
        make_membership(user=alice, organisation=make_organisation(name=f"O {number}"))
        alice.prompts.create(recipe=recipe, part="photos", sent_at=timezone.now())
    client = browser(alice)

    with django_assert_num_queries(9):  # two of them for the session and the person
        answer = client.get(reverse("recipes:personal_data"))

    told = json.loads(answer.content)
    for part in ("organisations", "recipes", "revisions", "reproductions", "suggestions_received"):
        assert len(told[part]) == how_many


# Leaving


def test_what_was_published_stays_without_the_name(alice):
    recipe = make_recipe(author=alice, title="Un four à pain")
    make_reproduction(recipe, who="Alice", author=alice)
    sent = workflow.start(make_content(title="Envoyée"), author=alice)
    workflow.submit(sent)
    history = reverse("recipes:history", args=[recipe.slug])
    assert "Alice" in Client().get(history).text

    close(alice)

    assert not exists(alice)
    page = Client().get(history).text
    assert "Alice" not in page
    nobody = closing.nobody_in_particular()
    assert nobody.name in page
    assert "Alice" not in Client().get(recipe.get_absolute_url()).text
    sent.refresh_from_db()
    assert (sent.status, sent.author) == ("submitted", nobody)
    assert Reproduction.objects.get().author == nobody
    assert Recipe.objects.filter(owner=None).count() == 2


def test_pages_known_to_readers_are_drawn_again_without_the_name(alice):
    recipe = make_recipe(author=alice)
    history = reverse("recipes:history", args=[recipe.slug])
    etag = Client().get(history)["ETag"]
    assert Client().get(history, headers={"If-None-Match": etag}).status_code == 304

    close(alice)

    assert Client().get(history, headers={"If-None-Match": etag}).status_code == 200


def test_new_name_is_shown_at_once_beside_what_was_written_before(alice):
    recipe = make_recipe(author=alice)
    version = Catalogue.objects.version()

    browser(alice).post(reverse("accounts:profile"), {"name": "Alice Nouvelle"})

    history = reverse("recipes:history", args=[recipe.slug])
    assert "Alice Nouvelle" in Client().get(history).text
    assert Catalogue.objects.version() > version


def test_personal_drafts_never_sent_go_and_an_organisation_s_stay(alice, bob):
    atelier = make_organisation(name="Atelier")
    make_membership(user=bob, organisation=atelier, manages=True)
    make_membership(user=alice, organisation=atelier)
    own = workflow.start(make_content(title="Personnel"), author=alice)
    withdrawn = workflow.start(make_content(title="Retiré"), author=alice)
    workflow.withdraw(withdrawn)
    taken_back = workflow.start(make_content(title="Reprise"), author=alice)
    workflow.submit(taken_back)
    workflow.withdraw(taken_back)
    shared = workflow.start(make_content(title="Commun", organisation="atelier"), author=alice)
    published = make_recipe(author=alice, title="Publiée")
    change = workflow.revise(published, content_of(published), author=alice)
    later = workflow.start(make_content(title="De Bob"), author=bob)

    close(alice)

    left = set(Revision.objects.values_list("pk", flat=True))
    assert left == {taken_back.pk, shared.pk, published.current_id, later.pk}
    assert not {own.pk, withdrawn.pk, change.pk} & left
    assert set(Recipe.objects.values_list("title", flat=True)) == {
        "Reprise",
        "Commun",
        "Publiée",
        "De Bob",
    }
    shared.refresh_from_db()
    assert shared.author == closing.nobody_in_particular()
    assert shared.recipe.organisation == atelier


def test_drafts_of_others_that_one_kept_last_no_longer_name_one(alice, bob):
    atelier = make_organisation(name="Atelier")
    make_membership(user=bob, organisation=atelier, manages=True)
    make_membership(user=alice, organisation=atelier)
    draft = workflow.start(make_content(organisation="atelier"), author=bob)
    told = draft.content.replace(why="Mieux")
    workflow.save_draft(draft, told, by=alice, seen=draft.edition)

    close(alice)

    draft.refresh_from_db()
    assert (draft.author, draft.saved_by) == (bob, closing.nobody_in_particular())
    assert draft.content.why == "Mieux"


def test_photos_of_deleted_drafts_go_and_those_shown_or_shared_stay(
    alice, bob, django_capture_on_commit_callbacks
):
    shown, private, shared, named = (
        sent(picture(width, 40), f"{width}.jpg") for width in (60, 61, 62, 63)
    )
    published = make_recipe(author=alice, title="Publiée")
    photo = Photo(uploads.keep(published, shown, by=alice).name, "Un four", "Alice", "CC-BY-SA-4.0")
    make_revision(published, photos=(photo,))
    draft = workflow.start(make_content(title="Personnel"), author=alice)
    gone = uploads.keep(draft.recipe, private, by=alice)
    both = uploads.keep(draft.recipe, shared, by=alice)
    uploads.keep(make_recipe(author=bob, title="De Bob"), shared, by=bob)
    never_named = uploads.keep(published, named, by=alice)
    told = json.loads(browser(alice).get(reverse("recipes:personal_data")).content)
    assert {one["given_as"] for one in told["files"]} == {"60.jpg", "61.jpg", "62.jpg", "63.jpg"}

    with django_capture_on_commit_callbacks(execute=True):
        close(alice)

    kept = {
        name: default_storage.exists(names.place_of(name))
        for name in (photo.file, gone.name, both.name, never_named.name)
    }
    assert kept == {photo.file: True, gone.name: False, both.name: True, never_named.name: False}
    sizes = [names.place_of(one) for one in names.all_names(gone.name)]
    assert not any(default_storage.exists(place) for place in sizes)
    assert set(Upload.objects.values_list("name", flat=True)) == {photo.file, both.name}


def test_draft_begun_from_a_deleted_one_stands_on_its_own(alice):
    first = workflow.start(make_content(title="Un"), author=alice)
    second = workflow.revise(first.recipe, make_content(title="Deux"), author=alice)
    workflow.submit(second)
    assert second.base == first

    close(alice)

    (left,) = Revision.objects.all()
    assert (left.pk, left.base, left.content.title) == (second.pk, None, "Deux")


def test_last_manager_hands_over_before_leaving(alice, bob):
    atelier = make_organisation(name="Atelier")
    make_membership(user=alice, organisation=atelier, manages=True)
    member = make_membership(user=bob, organisation=atelier)

    close(alice)
    assert exists(alice)
    with pytest.raises(LastManagerError):
        closing.close(alice)
    page = browser(alice).get(reverse("accounts:close"))
    assert reverse("accounts:organisation", args=["atelier"]) in page.text
    assert 'name="understood"' not in page.text

    member.role = "manages"
    member.save()
    close(alice)
    assert not exists(alice)
    assert list(atelier.members.all()) == [bob]


def test_organisations_left_to_nobody_are_named_before_one_leaves(alice, bob):
    for name, others in {"Atelier": [], "Verger": [], "Fournil": [bob]}.items():
        organisation = make_organisation(name=name)
        make_membership(user=alice, organisation=organisation, manages=name != "Verger")
        for other in others:
            make_membership(user=other, organisation=organisation, manages=True)
    make_membership(user=bob, organisation=make_organisation(name="Lavoir"), manages=True)

    page = browser(alice).get(reverse("accounts:close"))

    assert {one.name for one in page.context["left_to_nobody"]} == {"Atelier", "Verger"}
    assert "Personne d’autre n’en est membre" in page.text
    assert reverse("accounts:organisation", args=["atelier"]) in page.text
    assert "Lavoir" not in page.text
    assert "Fournil" not in page.text


def test_only_member_may_leave_an_organisation_to_nobody(alice):
    atelier = make_organisation(name="Atelier")
    make_membership(user=alice, organisation=atelier, manages=True)
    Invitation.objects.create(
        organisation=atelier,
        email="x@example.org",
        fingerprint="x",
        invited_by=alice,
        expires_at=alice.date_joined,
    )

    close(alice)

    assert not exists(alice)
    atelier.refresh_from_db()
    assert Invitation.objects.get().invited_by is None


def test_message_of_farewell_is_in_a_page_that_nobody_keeps(alice):
    client = close(alice)

    page = client.get(reverse("recipes:home"))
    later = client.get(reverse("recipes:home"))

    assert len(list(page.context["messages"])) == 1
    assert "ETag" not in page.headers
    assert "private" in page["Cache-Control"]
    assert list(later.context["messages"]) == []


def test_page_of_somebody_logged_in_is_kept_for_nobody_else(alice):
    page = browser(alice).get(reverse("recipes:home"))

    assert "private" in page["Cache-Control"]


def test_leaving_asks_who_it_is_once_more_and_for_the_box(alice):
    client = browser(alice)
    answer = client.post(reverse("accounts:close"), {"understood": "on"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert exists(alice)

    client.post(reverse("account_reauthenticate"), {"password": "autre"})
    client.post(reverse("accounts:close"), {"understood": "on"})
    assert exists(alice)

    close(alice, understood="")
    assert exists(alice)
    assert Client().post(reverse("accounts:close"), {"understood": "on"}).status_code == 302


def test_page_says_what_happens_before_it_does(alice):
    page = browser(alice).get(reverse("accounts:close"))

    assert reverse("recipes:personal_data") in page.text
    assert exists(alice)


def test_nobody_logs_in_as_the_one_who_is_nobody(alice):
    make_recipe(author=alice)
    close(alice)
    nobody = get_user_model().objects.get(email=closing.NOBODY)

    assert not nobody.is_active
    assert not nobody.has_usable_password()
    page = Client().get(reverse("recipes:home"))
    assert page.status_code == 200


def test_session_ends_with_the_account(alice):
    client = close(alice)

    assert client.get(reverse("accounts:home")).status_code == 302
