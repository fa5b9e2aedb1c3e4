"""Browsing: what a question finds, what each other choice would leave, in memory as in SQL."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes import answers, workflow
from recipes.answers import Answer
from recipes.content import CostBand, Kind, State
from recipes.filters import RecipeFilter
from recipes.models import Recipe
from recipes.sets import in_order, members
from recipes.snapshot import Snapshot, current_snapshot, forget_snapshot
from territories.models import Territory
from tests.factories import (
    make_licence,
    make_organisation,
    make_recipe,
    make_reproduction,
    make_territory,
)

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def answer(**asked: str | list[str]) -> Answer:
    """Ask as an address does."""
    return Answer(RecipeFilter(QueryDict(urlencode(asked, doseq=True))))


def titles(found: Answer) -> list[str]:
    """Name the recipes found, in order."""
    return [found.snapshot.listed[found.snapshot.position[key]].title for key in found[:]]


def counts(found: Answer, facet: str) -> dict[str, int]:
    """Give what each choice of a facet would leave."""
    chosen = {one.name: one for one in answers.facets(found)}
    return (
        {choice.value: choice.count for choice in chosen[facet].choices} if facet in chosen else {}
    )


def recipe(title: str, *codes: str, **fields: Any) -> dict[str, Any]:
    """Say what a recipe of some communes holds."""
    return {"title": title, "territories": tuple(f"commune:{code}" for code in codes), **fields}


@pytest.fixture
def scene(db):
    """Make a small world: two régions, four communes, six recipes, and one nobody may see."""
    france = make_territory(kind="pays", code="FR", name="France")
    bretagne = make_territory(kind="region", code="53", name="Bretagne", inside=[france])
    finistere = make_territory(kind="departement", code="29", name="Finistère", inside=[bretagne])
    metropole = make_territory(
        kind="epci", code="242900314", name="Brest Métropole", inside=[finistere]
    )
    make_territory(code="29019", name="Brest", inside=[metropole], latitude=48.39, longitude=-4.48)
    make_territory(
        code="29232", name="Quimper", inside=[finistere], latitude=47.99, longitude=-4.09
    )
    occitanie = make_territory(kind="region", code="76", name="Occitanie", inside=[france])
    tarn = make_territory(kind="departement", code="81", name="Tarn", inside=[occitanie])
    make_territory(code="81004", name="Albi", inside=[tarn], latitude=43.92, longitude=2.14)
    make_licence(spdx_id="CC0-1.0", attribution=False)
    make_licence(spdx_id="CC-BY-SA-4.0", share_alike=True)
    make_organisation(name="Les Ateliers")
    told = [
        recipe(
            "Repair café", "29019", tags=("Réparation", "partage"), kind=Kind.PLACE, minutes=180,
            cost_band=CostBand.FREE, participants_max=40,
        ),
        recipe(
            "Jardin partagé", "29232", tags=("jardin", "partage"), kind=Kind.PLACE, ease=3,
            state=State.RUNNING,
        ),
        recipe(
            "World café", "81004", tags=("facilitation",), kind=Kind.WORKSHOP, minutes=120,
            licence="CC0-1.0", participants_min=12,
        ),
        recipe(
            "Disco soupe", "81004", tags=("partage",), kind=Kind.PRACTICE,
            cost_band=CostBand.UNDER_100, organisation="les-ateliers",
        ),
        recipe(
            "Forum ouvert", "29019", tags=("facilitation",), kind=Kind.WORKSHOP, minutes=1440,
            licence="CC-BY-4.0",
        ),
        recipe("Deux villes", "29019", "81004", kind=Kind.TOOL, ease=5, state=State.STOPPED),
    ]  # fmt: skip
    make_licence(spdx_id="CC-BY-4.0")
    for day, fields in enumerate(told):
        make_recipe(at=DAY + timedelta(days=day), **fields)
    make_recipe(
        title="Brouillon secret", tags=("secret", "partage"), kind=Kind.PLACE, published=False
    )
    make_reproduction(Recipe.objects.get(title="Repair café"))
    make_reproduction(Recipe.objects.get(title="Disco soupe"), accepted=False)
    return france


def test_no_question_finds_everything_published_newest_first(scene):
    assert titles(answer()) == [
        "Deux villes",
        "Forum ouvert",
        "Disco soupe",
        "World café",
        "Jardin partagé",
        "Repair café",
    ]


def test_region_finds_what_was_done_in_its_communes_once(scene):
    assert titles(answer(territoire="bretagne")) == [
        "Deux villes",
        "Forum ouvert",
        "Jardin partagé",
        "Repair café",
    ]


def test_two_values_of_a_facet_widen_and_two_facets_narrow(scene):
    assert titles(answer(sorte=["lieu", "format"], theme=["partage", "facilitation"])) == [
        "Forum ouvert",
        "World café",
        "Jardin partagé",
        "Repair café",
    ]


def test_facets_count_what_each_choice_would_leave_its_own_filter_removed(scene):
    found = answer(territoire="bretagne", sorte="lieu")

    assert counts(found, "sorte") == {"lieu": 2, "format": 1, "outil": 1}
    assert counts(found, "theme") == {"partage": 2, "jardin": 1, "reparation": 1}
    assert counts(found, "cout") == {"gratuit": 1}
    assert counts(found, "territoire") == {"finistere": 2}
    assert counts(found, "licence") == {"CC-BY-SA-4.0": 2}


def test_territories_drill_down_to_the_next_level_that_has_recipes(scene):
    assert counts(answer(), "territoire") == {"bretagne": 4, "occitanie": 3}
    assert counts(answer(territoire="finistere"), "territoire") == {"brest-metropole": 3}
    assert counts(answer(territoire="brest-metropole"), "territoire") == {"brest": 3}
    assert [area.name for area in answers.path(answer(territoire="brest"))] == [
        "Bretagne",
        "Finistère",
        "Brest Métropole",
    ]


@pytest.fixture
def overseas(scene):
    """Add a région that is its only département, with a recipe in a commune of it."""
    region = make_territory(kind="region", code="01", name="Guadeloupe", inside=[scene])
    departement = make_territory(kind="departement", code="971", name="Guadeloupe", inside=[region])
    make_territory(code="97105", name="Basse-Terre", inside=[departement])
    make_recipe(**recipe("Un lakou", "97105"))


@pytest.mark.usefixtures("overseas")
@pytest.mark.parametrize("slug", ["guadeloupe", "guadeloupe-971"])
def test_territory_that_is_its_only_departement_is_one_step(slug):
    assert counts(answer(territoire=slug), "territoire") == {"basse-terre": 1}
    assert answers.path(answer(territoire=slug)) == []
    assert [area.slug for area in answers.path(answer(territoire="basse-terre"))] == ["guadeloupe"]


@pytest.mark.usefixtures("overseas")
def test_level_of_the_same_name_with_fewer_recipes_stays_a_step():
    make_recipe(title="Partout", territories=("region:01",))

    assert counts(answer(territoire="guadeloupe"), "territoire") == {"guadeloupe-971": 1}


def test_territory_without_a_recipe_keeps_its_way_up_for_one_query(
    scene, django_assert_num_queries
):
    make_territory(code="29155", name="Ouessant", inside=[Territory.objects.get(slug="finistere")])
    answer()

    with django_assert_num_queries(3):
        found = answer(territoire="ouessant")
        answers.wider(found, answers.path(found))

    assert [area.name for area in answers.path(found)] == ["Bretagne", "Finistère"]


def test_wider_territories_are_offered_the_closest_first_where_they_find_more(scene):
    def wider(**asked):
        found = answer(**asked)
        offered = answers.wider(found, answers.path(found))
        return [(choice.label, choice.count) for choice in offered]

    assert wider(territoire="brest", theme="jardin") == [("Finistère", 1)]
    assert wider(territoire="brest", theme="partage") == [
        ("Brest Métropole", 1),
        ("Finistère", 2),
    ]
    assert wider(theme="jardin") == []


def test_names_with_accents_come_where_dictionaries_put_them(scene):
    for code, name in (("11", "Île-de-France"), ("93", "Provence"), ("84", "Auvergne")):
        make_territory(kind="region", code=code, name=name)
        make_recipe(title=name, territories=(f"region:{code}",), tags=(name.replace("-", " "),))

    assert list(counts(answer(), "territoire"))[2:] == ["auvergne", "ile-de-france", "provence"]
    assert [name for name in counts(answer(), "theme") if name[:2] in {"au", "il", "pr"}] == [
        "auvergne",
        "ile-de-france",
        "provence",
    ]


def test_licences_come_by_the_names_people_read(scene):
    make_licence(spdx_id="LAL-1.3")
    make_recipe(title="Ouverte", licence="LAL-1.3")

    shown = {one.name: one for one in answers.facets(answer())}["licence"].choices

    assert [choice.label for choice in shown] == [
        "Art Libre 1.3",
        "CC BY 4.0",
        "CC BY-SA 4.0",
        "CC0 1.0",
    ]


def test_distance_is_told_where_the_nearest_come_first_only(scene):
    near = answer(pres_de="brest")
    far = {titles(near)[at]: near.kilometres_to(near[at]) for at in range(len(near))}

    assert far["Repair café"] == 0
    assert far["Jardin partagé"] == 53
    assert 650 < (far["World café"] or 0) < 750
    newest = answer(pres_de="brest", tri="recentes")
    assert newest.kilometres_to(newest[0]) is None


def test_recipe_placed_nowhere_is_at_no_distance(scene):
    made = make_recipe(title="En Bretagne", territories=("region:53",))

    assert answer(pres_de="brest").kilometres_to(made.pk) is None


# What to ask instead of what nothing answers


def ways_out(**asked: str | list[str]) -> list[tuple[tuple[str, ...], int]]:
    found = answer(**asked)
    return [
        (tuple(chip.label for chip in way.chips), way.count)
        for way in answers.ways_out(found, found.chips())
    ]


def test_empty_answer_offers_the_filters_to_take_back_one_at_a_time(scene):
    assert ways_out(territoire="albi", theme="jardin") == [(("jardin",), 3), (("Albi",), 1)]
    assert ways_out(theme=["jardin", "facilitation"], cout="gratuit", sorte="lieu") == [
        (("gratuit",), 1)
    ]


def test_empty_answer_offers_pairs_where_no_single_filter_is_enough(scene):
    assert ways_out(territoire="quimper", sorte="outil", facilite="3", etat="arretee") == [
        (("Quimper", "avec un peu de pratique"), 1),
        (("outil", "arrêtée"), 1),
    ]
    assert ways_out(theme=["inconnu", "autre"], cout="gratuit") == [(("inconnu", "autre"), 1)]
    assert ways_out(territoire="quimper", theme="inconnu", porteur="inconnu", sorte="outil") == []


def fewer_words(words: str, **asked: str) -> list[tuple[str, str, int]]:
    return [
        (one.left_out, one.rest, one.count) for one in answers.fewer_words(answer(q=words, **asked))
    ]


def test_words_are_offered_without_one_of_them_then_each_alone(scene):
    assert fewer_words("forum jardin") == [("forum", "jardin", 1), ("jardin", "forum", 1)]
    assert fewer_words("forum ouvert jardin") == [("jardin", "forum ouvert", 1)]
    assert fewer_words("forum disco jardin") == [
        ("", "forum", 1),
        ("", "disco", 1),
        ("", "jardin", 1),
    ]
    assert fewer_words("forum jardin", territoire="quimper") == [("forum", "jardin", 1)]


def test_words_that_ask_for_nothing_are_not_offered(scene):
    assert fewer_words("de jardin zzzzzz") == [("zzzzzz", "de jardin", 1)]
    assert fewer_words("de zzzzzz") == []
    assert fewer_words("zzzzzz") == []
    assert fewer_words("a b c d e f jardin") == []


def test_dropping_words_costs_no_query_more(scene, django_assert_num_queries):
    found = answer(q="forum jardin")

    with django_assert_num_queries(0):
        answers.fewer_words(found)


def test_what_the_licence_asks_is_a_facet(scene):
    assert counts(answer(), "demande") == {"rien": 1, "citer": 1, "partager-pareil": 4}
    assert titles(answer(demande=["rien", "citer"])) == ["Forum ouvert", "World café"]


def test_bands_are_facets(scene):
    assert counts(answer(), "duree") == {"demi-journee": 2, "journee": 1}
    assert counts(answer(), "participants") == {"groupe": 1, "assemblee": 1}
    assert counts(answer(), "facilite") == {"3": 1, "5": 1}
    assert counts(answer(), "etat") == {"en-cours": 1, "arretee": 1}


def test_most_redone_comes_first_when_asked(scene):
    assert titles(answer(tri="refaites"))[:2] == ["Repair café", "Deux villes"]


def test_nearest_comes_first_when_a_place_is_told(scene):
    assert titles(answer(tri="proches", pres_de="albi"))[:3] == [
        "Deux villes",
        "Disco soupe",
        "World café",
    ]
    assert titles(answer(tri="proches"))[0] == "Deux villes"
    assert answer(tri="proches").order == "recentes"


def test_chips_say_what_was_chosen_and_what_comes_back_without(scene):
    found = answer(territoire="bretagne", sorte="lieu", cout="moins-de-100")

    assert titles(found) == []
    assert [(chip.label, chip.count_without) for chip in found.chips()] == [
        ("Bretagne", 0),
        ("lieu", 0),
        ("moins de 100\xa0€", 2),
    ]


def test_value_that_makes_no_sense_is_an_error_and_asks_nothing(scene):
    found = answer(sorte="zzz", territoire="atlantide", tri="au-hasard", theme=["x"] * 3)

    assert set(found.form.errors) == {"sorte", "territoire", "tri"}
    assert titles(found) == []
    assert titles(answer(sorte="zzz"))[0] == "Deux villes"


def test_too_many_themes_are_refused_in_words(scene):
    found = answer(theme=[f"theme-{number}" for number in range(30)])

    assert "theme" in found.form.errors
    assert len(found) == 6


def test_publication_is_seen_at_once_and_withdrawal_too(scene):
    before = len(answer())
    recipe = make_recipe(title="Nouvelle")

    assert titles(answer())[0] == "Nouvelle"

    workflow.unpublish(recipe)

    assert len(answer()) == before


def test_nothing_of_a_draft_shows_in_any_facet(scene):
    everything = str([(facet.name, facet.choices) for facet in answers.facets(answer())])

    assert "secret" not in everything
    assert counts(answer(), "theme")["partage"] == 3


@pytest.mark.parametrize("more", [0, 3])
def test_answer_costs_the_same_however_many_recipes(scene, django_assert_num_queries, more):
    for number in range(more):
        make_recipe(title=f"Encore {number}", tags=("partage",), kind=Kind.PLACE)
    forget_snapshot()

    with django_assert_num_queries(9):
        found = answer(theme="partage", sorte="lieu")
        answers.facets(found), found.chips(), answers.path(found), found[:20]
    with django_assert_num_queries(1):
        answers.facets(answer(theme="partage", sorte="lieu"))


VALUES = {
    "theme": ["partage", "facilitation", "jardin", "reparation", "secret", "inconnu"],
    "territoire": ["france", "bretagne", "brest", "albi", "occitanie", "quimper", "atlantide"],
    "sorte": [*Kind, "zzz"],
    "licence": ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "x"],
    "demande": ["rien", "citer", "partager-pareil"],
    "cout": [*CostBand],
    "duree": ["une-heure", "demi-journee", "journee"],
    "participants": ["groupe", "assemblee", "foule"],
    "facilite": ["1", "3", "5", "9"],
    "etat": [*State],
    "porteur": ["les-ateliers", "inconnu"],
    "q": ["café", "partage", "-café", "brest", "zzz", "", '"repair café"', "\x00"],
    "tri": ["pertinence", "recentes", "refaites", "proches"],
    "pres_de": ["brest", "albi", "nulle-part"],
}
questions = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)
        for name, values in VALUES.items()
    },
)


@pytest.mark.django_db
def test_memory_and_sql_give_the_same_answers(scene):
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def same(asked):
        query = QueryDict(urlencode(asked, doseq=True))
        found = Answer(RecipeFilter(query))

        assert sorted(found[:]) == sorted(recipe.pk for recipe in RecipeFilter(query).qs)
        for facet in answers.facets(found):
            for choice in facet.choices:
                wanted = query.copy()
                wanted.setlist(facet.name, [choice.value])
                assert choice.count == RecipeFilter(wanted).qs.count()

    same()


def test_members_of_a_set_come_newest_first_or_in_the_order_given():
    assert list(members(0b101101)) == [0, 2, 3, 5]
    assert list(in_order(0b101101, [5, 4, 3, 9, 0])) == [5, 3, 0]
    assert list(members(0)) == []


def test_snapshot_is_kept_until_the_catalogue_moves(db, django_assert_num_queries):
    make_recipe()
    first = current_snapshot()

    with django_assert_num_queries(1):
        assert current_snapshot() is first


def test_empty_catalogue_has_an_answer(db):
    assert titles(answer(q="café", tri="refaites")) == []
    assert Snapshot(version=0).everything == 0
