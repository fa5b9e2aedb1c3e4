"""The results on a map: a point a place, what each leads to, the same in words."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recipes import mapping
from recipes.models import Recipe
from territories.models import Territory
from tests.factories import make_recipe, make_territory
from tests.recipes.test_pages import HTMX, page, words

pytestmark = pytest.mark.django_db
MAP = "/recettes/?vue=carte"


def make_france() -> dict[str, Territory]:
    """Make two régions, an overseas one, and communes in them."""
    made = {"pays": make_territory(kind="pays", code="FR", name="France")}

    def add(name: str, kind: str, code: str, inside: str, **fields: Any) -> None:
        made[name] = make_territory(
            kind=kind, code=code, name=name, inside=[made[inside]], **fields
        )

    add("Bretagne", "region", "53", "pays", latitude=48.2, longitude=-2.8)
    add("Finistère", "departement", "29", "Bretagne", latitude=48.2, longitude=-4.1)
    add("Brest", "commune", "29019", "Finistère", latitude=48.39, longitude=-4.49)
    add("Quimper", "commune", "29232", "Finistère", latitude=47.99, longitude=-4.1)
    add("Occitanie", "region", "76", "pays", latitude=43.7, longitude=2.1)
    add("Lozère", "departement", "48", "Occitanie", latitude=44.5, longitude=3.5)
    add("Mende", "commune", "48095", "Lozère", latitude=44.52, longitude=3.5)
    add("La Réunion", "region", "04", "pays", latitude=-21.1, longitude=55.5, is_overseas=True)
    made["pays"] = made["La Réunion"]
    made["974"] = make_territory(
        kind="departement", code="974", name="La Réunion", inside=[made["pays"]], is_overseas=True
    )
    add("Cilaos", "commune", "97424", "974", latitude=-21.13, longitude=55.47, is_overseas=True)
    return made


def points(html: str) -> list[tuple[str, str]]:
    """Give what each point of the drawing leads to, and what it says."""
    drawn = html.split('class="answer-map-drawn"')[1].split("</figure>", maxsplit=1)[0]
    found = re.findall(r'<a href="([^"]+)" tabindex="-1"[^>]*><title>(.*?)</title>', drawn)
    return [(address.replace("&amp;", "&"), " ".join(told.split())) for address, told in found]


def listed(html: str) -> str:
    """Give the list below the map as one reads it."""
    return words(
        html.split('<div class="answer-places">')[1].split("</section>\n  </div>", maxsplit=1)[0]
    )


def there(title: str, *codes: str, **fields: Any) -> Recipe:
    keys = tuple(code if ":" in code else f"commune:{code}" for code in codes)
    return make_recipe(title=title, territories=keys, **fields)


def test_map_shows_each_place_once_and_what_was_made_there(client: Client) -> None:
    make_france()
    there("Un lavoir", "29019")
    there("Un four", "29019", "48095")
    there("Un secret", "29232", published=False)

    html = page(client, MAP)

    shown = points(html)
    assert [(address, told.split(" — ")[0]) for address, told in shown] == [
        ("/recettes/?territoire=brest", "Brest"),
        ("/recettes/?territoire=mende", "Mende"),
    ]
    assert [re.findall(r"\d+", told) for _address, told in shown] == [["2"], ["1"]]
    assert "Quimper" not in listed(html)


def test_points_lead_to_the_list_that_their_number_announces(client: Client) -> None:
    make_france()
    there("Un four", "29019", tags=("pain",))
    there("Un fournil", "29019", tags=("pain",))
    there("Un lavoir", "29019")
    there("Un moulin", "48095", tags=("pain",))

    shown = points(page(client, f"{MAP}&theme=pain&page=3"))

    assert [address for address, _told in shown] == [
        "/recettes/?theme=pain&territoire=brest",
        "/recettes/?theme=pain&territoire=mende",
    ]
    assert re.findall(r'<h2 id="combien"[^>]*>(\d+)', page(client, shown[0][0])) == ["2"]


def test_map_is_said_in_words_region_by_region_the_fullest_first(client: Client) -> None:
    make_france()
    there("Un four", "48095")
    there("Un lavoir", "29019")
    there("Un café", "29232")

    html = page(client, MAP)

    assert "Bretagne 2 Finistère 2 Brest 1 Quimper 1 Occitanie 1 Lozère 1 Mende 1" in listed(html)
    assert 'href="/recettes/?territoire=finistere"' in html


def test_overseas_is_drawn_beside_and_not_said_twice(client: Client) -> None:
    make_france()
    there("Un four", "97424")

    html = page(client, MAP)

    assert [told.split(" — ")[0] for _address, told in points(html)] == ["Cilaos"]
    assert 'class="answer-map-whole"' not in html
    assert re.search(r'class="answer-map-insets">.*<path .*</svg>\s*La Réunion', html, re.DOTALL)
    assert "La Réunion 1 Cilaos 1" in listed(html)


def test_map_of_a_territory_comes_closer_and_shows_what_is_in_it_only(client: Client) -> None:
    make_france()
    there("Un four", "29019", "48095")
    there("Un lavoir", "48095")

    far, near = page(client, MAP), page(client, f"{MAP}&territoire=finistere")

    def width(html: str) -> float:
        found = re.search(r'answer-map-whole" viewBox="[\d.]+ [\d.]+ ([\d.]+)', html)
        assert found is not None
        return float(found[1])

    assert width(far) == 300
    assert "contour.svg" in far
    assert "contour.svg" not in near
    assert width(near) < 100
    assert [address for address, _told in points(near)] == ["/recettes/?territoire=brest"]
    assert "Mende" not in listed(near)
    assert 'answer-places">' in near
    assert 'territoire=bretagne">Bretagne</a> <span' not in near.split('answer-places">')[1]


def test_recipe_of_a_region_is_a_ring_and_one_of_no_region_is_told(client: Client) -> None:
    make_france()
    there("Partout en Bretagne", "region:53")
    there("Partout", "pays:FR")

    html = page(client, MAP)

    assert re.findall(r'territoire=(\w+)" tabindex="-1" class="map-wide"', html) == ["bretagne"]
    assert re.search(r"<figcaption>\s*<p>1 ", html)


def test_many_places_are_shown_by_departement(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_france()
    monkeypatch.setattr(mapping, "MOST_PLACES", 2)
    for code in ("29019", "29232", "48095"):
        there(f"Un lieu {code}", code)

    html = page(client, MAP)

    assert [address for address, _told in points(html)] == [
        "/recettes/?territoire=finistere",
        "/recettes/?territoire=lozere",
    ]
    assert "Bretagne 2 Finistère 2 Occitanie 1 Lozère 1" in listed(html)


def test_list_and_map_lead_to_each_other_with_the_same_question(client: Client) -> None:
    make_france()
    there("Un four", "29019", tags=("pain",))

    as_list, as_map = page(client, "/recettes/?theme=pain"), page(client, f"{MAP}&theme=pain")

    current = r'<a id="vue-(\w+)" href="([^"]+)"[^>]*?( aria-current="true")?>'
    switch = re.findall(current, as_map)
    assert [(name, bool(now)) for name, _address, now in switch] == [
        ("liste", False),
        ("carte", True),
    ]
    assert switch[0][1] == "?theme=pain"
    assert re.findall(current, as_list)[1][1] == "?theme=pain&amp;vue=carte"
    assert '<input type="hidden" name="vue" value="carte">' in as_map
    assert 'name="vue"' not in as_list
    assert 'class="card"' not in as_map
    assert re.findall(r'<a class="chip" href="([^"]+)"', as_map) == ["?vue=carte"]
    assert 'name="theme" value="pain" id="f-theme-pain" checked' in as_map


def test_map_of_nothing_helps_as_the_list_does(client: Client) -> None:
    make_france()
    there("Un four", "29019")

    html = page(client, f"{MAP}&q=zzzzzz")

    assert "answer-map" not in html.split('id="resultats"')[1]
    assert 'class="empty"' in html


def test_map_keeps_the_order_asked_for_the_list(client: Client) -> None:
    make_france()
    there("Un four", "29019")

    assert '<input type="hidden" name="tri" value="refaites">' in page(
        client, f"{MAP}&tri=refaites"
    )


@pytest.mark.parametrize("view", ["", "&vue=carte"])
def test_tab_says_after_a_swap_what_it_says_on_the_page(client: Client, view: str) -> None:
    make_france()
    there("Un <b>four</b>", "29019")

    for asked in ("", "q=<b>four</b>", "territoire=brest"):
        whole = page(client, f"/recettes/?{asked}{view}")
        swapped = page(client, f"/recettes/?{asked}{view}", **HTMX)

        titles = [re.findall(r"<title>(.*?)</title>", html)[0] for html in (whole, swapped)]
        assert titles[0] == titles[1]
        assert "<b>" not in titles[0]
        assert swapped.lstrip().startswith("<title>")


@pytest.mark.parametrize("how_many", [1, 3])
def test_map_costs_no_more_queries_than_the_list(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    make_france()
    for number in range(how_many):
        there(f"Un four {number}", "29019", "48095", "97424")
    client.get("/recettes/")

    with django_assert_num_queries(1):
        client.get(MAP)
    with django_assert_num_queries(2):
        client.get(f"{MAP}&territoire=brest")
