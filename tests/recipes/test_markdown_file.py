"""The file form: nothing is lost on the way out and back, and odd files are told apart."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recipes.content import (
    Ancestor,
    CostBand,
    Document,
    Ingredient,
    IngredientKind,
    Link,
    Phase,
    Photo,
    RecipeContent,
    Related,
    Section,
    Step,
)
from recipes.durations import parse_duration, write_duration
from recipes.markdown_file import SourceError, parse, render
from tests.recipes.strategies import contents

IDENTIFIER = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(contents)
@example(RecipeContent(extra={"durée": "une matinée"}))
@example(RecipeContent(extra={"durée": "2 h"}))
@example(RecipeContent(minutes=120, extra={"durée": "une matinée"}))
@example(RecipeContent(sections=(Section("Pourquoi", "x"), Section("", "avant"))))
def test_content_written_and_read_comes_back_equal(content):
    names = dict.fromkeys(content.territories, "Brest # 'ville'\n---")

    read = parse(render(content, IDENTIFIER, names))

    assert read.content == content
    assert read.identifier == IDENTIFIER


@settings(max_examples=200, deadline=None)
@given(contents)
def test_content_as_json_comes_back_equal(content):
    assert RecipeContent.from_json(content.to_json()) == content


@settings(max_examples=300, deadline=None)
@given(st.text() | st.builds("---\n{}\n---\n{}".format, st.text(), st.text()))
@example("---\n" + "[" * 5000 + "\n---\n")
@example("---\na: &a [*a]\n---\n")
def test_any_text_is_read_or_refused_with_a_line(words):
    read, line = None, 0
    try:
        read = parse(words)
    except SourceError as refused:
        line = refused.line

    assert line >= 1 if read is None else parse(render(read.content)).content == read.content


@given(st.integers(min_value=0, max_value=10**10))
def test_duration_written_and_read_is_the_same(minutes):
    assert parse_duration(write_duration(minutes)) == minutes


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("45 min", 45),
        ("2h", 120),
        ("2 h 30", 150),
        ("2 h 30 min", 150),
        ("2 heures", 120),
        ("1 journée", 1440),
        ("3 jours", 4320),
        ("6 semaines", 60480),
        ("2 mois", 86400),
        ("1 an", 525600),
        ("une matinée", None),
        ("", None),
        ("2 h 30 et quelques", None),
    ],
)
def test_duration_as_people_write_it_is_minutes(words, minutes):
    assert parse_duration(words) == minutes


def test_every_text_field_has_a_place_in_the_file():
    """A new field of the content that the file form forgets would be lost here."""
    told: dict[str, Any] = {f.name: f"dit {f.name}" for f in fields(RecipeContent) if f.type is str}

    read = parse(render(RecipeContent(**told))).content

    assert told
    assert {name: getattr(read, name) for name in told} == told


def test_hand_written_file_is_understood():
    source = """\ufeff---
Licence: CC-BY-4.0
CREDIT: Ville de démonstration
Territoires: commune:29019
Themes: [réparation, vélo]
Duree: 2h30
Cout: Moins-de-100
---
Texte avant le titre ?

# Un atelier

Première phrase
sur deux lignes.

Un paragraphe de trop.

## INGREDIENTS
* lieu: une salle
1. du café
Une ligne sans puce

## Étapes
D'abord ceci, sans titre.

### apres : Ranger
Durée : 30 min

Balayer.

