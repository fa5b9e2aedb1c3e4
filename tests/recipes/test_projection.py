"""Rows derived from the accepted revision: addresses, themes, HTML."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from recipes.content import Difficulty, Ingredient, IngredientKind, Link, Phase, Step
from recipes.models import Catalogue, FormerAddress, Recipe
from recipes.projection import tags_named
from recipes.workflow import revise, submit, unpublish
from tests.factories import make_content, make_recipe, make_revision, make_territory

pytestmark = pytest.mark.django_db


# Addresses


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Cœur ouvert, à l'œuvre", "coeur-ouvert-a-loeuvre"),
        ("!!!", "recette"),
        ("Suggestions", "suggestions-2"),
        ("é" * 80, "e" * 80),
    ],
)
def test_address_is_read_from_the_title(title, slug):
    recipe = make_recipe(title=title)

    assert recipe.slug == slug
    assert recipe.get_absolute_url() == reverse("recipes:detail", args=[recipe.slug])


def test_two_recipes_of_one_title_have_two_addresses():
    slugs = [make_recipe(title="Un lavoir").slug for _ in range(3)]

    assert slugs == ["un-lavoir", "un-lavoir-2", "un-lavoir-3"]


def test_former_address_leads_to_the_recipe_and_to_no_other():
    recipe = make_recipe(title="Un lavoir")

    make_revision(recipe, title="Une laverie")
    other = make_recipe(title="Un lavoir")

    assert recipe.slug == "une-laverie"
    assert list(recipe.former_addresses.values_list("slug", flat=True)) == ["un-lavoir"]
    assert other.slug == "un-lavoir-2"
    assert str(FormerAddress.objects.get()) == "un-lavoir"


def test_recipe_takes_back_an_address_it_had():
    recipe = make_recipe(title="Un lavoir")
    make_revision(recipe, title="Une laverie")

    make_revision(recipe, title="Un lavoir")

    assert recipe.slug == "un-lavoir"
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["une-laverie"]


def test_published_address_stays_when_the_plain_one_is_left_free():
    draft = make_recipe(title="Un lavoir", published=False)
    recipe = make_recipe(title="Un lavoir")
    revise(draft, make_content(title="Autre"), author=None)

    make_revision(recipe, why="Autrement.")

    assert recipe.slug == "un-lavoir-2"
    assert not FormerAddress.objects.exists()


def test_draft_that_changes_its_title_leaves_no_address_behind():
    recipe = make_recipe(title="Un lavoir", published=False)

    revision = revise(recipe, make_content(title="Une laverie"), author=None)
    submit(revision)

    assert Recipe.objects.get().slug == "une-laverie"
    assert not FormerAddress.objects.exists()


def test_former_address_stays_while_the_recipe_is_out_of_public_view():
    recipe = make_recipe(title="Un lavoir")
    unpublish(recipe)

    make_revision(recipe, title="Une laverie")

    assert FormerAddress.objects.get().recipe == recipe


# Themes


def test_theme_spelled_differently_is_one_theme_in_the_spelling_that_came_first():
    first = make_recipe(title="A", tags=("Vélo", "jardin", "velo", "!!!"))
    second = make_recipe(title="B", tags=("VÉLO",))

    assert first.themes == [["velo", "Vélo"], ["jardin", "jardin"]]
    assert first.main_theme == "Vélo"
    assert second.themes == [["velo", "Vélo"]]
    assert Tag.objects.count() == 2
    assert set(Recipe.objects.with_themes(["velo"])) == {first, second}


def test_theme_no_longer_named_is_taken_off():
    recipe = make_recipe(tags=("vélo", "jardin"))

    make_revision(recipe, tags=("jardin",))

    assert [tag.name for tag in recipe.tags.all()] == ["jardin"]
    assert recipe.main_theme == "jardin"


def test_themes_keep_the_order_they_are_named_in():
    assert [tag.name for tag in tags_named(["c", "a", "b"])] == ["c", "a", "b"]
    assert [tag.name for tag in tags_named(["b", "c", "a"])] == ["b", "c", "a"]


# Places


def test_place_named_by_two_keys_is_one_place():
    brest = make_territory()
    brest.former_codes.create(code="29900", name="Ancienne")

    recipe = make_recipe()

    make_revision(recipe, territories=("commune:29900", "commune:29019"))

    assert list(recipe.territories.all()) == [brest]
    assert [place["name"] for place in recipe.places] == ["Brest"]


# HTML


def test_page_holds_every_part_as_html_in_the_order_of_the_phases():
    recipe = make_recipe(
        why="*Pour* rire",
        steps=(Step("C", phase=Phase.AFTER), Step("A", "`x`", Phase.BEFORE, 5), Step("B")),
        ingredients=(Ingredient("du *café*", IngredientKind.MATERIAL), Ingredient("du temps")),
        difficulties=(Difficulty("La pluie", "Une **tonnelle**"),),
        links=(Link("", "https://example.org"), Link("Titre", note="_note_")),
        utensils=("une <b>table</b>",),
    )

    parts = recipe.rendered.parts
    assert parts["why"] == "<p><em>Pour</em> rire</p>"
    assert [(step["title"], step["phase"]) for step in parts["steps"]] == [
        ("A", "avant"),
        ("B", "pendant"),
        ("C", "apres"),
    ]
    assert parts["steps"][0]["html"] == "<p><code>x</code></p>"
    assert parts["ingredients"] == [
        {"kind": "materiel", "html": "du <em>café</em>"},
        {"kind": "", "html": "du temps"},
    ]
    assert parts["difficulties"][0]["html"] == "<p>Une <strong>tonnelle</strong></p>"
    assert parts["links"][0]["title"] == "https://example.org"
    assert parts["utensils"] == ["une table"]
    assert "tips" in parts["invitations"]
    assert "links" not in parts["invitations"]


# The catalogue's version


def test_catalogue_moves_by_one_from_nothing():
    assert Catalogue.objects.version() == 0

    Catalogue.objects.move()
    Catalogue.objects.move()

    assert Catalogue.objects.version() == 2
    assert str(Catalogue.objects.get()) == "2"


def test_rows_say_their_name():
    recipe = make_recipe()
    nameless = make_recipe(published=False, title="")

    assert str(recipe.rendered) == str(recipe.search_document) == str(recipe.pk)
    assert str(nameless)
    assert "Un repair café" in str(recipe.current)
