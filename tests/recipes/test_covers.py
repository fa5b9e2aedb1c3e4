"""Drawn covers: small, safe, faithful to the words they are made from."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.content import Kind
from recipes.covers import draw_cover

KINDS = list(Kind)
ANY_WORD = st.text(alphabet=st.characters(exclude_categories=[]))


@given(kind=st.sampled_from(KINDS) | ANY_WORD, tag=ANY_WORD, seed=ANY_WORD)
def test_cover_of_any_words_is_a_small_well_formed_drawing(kind: str, tag: str, seed: str) -> None:
    drawn = draw_cover(kind, tag, seed)

    picture = ElementTree.fromstring(drawn)  # noqa: S314  # our own drawing
    assert picture.get("viewBox") == "0 0 320 180"
    assert len(drawn.encode()) < 2000


@given(kind=st.sampled_from(KINDS), tag=ANY_WORD, seed=ANY_WORD)
def test_cover_holds_no_style_script_identifier_or_colour_of_its_own(
    kind: str, tag: str, seed: str
) -> None:
    drawn = draw_cover(kind, tag, seed)

    written = set(re.findall(r' ([\w:-]+)="', drawn))
    assert written.isdisjoint({"style", "id", "href", "onload", "fill", "stroke"})
    assert set(re.findall(r"<(\w+)", drawn)) <= {"svg", "g", "path", "circle"}


@pytest.mark.parametrize("kind", KINDS)
def test_cover_stays_the_same_for_the_same_words(kind: str) -> None:
    assert draw_cover(kind, "jardin", "1") == draw_cover(kind, "jardin", "1")


@pytest.mark.parametrize("kind", KINDS)
def test_cover_differs_from_one_recipe_to_the_next(kind: str) -> None:
    drawn = {draw_cover(kind, "jardin", str(seed)) for seed in range(20)}

    assert len(drawn) == 20


def test_cover_differs_from_one_kind_to_the_next() -> None:
    drawn = {re.sub("cover-.", "", draw_cover(kind, "jardin", "1")) for kind in KINDS}

    assert len(drawn) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_covers_on_one_theme_share_their_inks_and_themes_differ(kind: str) -> None:
    def inks(tag: str, seed: str) -> str:
        return draw_cover(kind, tag, seed).split('"')[1]

    assert len({inks("jardin", str(seed)) for seed in range(10)}) == 1
    assert len({inks(f"tag {number}", "1") for number in range(60)}) == 8


def test_cover_of_an_unknown_kind_is_drawn_as_a_practice() -> None:
    drawn = draw_cover("something else", "", "")

    assert drawn.count("<path") == draw_cover(Kind.PRACTICE, "", "").count("<path")
