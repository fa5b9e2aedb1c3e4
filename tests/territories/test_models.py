from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from territories.models import FormerCode, Kind, Territory
from tests.factories import make_territory

Queries = Callable[[int], AbstractContextManager[object]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def france() -> Territory:
    return make_territory(name="France", kind=Kind.COUNTRY, code="FR")


@pytest.fixture
def brittany(france: Territory) -> Territory:
    return make_territory(name="Bretagne", kind=Kind.REGION, code="53", inside=[france])


@pytest.fixture
def finistere(brittany: Territory) -> Territory:
    return make_territory(name="Finistère", kind=Kind.DEPARTEMENT, code="29", inside=[brittany])


@pytest.fixture
def loire(france: Territory) -> Territory:
    return make_territory(name="Pays de la Loire", kind=Kind.REGION, code="52", inside=[france])


def test_region_has_inside_it_what_its_departements_contain(
    brittany: Territory, finistere: Territory, loire: Territory
) -> None:
    brest = make_territory(inside=[finistere])
    make_territory(name="Nantes", code="44109", inside=[loire])

    assert set(Territory.objects.inside(brittany)) == {brittany, finistere, brest}


def test_epci_astride_two_regions_is_in_both_and_once_in_the_country(
    france: Territory, brittany: Territory, loire: Territory
) -> None:
    redon = make_territory(
        name="CA Redon", kind=Kind.EPCI, code="243500741", inside=[brittany, loire]
    )

    assert redon in Territory.objects.inside(brittany)
    assert redon in Territory.objects.inside(loire)
    assert [t for t in Territory.objects.inside(france) if t == redon] == [redon]
    assert set(Territory.objects.containing(redon)) == {redon, brittany, loire, france}


def test_label_says_where_it_is(finistere: Territory, france: Territory) -> None:
    brest = make_territory(inside=[finistere])

    assert str(brest) == "Brest · Finistère, Bretagne"
    assert str(france) == "France"


@pytest.mark.parametrize("how_many", [1, 3])
def test_labels_of_a_list_cost_one_query_however_long(
    finistere: Territory, django_assert_num_queries: Queries, how_many: int
) -> None:
    for number in range(how_many):
        make_territory(name=f"Ville {number}", code=f"2900{number}", inside=[finistere])

    with django_assert_num_queries(1):
        labels = [t.label for t in Territory.objects.of_kind(Kind.COMMUNE).order_by("code")]

    assert labels == [f"Ville {number} · Finistère, Bretagne" for number in range(how_many)]


def test_same_code_of_two_kinds_is_two_territories() -> None:
    guadeloupe = make_territory(name="Guadeloupe", kind=Kind.REGION, code="01")
    ain = make_territory(name="Ain", kind=Kind.DEPARTEMENT, code="01")

    found = Territory.objects.with_keys(["region:01", "departement:01"])

    assert set(found) == {guadeloupe, ain}
    assert list(Territory.objects.with_keys(["departement:01"])) == [ain]


def test_same_kind_and_code_twice_is_refused() -> None:
    make_territory()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_territory(name="Brest again")


def test_slug_that_is_another_page_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_territory(slug="suggestions")


@pytest.mark.parametrize("key", ["", "commune", "commune:", "planet:29019", "29019", "commune:0"])
def test_key_of_nothing_finds_nothing(key: str) -> None:
    make_territory()

    assert list(Territory.objects.with_keys([key])) == []
    with pytest.raises(Territory.DoesNotExist):
        Territory.objects.by_key(key)


def test_key_of_a_merged_commune_leads_to_the_commune_of_today() -> None:
    brest = make_territory()
    FormerCode.objects.create(code="29145", name="Lambézellec", kind="x", territory=brest)

    assert Territory.objects.by_key("commune:29145") == brest
    assert list(Territory.objects.with_keys(["commune:29145"])) == []


def test_key_of_a_retired_row_leads_to_its_heir_or_else_to_itself() -> None:
    brest = make_territory()
    merged = make_territory(name="Lambézellec", code="29145", is_current=False)
    dissolved = make_territory(name="CC", kind=Kind.EPCI, code="200000000", is_current=False)
    FormerCode.objects.create(code="29145", name="Lambézellec", kind="x", territory=brest)

    found = Territory.objects.resolve([merged.key, dissolved.key, "commune:99999", brest.key])

    assert found == {merged.key: brest, dissolved.key: dissolved, brest.key: brest}


def test_code_of_a_living_commune_is_not_led_elsewhere() -> None:
    brest = make_territory()
    other = make_territory(name="Autre", code="29001")
    FormerCode.objects.create(code=brest.code, name="Brest", kind="x", territory=other)

    assert Territory.objects.by_key(brest.key) == brest


@pytest.mark.parametrize("how_many", [1, 3])
def test_resolving_keys_costs_two_queries_however_many(
    django_assert_num_queries: Queries, how_many: int
) -> None:
    keys = [make_territory(code=f"2901{number}").key for number in range(how_many)]

    with django_assert_num_queries(2):
        found = Territory.objects.resolve([*keys, "commune:99999"])

    assert sorted(found) == keys


def make_town(code: str, *, population: int | None, density: float | None, **fields: Any) -> str:
    make_territory(name=code, code=code, population=population, density=density, **fields)
    return code


def test_similar_territories_come_the_most_alike_first() -> None:
    town = make_territory(population=10_000, density=100)
    make_town("denser", population=10_000, density=300)
    make_town("too dense", population=10_000, density=301)
    make_town("too thin", population=10_000, density=33)
    make_town("larger", population=20_000, density=100)
    make_town("too large", population=20_001, density=100)
    make_town("too small", population=4_999, density=100)
    make_town("smaller", population=9_000, density=100)
    make_town("abroad", population=10_000, density=100, is_overseas=True)
    make_town("unknown", population=None, density=100)
    make_town("empty", population=0, density=0)
    make_town("merged", population=10_000, density=100, is_current=False)
    make_territory(name="Région", kind=Kind.REGION, code="53", population=10_000, density=100)

    similar = Territory.objects.similar_to(town)

    assert [t.code for t in similar] == ["smaller", "larger", "abroad", "denser"]


def test_overseas_resembles_overseas_first() -> None:
    town = make_territory(population=10_000, density=100, is_overseas=True)
    make_town("mainland", population=10_000, density=100)
    make_town("overseas", population=15_000, density=100, is_overseas=True)

    assert [t.code for t in Territory.objects.similar_to(town)] == ["overseas", "mainland"]


def test_equally_similar_territories_come_in_the_order_of_their_codes() -> None:
    town = make_territory(population=10_000, density=100)
    for code in ("b", "c", "a"):
        make_town(code, population=5_000, density=50)

    assert [t.code for t in Territory.objects.similar_to(town)] == ["a", "b", "c"]


def test_territory_of_unknown_population_resembles_none() -> None:
    make_town("other", population=10, density=10)
    town = make_territory()

    assert list(Territory.objects.similar_to(town)) == []


def test_nearest_territories_come_first() -> None:
    brest = make_territory(latitude=48.39, longitude=-4.48)
    make_territory(name="east", code="1", latitude=48.39, longitude=-4.33)  # 11.1 km
    make_territory(name="north", code="2", latitude=48.51, longitude=-4.48)  # 13.3 km
    make_territory(name="near", code="3", latitude=48.4, longitude=-4.5)
    make_territory(name="nowhere", code="4")
    make_territory(name="merged", code="5", latitude=48.39, longitude=-4.48, is_current=False)

    assert [t.name for t in Territory.objects.nearest_to(brest)] == ["near", "east", "north"]


def test_territory_without_position_has_no_neighbour() -> None:
    make_territory(name="near", code="3", latitude=48.4, longitude=-4.5)

    assert list(Territory.objects.nearest_to(make_territory())) == []


def test_page_of_a_territory_is_at_its_slug() -> None:
    assert make_territory().get_absolute_url() == "/territoires/brest/"


def test_former_code_shows_its_name_when_it_has_one() -> None:
    assert str(FormerCode(code="29145", name="Lambézellec")) == "Lambézellec (29145)"
    assert str(FormerCode(code="29145")) == "29145"
