"""Headings that nobody marked as such."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.exchange.unmarked import mark_headings
from tests.recipes.exchange.strategies import bodies


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("Objectif\n\nx", "## Objectif\n\nx"),
        ("OBJECTIF :\nx", "## OBJECTIF :\nx"),
        ("x.\n\nMatériel\n- a", "x.\n\n## Matériel\n- a"),
        ("**Un mot**\n\nx", "## **Un mot**\n\nx"),
        ("1. **Objectif**\n\nx", "## 1. **Objectif**\n\nx"),
        ("__Un mot__ :\n\nx", "## __Un mot__ :\n\nx"),
        ("LA FANFARE\n\nx", "## LA FANFARE\n\nx"),
        ("Le troc\n\nObjectif\n\nx", "# Le troc\n\n## Objectif\n\nx"),
        ("**Le troc**\n\n**La fanfare**\n\nx", "# **Le troc**\n\n## **La fanfare**\n\nx"),
        ("**Objectif**\n\n**La fanfare**\n\nx", "## **Objectif**\n\n## **La fanfare**\n\nx"),
    ],
)
def test_line_alone_that_looks_like_a_heading_becomes_one(source, marked):
    assert mark_headings(source) == (marked, True)


@pytest.mark.parametrize(
    "source",
    [
        "Un texte.\n\nUn autre",
        "Voir\nObjectif\n\nx",  # in the middle of a paragraph
        "**gras** et le reste\n\nx",
        "**Un mot**\nsuivi d'un texte",
        "- Objectif\n\nx",
        "1. Objectif\n2. Matériel",
        "Objectif.\n\nx",
        "> Objectif\n\nx",
        "    Objectif\n\nx",
        "```\n\nObjectif\n\n```",
        "OK.\n\nx",
        "# Objectif\n\n**Gras**\n\nMatériel",
        "Une longue phrase qui se termine.\n\n# Objectif\n\nx",
        "Une fin : \n\n# Objectif",
        "# Le troc\n\nx\n\n## Objectif",
    ],
)
def test_other_lines_stay_text(source):
    assert mark_headings(source) == (source, False)


def test_title_above_real_headings_is_marked():
    assert mark_headings("![p](x.png)\n\nLe troc\n\n# Objectif\n\nx") == (
        "![p](x.png)\n\n# Le troc\n\n# Objectif\n\nx",
        False,
    )


@given(st.text() | bodies)
def test_marking_changes_nothing_but_the_marks(source):
    marked, _found = mark_headings(source)

    before, after = source.split("\n"), marked.split("\n")
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert new in {old, f"# {old.strip()}", f"## {old.strip()}"}