## Liens
- [Carte](https://example.org/carte) : à jour
- https://example.org/
- un ami

## Notre charte
Respect.

## pourquoi
Parce que.

## Pourquoi
Et encore.

## Recettes liées
- 0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11 : Une autre
- Celle des voisins
"""

    read = parse(source).content

    assert read.title == ""
    assert read.sections[0] == Section(
        "Un atelier", "Première phrase\nsur deux lignes.\n\nUn paragraphe de trop."
    )
    assert read.summary == "Texte avant le titre ?"
    assert (read.licence, read.credit) == ("CC-BY-4.0", "Ville de démonstration")
    assert read.territories == ("commune:29019",)
    assert read.tags == ("réparation", "vélo")
    assert read.minutes == 150
    assert read.cost_band is CostBand.UNDER_100
    assert read.ingredients == (
        Ingredient("une salle", IngredientKind.PLACE),
        Ingredient("du café"),
        Ingredient("Une ligne sans puce"),
    )
    assert read.steps == (
        Step("", "D'abord ceci, sans titre."),
        Step("Ranger", "Balayer.", Phase.AFTER, 30),
    )
    assert read.links == (
        Link("Carte", "https://example.org/carte", "à jour"),
        Link("", "https://example.org/"),
        Link("", note="un ami"),
    )
    assert read.sections[1] == Section("Notre charte", "Respect.")
    assert read.why == "Parce que.\n\nEt encore."
    assert read.related == (Related(IDENTIFIER, "Une autre"), Related("", "Celle des voisins"))


def test_known_key_with_a_strange_value_is_kept_and_reported():
    source = (
        "---\nidentifiant: abc\ndurée: une matinée\nfacilité: facile\nadaptée-de: [x]\n"
        "couleur: rouge\n---\n# T\n"
    )

    read = parse(source)

    assert read.identifier == ""
    assert read.content.extra == {
        "durée": "une matinée",
        "facilité": "facile",
        "adaptée-de": ["x"],
        "couleur": "rouge",
    }
    assert read.not_understood == ("identifiant", "durée", "facilité", "adaptée-de")


def test_ancestors_are_read_with_their_credit():
    ancestor = Ancestor("Parent", "Alice", "CC-BY-4.0", IDENTIFIER, "https://example.org/r")
    content = RecipeContent(adapted_from=(ancestor, Ancestor("Aïeul", "Bob", "CC0-1.0")))

    assert parse(render(content)).content.adapted_from == content.adapted_from


def test_photos_and_documents_are_read_as_a_person_writes_them():
    source = """---
Photos:
- fichier: salle.jpg
  Description: Une salle
  legende: En mars
  Crédit: Alice
  licence: CC0-1.0
documents: {fichier: affiche.pdf, titre: L'affiche}
---
# T

## Étapes

### Ouvrir

Photo : salle.jpg

La porte.
"""

    read = parse(source).content

    assert read.photos == (Photo("salle.jpg", "Une salle", "Alice", "CC0-1.0", "En mars"),)
    assert read.documents == (Document("affiche.pdf", "L'affiche"),)
    assert read.steps == (Step("Ouvrir", "La porte.", photo="salle.jpg"),)


def test_photo_with_a_key_of_another_form_is_kept_and_reported():
    read = parse("---\nphotos:\n- url: x\n---\n# T\n")

    assert read.content.extra == {"photos": [{"url": "x"}]}
    assert read.not_understood == ("photos",)


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("---\nlicence: CC0-1.0\n", 1, "not_closed"),
        ("---\nlicence: a\nlicence: b\n---\n", 3, "key_twice"),
        ("---\nlicence: a\nrecette-libre: 2\n---\n", 3, "later_form"),
        ("---\nRecette-Libre: '10.1'\n---\n", 2, "later_form"),
        ("---\ndurée: 2 h\nDuree: 3 h\n---\n", 3, "key_twice"),
        ("---\n- a\n---\n", 2, "no_keys"),
        ("---\na: [\n---\n", 2, "not_yaml"),
        ("---\n? [a]\n: b\n---\n", 2, "key_no_word"),
    ],
)
def test_unreadable_front_matter_is_refused_at_its_line(source, line, code):
    with pytest.raises(SourceError) as refused:
        parse(source)

    assert (refused.value.code, refused.value.line) == (code, line)


def test_territories_carry_their_names_as_comments():
    written = render(
        RecipeContent(territories=("commune:29019",)), names={"commune:29019": "Brest"}
    )

    assert "- commune:29019  # Brest\n" in written
