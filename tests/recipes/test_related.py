"""Recipes worth reading next: those that share the most themes, here, then elsewhere."""

import pytest

from recipes.models import Recipe
from recipes.related import Related, related_to
from recipes.snapshot import current_snapshot
from tests.factories import make_recipe, make_territory

pytestmark = pytest.mark.django_db


def themes(recipe: Recipe) -> list[str]:
    """Give the addresses of a recipe's themes."""
    return [slug for slug, _name in recipe.themes]


@pytest.fixture
def _two_departements() -> None:
    finistere = make_territory(name="Finistère", kind="departement", code="29")
    paris = make_territory(name="Paris (département)", kind="departement", code="75")
    make_territory(name="Brest", code="29019", inside=[finistere])
    make_territory(name="Quimper", code="29232", inside=[finistere])
    make_territory(name="Paris", code="75056", inside=[paris])


@pytest.mark.usefixtures("_two_departements")
def test_recipes_that_share_more_themes_come_first_then_the_newest():
    recipe = make_recipe(title="A", tags=("vélo", "eau"))
    one_old = make_recipe(title="B", tags=("eau",), territories=("commune:29232",))
    both = make_recipe(title="D", tags=("eau", "vélo"))
    one_new = make_recipe(title="C", tags=("vélo",))
    far = make_recipe(title="E", tags=("vélo",), territories=("commune:75056",))
    make_recipe(title="F", tags=("jardin",))
    make_recipe(title="G", tags=("eau", "vélo"), published=False)

    found = related_to(recipe.pk, themes(recipe), current_snapshot())

    assert found == Related((both.pk, one_new.pk, one_old.pk), (far.pk,))


@pytest.mark.usefixtures("_two_departements")
def test_three_at_most_are_proposed_on_each_side_without_a_query(django_assert_num_queries):
    recipe = make_recipe(title="A", tags=("eau",))
    for title in "bcdef":
        make_recipe(title=title, tags=("eau",))
        make_recipe(title=title, tags=("eau",), territories=("commune:75056",))
    snapshot = current_snapshot()

    with django_assert_num_queries(0):
        found = related_to(recipe.pk, themes(recipe), snapshot)

    assert (len(found.here), len(found.elsewhere)) == (3, 3)


def test_recipe_without_a_theme_or_not_public_has_none():
    make_recipe(title="A", tags=("eau",))
    plain = make_recipe(title="B")
    draft = make_recipe(title="C", tags=("eau",), published=False)

    assert related_to(plain.pk, themes(plain), current_snapshot()) == Related((), ())
    assert related_to(draft.pk, themes(draft), current_snapshot()) == Related((), ())


def test_theme_the_snapshot_does_not_know_yet_is_passed_over():
    recipe = make_recipe(tags=("eau",))
    recipe.themes = [["nouveau", "Nouveau"]]

    assert related_to(recipe.pk, themes(recipe), current_snapshot()) == Related((), ())
