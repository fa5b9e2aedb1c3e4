"""The administration's other pages: two texts compared, links to the site, deleting, themes."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from taggit.models import Tag

from recipes.media import names
from recipes.models import Recipe, Reproduction, Revision
from recipes.workflow import NotPossibleError, adapt, erase, revise, submit, unpublish
from tests.factories import content_of, make_recipe, make_reproduction, make_revision, make_user
from tests.recipes.test_admin import QUEUE, act, reviewer, somebody, status_of

pytestmark = pytest.mark.django_db
Status = Revision.Status


def sent(recipe: Recipe, **changes: Any) -> Revision:
    """Give a revision of what is published, in review."""
    revision = revise(recipe, content_of(recipe).replace(**changes), author=None)
    submit(revision)
    return revision


def two_texts() -> tuple[Recipe, Revision]:
    """Give a recipe changed since somebody began the revision that waits."""
    recipe = make_recipe(why="Au départ.", summary="Une phrase.")
    late = sent(recipe, why="Ce que je propose.")
    make_revision(recipe, summary="Une autre phrase.")
    return recipe, late


def comparison(revision: Revision) -> str:
    return reverse("admin:recipes_revision_compare", args=[revision.pk])


def change_page(row: Any) -> str:
    return reverse(f"admin:recipes_{type(row).__name__.lower()}_change", args=[row.pk])


# Two texts


def test_late_revision_is_not_accepted_and_the_message_leads_to_both_texts() -> None:
    _recipe, late = two_texts()
    client = reviewer()

    told = act(client, QUEUE, "accept", late)

    assert status_of(late) == Status.SUBMITTED
    assert f'href="{comparison(late)}"' in told[0]
    assert comparison(late) in client.get(change_page(late)).content.decode()


def test_words_to_an_author_follow_to_both_texts_and_stay_until_they_are_sent() -> None:
    recipe, late = two_texts()
    client = reviewer()
    act(client, QUEUE, "accept", late, reply="Merci à vous.")
    client.get(QUEUE)

    followed = client.get(comparison(late)).text
    client.post(comparison(late), {"replaces": "0", "reply": "Mille mercis."})
    not_done = client.get(comparison(late)).text
    client.post(comparison(late), {"replaces": recipe.current_id, "reply": "Mille mercis."})

    assert "Merci à vous.</textarea>" in followed
    assert "Mille mercis.</textarea>" in not_done
    assert Revision.objects.get(pk=late.pk).reply == "Mille mercis."
    assert "mercis" not in client.get(QUEUE).text


def test_both_texts_are_shown_and_what_readers_would_see_change() -> None:
    recipe, late = two_texts()

    shown = reviewer().get(comparison(late)).content.decode()

    assert "<ins>" in shown
    assert "Une autre phrase." in re.sub(r"</?(?:ins|del|span)>", "", shown)
    assert "propose" in shown
    assert f'name="replaces" value="{recipe.current_id}"' in shown
    assert late.base_id != recipe.current_id


def test_reviewer_reads_names_where_the_content_has_keys() -> None:
    recipe = make_recipe()
    revision = sent(recipe, licence="CC-BY-4.0", since="2016-03")

    shown = re.sub(r"<[^>]+>", "", reviewer().get(change_page(revision)).content.decode())

    assert "CC BY-SA 4.0" in shown
    assert "mars 2016" in shown
    assert "CC-BY-SA-4.0" not in shown


def test_reviewer_who_read_both_publishes_the_late_one_with_words_to_its_author() -> None:
    recipe, late = two_texts()
    client = reviewer()

    client.post(comparison(late), {"replaces": recipe.current_id, "reply": "Merci."})

    recipe.refresh_from_db()
    late.refresh_from_db()
    assert recipe.current == late
    assert late.reply == "Merci."
    assert content_of(recipe).why == "Ce que je propose."


@pytest.mark.parametrize("told", [None, "", "x", "9" * 40, "-1", "²"])
def test_nothing_is_replaced_without_saying_what_was_read(told: str | None) -> None:
    recipe, late = two_texts()

    response = reviewer().post(comparison(late), {} if told is None else {"replaces": told})

    assert response["Location"] == comparison(late)
    assert status_of(late) == Status.SUBMITTED
    assert Recipe.objects.get().current_id == recipe.current_id


def test_yet_another_acceptance_meanwhile_is_shown_instead_of_replaced() -> None:
    recipe, late = two_texts()
    read = recipe.current_id
    make_revision(recipe, summary="Encore une autre.")
    client = reviewer()

    client.post(comparison(late), {"replaces": read})

    assert status_of(late) == Status.SUBMITTED
    shown = client.get(comparison(late)).content.decode()
    assert f'name="replaces" value="{recipe.current_id}"' in shown


def test_revision_of_another_recipe_replaces_nothing() -> None:
    _recipe, late = two_texts()
    other = make_recipe(title="Une autre recette")

    reviewer().post(comparison(late), {"replaces": other.current_id})

    assert status_of(late) == Status.SUBMITTED


def test_comparison_of_a_revision_nothing_passed_leads_to_its_page() -> None:
    revision = sent(make_recipe(), why="Autre.")
    client = reviewer()

    assert client.get(comparison(revision))["Location"] == change_page(revision)
    assert comparison(revision) not in client.get(change_page(revision)).content.decode()


def test_comparison_is_for_reviewers_and_for_what_was_sent() -> None:
    recipe, late = two_texts()
    draft = revise(recipe, content_of(recipe).replace(why="Intime."), author=None)

    assert reviewer().get(comparison(draft)).status_code == 404
    assert somebody("view_revision", email="x@example.org").get(comparison(late)).status_code == 403
    assert Client().get(comparison(late)).status_code == 302


def test_what_is_told_holds_no_quotes_inside_quotes() -> None:
    revision = sent(make_recipe(title="Un four"), why="Autre.")

    (told,) = act(reviewer(), QUEUE, "accept", revision)

    assert len(re.findall("[“«]", told)) == 1


# Links to the site


def test_admin_leads_to_the_site_only_where_everybody_may_go() -> None:
    public = make_recipe(title="Publique", tags=("pain",))
    hidden = make_recipe(title="Retirée", tags=("secret",))
    waiting = sent(public, why="Autre.")
    unpublish(hidden)
    client = somebody(is_superuser=True)

    def leads(row: Any, page: str = "") -> bool:
        shown = client.get(page or change_page(row)).content.decode()
        found = re.findall(r'href="(/admin/r/\d+/[^"]+/)"', shown)
        assert all(client.get(address, follow=True).status_code == 200 for address in found)
        return bool(found)

    assert leads(public)
    assert not leads(hidden)
    assert public.current is not None
    assert leads(public.current)
    assert not leads(waiting)
    assert hidden.current is not None
    assert not leads(hidden.current)
    for name, shown in (("pain", True), ("secret", False)):
        theme = Tag.objects.get(name=name)
        page = reverse("admin:recipes_theme_change", args=[theme.pk])
        assert leads(theme, page) is shown


def test_themes_are_called_themes_and_taggit_is_not_named() -> None:
    make_recipe(tags=("pain",))
    client = somebody(is_superuser=True)

    index = client.get(reverse("admin:index")).content.decode()
    themes = client.get(reverse("admin:recipes_theme_changelist"), {"q": "pain"})

    assert "aggit" not in index
    assert reverse("admin:recipes_theme_changelist") in index
    assert [theme.count for theme in themes.context["cl"].result_list] == [1]


# Deleting


def delete(client: Client, recipe: Recipe) -> int:
    address = reverse("admin:recipes_recipe_delete", args=[recipe.pk])
    return client.post(address, {"post": "yes"}).status_code


def test_superuser_deletes_a_recipe_out_of_view_with_its_history_and_nothing_else() -> None:
    recipe = make_recipe()
    make_revision(recipe, why="Autre.")
    make_reproduction(recipe)
    adapted = adapt(recipe, author=make_user()).recipe
    other = make_recipe(title="Une autre")
    unpublish(recipe)
    client = somebody(is_superuser=True)

    asked = client.get(reverse("admin:recipes_recipe_delete", args=[recipe.pk]))
    status = delete(client, recipe)

    assert asked.status_code == 200
    assert status == 302
    assert set(Recipe.objects.all()) == {adapted, other}
    assert not Reproduction.objects.exists()
    assert adapted.revisions.get().content.adapted_from[0].title == "Un repair café"
    assert adapted.revisions.get().base is None


def test_published_recipe_is_not_deleted_not_even_by_a_superuser() -> None:
    recipe = make_recipe()
    client = somebody(is_superuser=True)

    assert delete(client, recipe) == 403
    with pytest.raises(NotPossibleError):
        erase(recipe)
    assert Recipe.objects.published().get() == recipe
    page = client.get(reverse("admin:recipes_recipe_changelist")).content.decode()
    assert "delete_selected" not in page


def test_reviewer_deletes_nothing() -> None:
    recipe = make_recipe()
    unpublish(recipe)
    client = somebody("change_revision", "view_recipe", "delete_recipe", "delete_revision")

    assert delete(client, recipe) == 403
    assert Recipe.objects.exists()


def test_files_go_with_the_last_recipe_that_keeps_them(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    recipe, other = make_recipe(), make_recipe(title="Une autre")
    unpublish(recipe)
    unpublish(other)
    name = "a" * 64 + ".pdf"
    for one in (recipe, other):
        one.uploads.create(name=name, kind="document", size=3)
    place = names.place_of(name)
    default_storage.save(place, ContentFile(b"%PDF"))

    with django_capture_on_commit_callbacks(execute=True):
        erase(recipe)
    kept = default_storage.exists(place)
    with django_capture_on_commit_callbacks(execute=True):
        erase(other)

    assert kept
    assert not default_storage.exists(place)
