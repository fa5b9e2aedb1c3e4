from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territories.loading import load_territories
from territories.models import FormerCode, Kind, Territory
from territories.suggestions import suggest
from tests.factories import make_territory
from tests.territories.conftest import WriteFiles

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_country(write_files: WriteFiles) -> None:
    load_territories(write_files())


def keys(text: str, *, limit: int = 8, kinds: list[str] | None = None) -> list[str]:
    return [territory.key for territory in suggest(text, limit=limit, kinds=kinds)]


def test_exact_name_comes_before_longer_ones() -> None:
    brest = make_territory(population=10)
    brestot = make_territory(name="Brestot", code="27110", population=1_000_000)
    make_territory(name="Quimper", code="29232")

    assert suggest("brest") == [brest, brestot]


def test_most_populated_homonym_comes_first() -> None:
    small = make_territory(name="Saint-Denis", code="11339", population=500)
    large = make_territory(name="Saint-Denis", code="93066", population=150_000)

    assert suggest("saint-denis") == [large, small]


def test_town_comes_before_the_departement_of_the_same_name_and_size() -> None:
    departement = make_territory(name="Paris", kind=Kind.DEPARTEMENT, code="75", population=9)
    town = make_territory(name="Paris", code="75056", population=9)

    assert suggest("paris") == [town, departement]


def test_town_comes_before_its_epci_while_typing() -> None:
    epci = make_territory(name="Brest Métropole", kind=Kind.EPCI, code="1", population=200)
    town = make_territory(population=140)

    assert suggest("bre") == [town, epci]


def test_epci_is_found_without_what_opens_its_name() -> None:
    epci = make_territory(name="CA du Pays de Laon", kind=Kind.EPCI, code="1")

    assert suggest("pays de laon") == [epci]


@pytest.mark.parametrize(
    "text", ["champs", "des champs", "martin des ch", "st martin", "St-Martin"]
)
def test_any_word_of_a_name_finds_it(text: str) -> None:
    found = make_territory(name="Saint-Martin-des-Champs", code="29254")
    make_territory()

    assert suggest(text) == [found]


def test_article_may_be_left_out() -> None:
    found = make_territory(name="Le Mans", code="72181", population=100)
    other = make_territory(name="Mansigné", code="72182", population=1)

    assert suggest("mans") == [found, other]


@pytest.mark.parametrize("text", ["brset", "Bresst", "brets", "vrest", "BRSET"])
def test_typing_error_still_finds_the_name(text: str) -> None:
    brest = make_territory()
    make_territory(name="Quimper", code="29232")

    assert suggest(text) == [brest]


@pytest.mark.parametrize("text", ["plougastell", "plougstel", "plougastel daoulsa", "daoulass"])
def test_typing_error_in_a_part_of_the_name_still_finds_it(text: str) -> None:
    found = make_territory(name="Plougastel-Daoulas", code="29189")
    make_territory()

    assert suggest(text) == [found]


def test_near_whole_name_comes_before_the_near_beginning_of_a_longer_one() -> None:
    longer = make_territory(name="Reneville", code="1", population=900_000)
    whole = make_territory(name="Rennes", code="35238", population=200_000)

    assert suggest("renes") == [whole, longer]


def test_three_letters_are_not_corrected() -> None:
    make_territory(name="Bron", code="69029")

    assert suggest("bra") == []


@pytest.mark.parametrize(
    "text", ["29200", "2920", "29019", "29200 brest", "brest 29", "Brest (29)"]
)
def test_postcode_and_code_find_the_commune(small_country: None, text: str) -> None:
    assert keys(text)[0] == "commune:29019"
    assert "commune:35236" not in keys(text)


def test_number_of_a_departement_finds_it_before_its_communes(small_country: None) -> None:
    assert keys("29") == ["departement:29", "commune:29019", "commune:29155"]


def test_siren_finds_the_epci(small_country: None) -> None:
    assert keys("242 900 314") == ["epci:242900314"]


@pytest.mark.parametrize(
    "text", ["redon loire atlantique", "Redon · Loire-Atlantique, Pays de la Loire", "redon 44460"]
)
def test_where_it_is_tells_homonyms_apart(small_country: None, text: str) -> None:
    assert keys(text) == ["commune:44007"]


def test_former_name_finds_the_commune_of_today_and_says_so(small_country: None) -> None:
    found = suggest("les oeillets")

    assert [(t.key, t.formerly) for t in found] == [("commune:29019", "Les Œillets")]


def test_former_code_finds_the_commune_of_today(small_country: None) -> None:
    assert keys("29145") == ["commune:29019"]


def test_former_name_that_is_still_the_name_is_not_said(small_country: None) -> None:
    assert [(t.key, t.formerly) for t in suggest("brest", kinds=[Kind.COMMUNE])] == [
        ("commune:29019", "")
    ]


def test_current_name_comes_before_a_former_one() -> None:
    small = make_territory(name="Champs", code="02159", population=10)
    large = make_territory(name="Tourouvre au Perche", code="61491", population=3_000)
    FormerCode.objects.create(code="61083", name="Champs", kind="x", territory=large)

    assert suggest("champs") == [small, large]


def test_retired_territory_is_not_suggested() -> None:
    retired = make_territory(is_current=False)
    FormerCode.objects.create(code="1", name="Brest-Recouvrance", kind="x", territory=retired)

    assert suggest("brest") == []


def test_only_the_kinds_asked_are_suggested(small_country: None) -> None:
    assert keys("brest", kinds=[Kind.EPCI]) == ["epci:242900314"]
    assert keys("brest", kinds=["planet"]) == []
    assert keys("brest", kinds=[]) == []


def test_no_more_than_the_limit_is_suggested(small_country: None) -> None:
    assert keys("29", limit=2) == ["departement:29", "commune:29019"]
    assert keys("29", limit=0) == []


@pytest.mark.parametrize("text", ["", "b", " b ", "-", "é", "'’«", "%_\\", "\x00\x00"])
def test_less_than_two_letters_suggest_nothing(small_country: None, text: str) -> None:
    assert suggest(text) == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_suggesting_costs_two_queries_however_many(
    django_assert_num_queries: Any, how_many: int
) -> None:
    for number in range(how_many):
        make_territory(name=f"Ville {number}", code=f"2900{number}")
    suggest("ville")

    with django_assert_num_queries(2):
        found = suggest("ville")

    assert len(found) == how_many


def test_territory_loaded_since_is_suggested() -> None:
    make_territory()
    suggest("quimper")

    quimper = make_territory(name="Quimper", code="29232")

    assert suggest("quimper") == [quimper]


def test_territory_that_went_since_is_left_out() -> None:
    brest = make_territory()
    suggest("brest")
    Territory.objects.filter(pk=brest.pk).delete()

    assert suggest("brest") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=())),
        st.lists(
            st.sampled_from(["brest", "st", "redon", "29", "2A", "·", "œ", "(", "\ud800", "métro"])
        ).map(" ".join),
    ),
    st.integers(-1, 12),
)
def test_no_text_is_an_error(small_country: None, text: str, limit: int) -> None:
    found = suggest(text, limit=limit)

    assert len(found) == len({t.pk for t in found}) <= max(limit, 0)


@given(st.sampled_from(["Brest", "Ouessant", "Saint-Malo", "Saint-Denis"]), st.integers(2, 20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_beginning_of_a_name_suggests_it(
    small_country: None, name: str, letters: int
) -> None:
    assert name in [territory.name for territory in suggest(name[:letters])]
