"""The official files themselves, loaded once for this module."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from territories.loading import load_territories
from territories.models import Containment, FormerCode, Territory
from territories.suggestions import suggest


@pytest.fixture(scope="module", autouse=True)
def _all_of_france(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the official files once, and take them back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_territories()
        connection.check_constraints()  # now, or PostgreSQL does it again after each test
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def get(key: str) -> Territory:
    return Territory.objects.by_key(key)


def test_brest_is_in_brest_metropole_finistere_bretagne_and_france() -> None:
    brest = get("commune:29019")

    assert brest.label == "Brest · Finistère, Bretagne"
    assert {t.key for t in Territory.objects.containing(brest)} == {
        "commune:29019",
        "epci:242900314",
        "departement:29",
        "region:53",
        "pays:FR",
    }


def test_every_territory_of_each_kind_is_there() -> None:
    assert Counter(Territory.objects.values_list("kind", flat=True)) == {
        "pays": 1,
        "region": 26,
        "departement": 109,
        "epci": 1_255,
        "commune": 34_969,
        "arrondissement-municipal": 45,
    }
    assert FormerCode.objects.count() == 4_824
    assert Containment.objects.count() == 180_541


def test_redon_agglomeration_is_in_two_regions() -> None:
    redon = get("epci:243500741")

    regions = Territory.objects.containing(redon).of_kind("region")

    assert {t.name for t in regions} == {"Bretagne", "Pays de la Loire"}


def test_all_but_france_are_inside_france_once() -> None:
    inside = Territory.objects.inside(get("pays:FR"))

    assert inside.count() == Territory.objects.count()


def test_no_address_is_shared_or_says_nothing() -> None:
    slugs = list(Territory.objects.values_list("slug", flat=True))

    assert len(set(slugs)) == len(slugs)
    assert not [slug for slug in slugs if slug.startswith("-") or slug.isdigit()]


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("commune:29019", "brest"),
        ("departement:75", "paris"),
        ("commune:75056", "paris-commune"),
        ("commune:97411", "saint-denis"),
        ("commune:93066", "saint-denis-seine-saint-denis"),
        ("commune:51410", "oeuilly"),
        ("region:53", "bretagne"),
        ("departement:976", "mayotte-departement"),
        ("epci:242900314", "brest-metropole"),
    ],
)
def test_address_is_readable(key: str, slug: str) -> None:
    assert get(key).slug == slug


def test_density_tells_the_town_from_the_country() -> None:
    assert get("departement:29").density == pytest.approx(138, rel=0.05)
    assert get("departement:75").density == pytest.approx(20_000, rel=0.1)
    assert get("departement:48").density == pytest.approx(14.8, rel=0.05)


def test_towns_like_brest_are_towns() -> None:
    similar = Territory.objects.similar_to(get("commune:29019"))[:6]

    assert [t.name for t in similar] == [
        "Clermont-Ferrand",
        "Dijon",
        "Tours",
        "Le Mans",
        "Grenoble",
        "Orléans",
    ]


def test_neighbours_of_brest_touch_it() -> None:
    nearest = Territory.objects.of_kind("commune").nearest_to(get("commune:29019"))[:3]

    assert [t.name for t in nearest] == ["Bohars", "Guilers", "Le Relecq-Kerhuon"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("brest", "commune:29019"),
        ("Brest · Finistère, Bretagne", "commune:29019"),
        ("brset", "commune:29019"),
        ("29200", "commune:29019"),
        ("29", "departement:29"),
        ("2A", "departement:2A"),
        ("plougastell", "commune:29189"),
        ("st-martin des chams", "commune:29254"),
        ("paris", "commune:75056"),
        ("paris 11ème", "arrondissement-municipal:75111"),
        ("75011", "commune:75056"),
        ("marselle", "commune:13055"),
        ("montpelier", "commune:34172"),
        ("mulouse", "commune:68224"),
        ("st etiene", "commune:42218"),
        ("chalon sur soane", "commune:71076"),
        ("ile dyeu", "commune:85113"),
        ("mans", "commune:72181"),
        ("havre", "commune:76351"),
        ("saint denis", "commune:97411"),
        ("saint denis 93", "commune:93066"),
        ("oeuilly", "commune:51410"),
        ("Lomme", "commune:59350"),
        ("arbignieu", "commune:01015"),
        ("bretagne", "region:53"),
        ("la reunion", "region:04"),
        ("cote d'armor", "departement:22"),
        ("redon agglo", "epci:243500741"),
        ("pays de landerneau", "epci:242900801"),
        ("242900314", "epci:242900314"),
        ("2a004", "commune:2A004"),
        ("france", "pays:FR"),
    ],
)
def test_words_that_hurt_suggest_what_is_meant(text: str, first: str) -> None:
    assert suggest(text)[0].key == first


def test_rennes_is_among_what_renes_suggests() -> None:
    assert "commune:35238" in [t.key for t in suggest("Renes")]
