"""Dates as people write them: what is read, what is refused, and nothing lost on the way."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recipes.dates import parse_when, write_when
from recipes.templatetags.recipe_words import since

days = st.dates(min_value=date(1000, 1, 1))
SHOWN = st.one_of(
    days.map(date.isoformat),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
)


@given(SHOWN)
@example("2016-03-01")
@example("2016-08")
@example("2024-02-29")
def test_what_the_site_shows_for_a_date_is_read_back_as_that_date(iso):
    assert since(iso) != "" != iso
    assert parse_when(since(iso)) == iso
    assert parse_when(iso) == iso


@given(st.text())
@example("2016-13")
def test_words_that_are_no_date_are_shown_as_they_are(words):
    read = parse_when(words)

    assert read is None or parse_when(write_when(read)) == read


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2016", "2016"),
        ("en 2016", "2016"),
        ("mars 2016", "2016-03"),
        ("Mars  2016", "2016-03"),
        ("Depuis mars 2016", "2016-03"),
        ("03/2016", "2016-03"),
        ("3/2016", "2016-03"),
        ("15 mars 2016", "2016-03-15"),
        ("le 1er mars 2016", "2016-03-01"),
        ("15/03/2016", "2016-03-15"),
        ("15.3.2016", "2016-03-15"),
        ("15-03-2016", "2016-03-15"),
        ("Août 2016", "2016-08"),
        ("aout 2016", "2016-08"),
        ("FÉVRIER 2016", "2016-02"),
        ("déc. 2016", "2016-12"),
        ("15\u00a0mars\u202f2016", "2016-03-15"),
        ("2016-03", "2016-03"),
    ],
)
def test_date_is_read_as_people_write_it(words, iso):
    assert parse_when(words) == iso


@pytest.mark.parametrize(
    "words",
    ["", "l’an dernier", "mars", "mars 16", "13/2016", "31/02/2016", "32 mars 2016", "0 mars 2016",
     "brumaire 2016", "2016/03", "15/03/16", "mars 2016 ou avril 2016", "\u0661 mars 2016"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(words):
    assert parse_when(words) is None
