"""The front matter of a card: keys understood, keys kept, and what is no front matter."""

from recipes.content import Section
from recipes.exchange.cards import read_card
from recipes.exchange.notes import Outlook
from recipes.markdown_file import render
from tests.recipes.exchange.cards.samples import codes


def test_broken_front_matter_of_a_card_becomes_text():
    card = read_card("---\ntitre: cassé: vraiment\nauteur: Alex ``` Exemple\n---\n\n# Un titre\n")

    assert card.content.title == "Un titre"
    assert card.content.sections == (
        Section("En-tête", "````\ntitre: cassé: vraiment\nauteur: Alex ``` Exemple\n````"),
    )
    assert "front_matter_broken" in codes(card, Outlook.DECIDE)


def test_text_between_two_rules_is_no_front_matter():
    card = read_card("---\nUne belle phrase\n---\n\n# Un titre\n")

    assert "Une belle phrase" in render(card.content)
    assert "front_matter_broken" not in codes(card)


def test_front_matter_is_understood_or_kept():
    card = read_card(
        "---\ntitle: Un titre\ndescription: Une phrase qui dit ce que c’est.\n"
        "tags: [jardin, 'troc, échange']\nlicense: CC BY 3.0\ndate: 2015-01-02\n"
        "durée: 2 h\ncrédit: Alex Exemple\nlayout: null\n---\n\nUn long texte\n\n## Autre\n\nx"
    )

    assert card.content.title == "Un titre"
    assert card.content.summary == "Un long texte"
    assert card.content.tags == ("jardin", "troc", "échange")
    assert card.content.licence == "CC-BY-3.0"
    assert card.content.minutes == 120
    assert card.content.credit == "Alex Exemple"
    assert card.content.extra == {
        "description": "Une phrase qui dit ce que c’est.",
        "date": "2015-01-02",
    }


def test_themes_too_many_or_too_long_are_kept_beside_those_that_fit():
    told = ", ".join(["x" * 60, *(f"thème {n}" for n in range(13))])

    card = read_card(f"---\ntags: {told}\n---\n\n# Un titre\n")

    assert card.content.tags == tuple(f"thème {n}" for n in range(12))
    assert card.content.extra["tags"] == told
