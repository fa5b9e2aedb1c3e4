"""The front matter of a card: keys understood, keys kept, and what is no front matter."""

import pytest

from recipes.content import Section
from recipes.exchange.cards import read_card
from recipes.exchange.notes import Outlook
from recipes.exchange.reports import note_in_words
from recipes.markdown_file import render
from tests.recipes.exchange.cards.samples import codes


def test_broken_front_matter_of_a_card_becomes_text():
    card = read_card("---\ntitre: cassé: vraiment\nauteur: Alex ``` Exemple\n---\n\n# Un titre\n")

    assert card.content.title == "Un titre"
    assert card.content.sections == (
        Section("En-tête", "````\ntitre: cassé: vraiment\nauteur: Alex ``` Exemple\n````"),
    )
    assert "front_matter_broken" in codes(card, Outlook.DECIDE)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("titre: a: b", "ligne 2\u00a0: ce n’est pas du YAML"),
        ("a: 1\nA%: 2\nA%: 3", "ligne 4\u00a0: la clé «\u00a0A%\u00a0» est écrite deux fois"),
        ("a: " + "b" * 20_000, "ligne 1\u00a0: il dépasse 20000 caractères"),
        ("a: 1\n? [b]\n: c", "ligne 3\u00a0: une clé est un simple mot"),
    ],
    ids=["no YAML", "key twice", "too long", "no word"],
)
def test_front_matter_that_cannot_be_read_is_told_in_words(told, words):
    card = read_card(f"---\n{told}\n---\n\n# Un titre\n")

    (note,) = (one for one in card.notes if one.code == "front_matter_broken")
    assert words in note_in_words(note)


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


def test_themes_of_several_keys_are_put_together():
    card = read_card("---\ntags: jardin, troc\ncategories: [troc, plantes]\n---\n\n# T\n")

    assert card.content.tags == ("jardin", "troc", "plantes")
    assert card.content.extra == {}


def test_themes_that_find_no_room_beside_those_of_another_key_are_kept():
    told = ", ".join(f"thème {n}" for n in range(12))

    card = read_card(f"---\ntags: {told}\ncategories: jardin\n---\n\n# T\n")

    assert len(card.content.tags) == 12
    assert card.content.extra == {"categories": "jardin"}
    assert "front_matter_key" in codes(card, Outlook.KEPT)


def test_theme_that_is_no_text_keeps_its_key():
    card = read_card("---\ntags: [jardin, {a: b}]\n---\n\n# T\n")

    assert card.content.tags == ("jardin",)
    assert card.content.extra == {"tags": ["jardin", {"a": "b"}]}


@pytest.mark.parametrize(
    ("told", "title", "extra"),
    [
        ("title: A\nnom: B\n", "A", {"nom": "B"}),
        ("nom: B\ntitle: A\n", "B", {"title": "A"}),
        ("title: [a, b]\nnom: B\n", "B", {"title": ["a", "b"]}),
        ("title: [a, b]\n", "", {"title": ["a", "b"]}),
    ],
)
def test_titles_that_are_not_the_recipes_are_kept_and_told(told, title, extra):
    card = read_card(f"---\n{told}---\n\nUn texte.\n")

    assert card.content.title == title
    assert card.content.extra == extra
    kept = [n.values["key"] for n in card.notes if n.code == "front_matter_key"]
    assert kept == list(extra)


def test_empty_front_matter_is_none_of_the_text():
    content = read_card("---\n---\n\n# Un titre\n\nUne phrase courte.\n").content

    assert (content.title, content.summary) == ("Un titre", "Une phrase courte.")


def test_front_matter_longer_than_any_is_kept_as_a_text():
    told = "".join(f"clé{number}: valeur\n" for number in range(2_000))

    card = read_card(f"---\n{told}---\n\n# Un titre\n")

    assert card.content.title == "Un titre"
    assert card.content.extra == {}
    assert told.strip() in card.content.sections[0].text
    assert "front_matter_broken" in codes(card, Outlook.DECIDE)
