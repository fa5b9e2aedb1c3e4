"""The territory a card's prose tells."""

import pytest
from django.utils import translation

from recipes.exchange.cards import read_card
from recipes.exchange.places import placed
from recipes.exchange.reports import note_in_words
from recipes.markdown_file import render
from tests.factories import make_content, make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def france():
    """Make Brest, two communes called Saint-Denis, and a town that is a département as well."""
    bretagne = make_territory(kind="region", code="53", name="Bretagne")
    finistere = make_territory(kind="departement", code="29", name="Finistère", inside=[bretagne])
    make_territory(inside=[finistere], postcodes="29200")
    reunion = make_territory(kind="region", code="04", name="La Réunion")
    seine = make_territory(kind="departement", code="93", name="Seine-Saint-Denis")
    make_territory(code="97411", name="Saint-Denis", inside=[reunion])
    make_territory(code="93066", name="Saint-Denis", inside=[seine])
    make_territory(kind="departement", code="75", name="Paris")
    make_territory(code="75056", name="Paris")


def read(line):
    source = f"# Le troc\n\nUn texte.\n\n{line}\n"
    return placed(read_card(source), source)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Territoire : Brest", "commune:29019"),
        ("* **Commune** : brest.", "commune:29019"),
        ("Ville: BREST (29)", "commune:29019"),
        ("Lieu : Brest, Finistère", "commune:29019"),
        ("Localisation : 29200 Brest", ""),
        ("Territoire concerné : Bretagne", "region:53"),
        ("Ville : Saint-Denis (Réunion)", "commune:97411"),
        ("Ville : St-Denis 93", "commune:93066"),
        ("Ville : Paris", "commune:75056"),
        ("Territoire : Paris", ""),
        ("Ville : Saint-Denis", ""),
        ("Territoire : la lune", ""),
        ("Lieu : une salle", ""),
        ("Brest est une ville : Brest", ""),
        ("On y vient à pied. Territoire : Brest. On repart content.", "commune:29019"),
        ("Région : Bretagne", "region:53"),
        ("Département : Paris", "departement:75"),
        ("Département : chimie", ""),
        ("Territoires : Brest, la lune", ""),
    ],
)
def test_territory_told_in_prose_is_understood_when_it_is_one(france, line, key):
    assert read(line).content.territories == ((key,) if key else ())


@pytest.mark.parametrize(
    "line", ["Territoires : Brest et Finistère", "Territoire : Brest et Finistère ; Bretagne"]
)
def test_names_that_are_each_that_of_one_territory_are_all_taken(france, line):
    keys = {"commune:29019", "departement:29"} | ({"region:53"} if "Bretagne" in line else set())

    assert set(read(line).content.territories) == keys


def test_what_is_told_behind_a_sentence_is_left_to_a_person_when_unclear(france):
    with translation.override("en"):
        words = [note_in_words(note) for note in read("Venez. Territoire : Paris. Oui.").notes]

    assert "Which territory is meant, of several or of none we know? “Territoire : Paris”" in words


@pytest.mark.parametrize("line", ["Territoire : Paris", "Ville : Saint-Denis", "Ville : la lune"])
def test_territory_that_is_not_one_is_left_to_a_person(france, line):
    with translation.override("en"):
        words = [note_in_words(note) for note in read(line).notes]

    assert f"Which territory is meant, of several or of none we know? “{line}”" in words


def test_venue_is_no_territory_and_nobody_has_to_decide(france):
    assert "territory_unclear" not in [note.code for note in read("Lieu : une salle").notes]


def test_text_keeps_what_it_tells(france):
    card = read("Territoire : Brest")

    assert "Territoire : Brest" in render(card.content)


def test_several_territories_told_are_all_taken(france):
    card = read("Ville : Brest\n\nRégion et territoire : x\n\nTerritoire : Bretagne")

    assert card.content.territories == ("commune:29019", "region:53")


def test_territory_in_a_code_block_is_no_fact(france):
    assert read("```\nVille : Brest\n```").content.territories == ()


def test_card_that_names_its_territories_is_left_as_it_is(france):
    source = render(make_content(territories=("region:53",), why="Ville : Brest"))

    assert placed(read_card(source), source).content.territories == ("region:53",)
