"""What a card is called, and the sentence that says what it is about."""

import pytest

from recipes.exchange.cards import read_card


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
