"""Cards in any wording: what finds its place, what is kept, and that nothing is lost."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recipes.content import CostBand, IngredientKind, Phase, RecipeContent, Section
from recipes.exchange.cards import HEADINGS_KEY, body_of, read_card
from recipes.exchange.losses import lost_lines
from recipes.exchange.notes import Outlook
from recipes.markdown_file import SourceError, parse, render
from tests.bounds import LONGEST
from tests.recipes.exchange.strategies import cards

CARD = """\
---
author: Alex Exemple; Camille Exemple
tags: null
published: false
title: Contribution multiBàO
---

#Le troc de plantes

![plantes](http://example.org/plantes.jpg)
Photo par [Une passante](http://example.org/p), sous licence Creative Commons BY-NC

##En une phrase

On échange **ses** boutures sur la place. **[1](#note)**

## A quoi ça sert ?

* Se rencontrer
* Semer

## Informations pratiques

* **Nombre de participants** 8-50
* **Durée préparation** 2 semaines
* **Durée évènement** très variable
* **Coût** nul

## II. Matériel :

* des tables
* des étiquettes

## Procédure

### PRÉPARATION
Réservez la place.

### Déroulement (2 h)
Installez les tables.

#### Le troc
Chacun donne et prend.

### Limites

* la pluie
* le manque de place

Les plus du troc
----------------

Il ne coûte rien.

## Pour aller plus loin

* [Le guide](http://example.org/guide)
* une visite sur place

## Sources

<a id="note">

* **[1](#note)** Alex Exemple, [les Amis du troc](http://example.org), sous licence CC BY-SA
"""


def codes(card, outlook=None):
    return {note.code for note in card.notes if outlook in (None, note.outlook)}


def test_card_finds_its_parts():
    content = read_card(CARD, "troc.md").content

    assert content.title == "Le troc de plantes"
    assert content.summary == "On échange ses boutures sur la place."
    assert content.why == "* Se rencontrer\n* Semer"
    assert content.utensils == ("des tables", "des étiquettes")
    assert [(s.phase, s.title, s.minutes) for s in content.steps] == [
        (Phase.BEFORE, "PRÉPARATION", None),
        (Phase.DURING, "Déroulement (2 h)", 120),
    ]
    assert (
        content.steps[1].text == "Installez les tables.\n\n#### Le troc\n\nChacun donne et prend."
    )
    assert [d.problem for d in content.difficulties] == ["la pluie", "le manque de place"]
    assert [(link.title, link.url, link.note) for link in content.links] == [
        ("Le guide", "http://example.org/guide", ""),
        ("", "", "une visite sur place"),
    ]
    assert len(content.sources) == 1
    assert content.licence == "CC-BY-SA-4.0"
    assert content.credit == "Alex Exemple, les Amis du troc ; Camille Exemple"


def test_facts_are_read_and_their_text_stays():
    content = read_card(CARD).content

    assert (content.participants_min, content.participants_max) == (8, 50)
    assert content.setup_minutes == 14 * 1440
    assert content.minutes is None
    assert content.cost_band == CostBand.FREE
    assert "très variable" in next(
        s.text for s in content.sections if s.heading == "Informations pratiques"
    )


def test_what_fits_nowhere_stays_under_its_own_heading():
    card = read_card(CARD)

    assert [section.heading for section in card.content.sections] == [
        "",
        "En une phrase",
        "Informations pratiques",
        "Les plus du troc",
    ]
    assert card.content.extra["published"] == "false"
    assert "A quoi ça sert ?" in card.content.extra[HEADINGS_KEY]
    assert "section" in codes(card, Outlook.KEPT)


def test_card_loses_nothing():
    assert lost_lines(body_of(CARD), read_card(CARD).content) == []


def test_lines_that_are_not_there_are_named():
    content = RecipeContent(title="Un titre", sections=(Section("", "une ligne\nune autre"),))

    lost = lost_lines("# Un titre\n\nune ligne\n\n* une ligne\n\nperdue\n---\n", content)

    assert lost == ["une ligne", "perdue"]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cards, st.sampled_from(["", "un_nom.md"]))
@example("# C#\n\n## A\n\n```\n\nune phrase de code\n\n```\n", "")
@example("## Matériel\n\nLieu : une salle\n\nlieu: ici\n", "")
@example("## Liens\n\n* [a\\b](http://example.org)\n", "")
def test_any_card_comes_in_whole(source, name):
    card = read_card(source, name)

    assert lost_lines(body_of(source), card.content) == []
    assert parse(render(card.content)).content == card.content


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_at_all_comes_in_whole(source):
    try:
        card = read_card(source)
    except SourceError:
        return

    assert lost_lines(body_of(source), card.content) == []


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "[",
        "![",
        "**a*",
        "[a](",
        "<a",
        "CC BY-",
        "par ",
        "_a ",
        "<!--",
        "(1)(",
        "1" * 20,
        "*a " * 5,
    ],
)
@LONGEST
def test_reading_takes_no_longer_than_the_length_deserves(piece):
    source = "# t\n\n" + piece * 5_000 + "\n\n## Sources\n\nlicence " + piece * 5_000
    read_card(source)


def test_our_own_form_is_read_as_it_is():
    content = RecipeContent(title="Un titre", why="Parce que", territories=("commune:29019",))
    identifier = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"

    card = read_card(render(content, identifier), "autre.md", territories=["region:53"])

    assert (card.content, card.identifier, card.in_our_form) == (content, identifier, True)
    assert codes(card) == {"own_form"}


def test_value_of_our_own_form_that_makes_no_sense_is_left_to_a_person():
    card = read_card("---\nrecette-libre: 1\ndurée: une matinée\n---\n\n# Un titre\n")

    assert codes(card, Outlook.DECIDE) == {"value_not_understood"}


def test_broken_file_of_our_own_form_is_refused():
    with pytest.raises(SourceError):
        read_card("---\nrecette-libre: 1\ntitre: [\n---\n\n# Un titre\n")


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


def test_unknown_licence_of_the_front_matter_is_left_to_a_person():
    card = read_card("---\nlicense: Libre, quoi\n---\n\n# Un titre\n")

    assert card.content.licence == ""
    assert card.content.extra["license"] == "Libre, quoi"
    assert {"licence_unclear", "licence_missing"} <= codes(card, Outlook.DECIDE)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("#Titre collé\n\n## Suite\n", "Titre collé"),
        ("##Titre##\n\ntexte", "Titre"),
        ("# **Titre** : \n", "Titre"),
        ("Titre\n=====\n\nSuite\n-----\n", "Titre"),
        ("# Apprendre C#\n", "Apprendre C#"),
        ("![x](http://example.org/x.png)\n\n# Titre\n", "Titre"),
        ("Du texte\n\n# Pas un titre\n", "Un nom de fichier"),
        ("## Introduction\n\nx\n\n## Suite\n\ny\n", "Un nom de fichier"),
        ("#jardin #troc\n\n## Suite\n\n# Autre\n", "Un nom de fichier"),
        ("```\n# code\n```\n", "Un nom de fichier"),
    ],
)
def test_title_is_the_first_heading_or_the_name_of_the_file(source, title):
    assert read_card(source, "un_nom-de fichier.md").content.title == title


def test_sentence_too_long_gives_its_first_sentence_and_stays():
    long = "Une première phrase assez courte. " + "Une suite qui dure et dure encore. " * 8

    content = read_card(f"# T\n\n## En une phrase\n\n{long}\n").content

    assert content.summary == "Une première phrase assez courte."
    assert [section.heading for section in content.sections] == ["En une phrase"]


def test_short_sentence_is_the_summary_and_nothing_else():
    content = read_card("# T\n\n## En une phrase\n\nUne phrase courte.\n").content

    assert content.summary == "Une phrase courte."
    assert content.sections == ()


@pytest.mark.parametrize(
    "words",
    [
        "* une liste",
        "Publié par Alex Exemple",
        "> une citation",
        "Sous licence CC BY-SA",
        "Voici :",
    ],
)
def test_what_is_no_sentence_about_the_card_is_no_summary(words):
    assert read_card(f"# T\n\n{words}\n\n## Pourquoi\n\n{words}\n").content.summary == ""


def test_first_sentence_of_the_presentation_is_the_summary_of_last_resort():
    words = "Le troc réunit tout un quartier. " + "On y vient à pied, avec ses plantes. " * 8

    content = read_card(f"# T\n\n## A quoi ça sert\n\n* x\n\n## Présentation\n\n{words}\n").content

    assert content.summary == "Le troc réunit tout un quartier."
    assert content.why.startswith("### A quoi ça sert\n\n* x\n\n### Présentation\n\nLe troc")


def test_several_headings_over_one_part_stay_inside_it():
    content = read_card("# T\n\n## Conseils\n\na\n\n### Encore\n\nb\n\n## Astuces\n\nc\n").content

    assert content.tips == "### Conseils\n\na\n\n#### Encore\n\nb\n\n### Astuces\n\nc"


def test_group_of_known_headings_is_opened():
    content = read_card(
        "# T\n\n## Avantages et limites\n\n### Limites\n\nIl faut du monde. Beaucoup.\n\n"
        "# Pour aller plus loin\n\nVoyez.\n\n## Si c’était à refaire ?\n\nPareil.\n"
    ).content

    assert [d.problem for d in content.difficulties] == ["Il faut du monde. Beaucoup."]
    assert content.in_hindsight == "Pareil."
    assert [(s.heading, s.text) for s in content.sections] == [("Pour aller plus loin", "Voyez.")]


def test_difficulties_under_headings_keep_what_helped():
    content = read_card(
        "# T\n\n## Freins\n\nEn tout :\n\n- **x**\n\n### La pluie\n\nUn abri.\n"
    ).content

    assert [(d.problem, d.what_helped) for d in content.difficulties] == [
        ("Freins", "En tout :\n\n- **x**"),
        ("La pluie", "Un abri."),
    ]


def test_steps_without_headings_are_one_step():
    content = read_card("# T\n\n## Mise en place\n\n1. Un\n2. Deux\n").content

    assert [(s.title, s.text) for s in content.steps] == [("Mise en place", "1. Un\n2. Deux")]


def test_what_does_not_belong_to_the_steps_is_placed_apart():
    content = read_card(
        "# T\n\n## Procédure\n\n### Accueil\n\na\n\n### Conseils\n\nb\n\n### Bilan\n\nc\n"
    ).content

    assert [(s.phase, s.title) for s in content.steps] == [
        (Phase.DURING, "Accueil"),
        (Phase.AFTER, "Bilan"),
    ]
    assert content.tips == "b"


def test_ingredients_of_our_own_words_find_their_kind():
    content = read_card(
        "# T\n\n## Ingrédients (pour 10)\n\n* Lieu : une salle\n* lieu: ici\n"
    ).content

    assert [(i.kind, i.text) for i in content.ingredients] == [
        (IngredientKind.PLACE, "une salle"),
        (None, "lieu: ici"),
    ]


@pytest.mark.parametrize(
    "words",
    ["* a\n  * b", "1. a\n2. b", "![x](http://example.org/x.png)", "> a", "a\n\n### b\n\nc"],
)
def test_list_that_is_not_flat_stays_a_text(words):
    content = read_card(f"# T\n\n## Matériel\n\n{words}\n").content

    assert content.utensils == ()
    assert [section.heading for section in content.sections] == ["Matériel"]


def test_wrapped_entries_are_one_line_each():
    content = read_card(
        "# T\n\n## Sources\n\n<a id='n'>\n\n-   Un livre\n    sur deux lignes\n- Un autre\n\n"
        "Un paragraphe\ncoupé.\nPuis une entrée\n\n</a>\n"
    ).content

    assert content.sources == (
        "<a id='n'> Un livre sur deux lignes",
        "Un autre",
        "Un paragraphe coupé.",
        "Puis une entrée </a>",
    )


def test_list_longer_than_a_recipe_takes_stays_a_text():
    content = read_card("# T\n\n## Matériel\n\n" + "* x\n" * 201).content

    assert content.utensils == ()
    assert content.sections[0].heading == "Matériel"


def test_audience_of_one_line_is_understood_and_kept():
    content = read_card("# T\n\n## Publics cibles\n\n* Tout le *monde*\n").content

    assert content.audience == "Tout le monde"
    assert content.sections == (Section("Publics cibles", "* Tout le *monde*"),)


def test_territories_go_to_cards_that_name_none():
    card = read_card("# T\n", territories=["commune:29019"])

    assert card.content.territories == ("commune:29019",)
    assert "territories_given" in codes(card)


def test_mail_addresses_are_pointed_out():
    assert "mail_addresses" in codes(read_card("# T\n\nÉcrire à alex@example.org\n"))


def test_names_that_find_no_room_are_counted():
    names = "".join(f"* Une association au nom assez long numéro {n:02}\n" for n in range(20))

    card = read_card(f"# T\n\n## Contributeurs\n\n{names}")

    assert len(card.content.credit) <= 500
    assert "credit_too_long" in codes(card, Outlook.DECIDE)
