"""Any string is a query, and says what it seems to say."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recipes.search.query import MOST_CHARACTERS, MOST_TERMS, parse


def read(typed: str) -> list[str]:
    """Write the terms back in short: -x left out, a+b both, a_b in order, (ab) or joined."""
    return [
        ("-" if term.excluded else "")
        + ("_" if term.in_order else "+").join(term.stems)
        + (f"({term.joined})" if term.joined else "")
        for term in parse(typed).terms
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jardins partagés", ["jardin", "partag"]),
        ('"jardins partagés" ville', ["jardin_partag", "vill"]),
        ("« jardins partagés »", ["jardin_partag"]),
        ("“jardins partagés” -ville", ["jardin_partag", "-vill"]),
        ('jardin -"maison de quartier"', ["jardin", "-maison_quarti"]),
        ("--jardin - ville", ["-jardin", "vill"]),
        ('jardin"partagé', ["jardin", "partag"]),
        ('"jardin', ["jardin"]),
        ('"" "des" ""', []),
        ("l’eau d'ici", ["eau", "ici"]),
        ("éco-quartier", ["eco+quarti(ecoquarti)"]),
        ("-éco-quartier", ["-eco+quarti(ecoquarti)"]),
        ("vis-à-vis", ["vis+vis"]),
        ("rock/pop", ["rock", "pop"]),
        ("jardin* AND (ville) OR NEAR:2 ^x", ["jardin", "and", "vill", "or", "near", "2", "x"]),
        ("title:jardin & ville | !x <-> y:*", ["titl", "jardin", "vill", "x"]),
        ("'; DROP TABLE recipes; --", ["drop", "tabl", "recip"]),
        ("les de la", []),
        ("\0 🎉 ؟", []),
        ("", []),
    ],
)
def test_query_is_read_as_it_seems(typed: str, expected: list[str]) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "is_open"),
    [
        ("jard", True),
        ("jard ", False),
        ("jard,", False),
        ("jardin des", False),
        ('"jard', True),
        ('"jard"', False),
        ("-jard", False),
        ("", False),
    ],
)
def test_last_word_is_open_while_nothing_follows(typed: str, *, is_open: bool) -> None:
    assert parse(typed).is_open is is_open


def test_letter_and_its_accent_typed_apart_are_one() -> None:
    assert read("re\u0301parer") == ["repar"]


def test_endless_query_is_read_in_part() -> None:
    assert len(parse("mot " * 2500).terms) == MOST_TERMS
    assert len(parse("a1b2c3d4" * 1250).terms) == 1
    assert len(parse("x" * 10_000).text) == MOST_CHARACTERS


@given(st.text() | st.text(alphabet="ab-\"«»“” '’é\0\n*:()"))
@example("-")
@example('-"')
@example("\ud800")
def test_any_string_is_a_query(typed: str) -> None:
    query = parse(typed)

    for term in query.terms:
        assert term.stems
        assert all(term.stems)
        if term.folded:
            assert query.text[term.start : term.end].strip() == query.text[term.start : term.end]
