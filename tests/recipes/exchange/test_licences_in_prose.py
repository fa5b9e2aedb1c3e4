"""Licences in sentences: which one, of what, and when a person has to decide."""

import pytest

from recipes.exchange.cards import read_card
from recipes.exchange.licences_in_prose import (
    Line,
    Of,
    Where,
    is_free,
    licences_named,
    licences_said,
    most_restrictive,
)
from recipes.exchange.notes import Outlook


@pytest.mark.parametrize(
    ("words", "licence", "version_told"),
    [
        ("sous licence Creative Commons BY-SA", "CC-BY-SA-4.0", False),
        ("selon les termes de la licence Creative commons NC-BY-SA.", "CC-BY-NC-SA-4.0", False),
        ("sous licence Creative Commons BY-ND-NC", "CC-BY-NC-ND-4.0", False),
        ("sous Creative Commons BY SAContact : ici", "CC-BY-SA-4.0", False),
        ("sous licence CC BY Sandrine", "CC-BY-4.0", False),
        ("sous licence CC-BY-SA 3.0", "CC-BY-SA-3.0", True),
        ("sous cc by-sa version 2.0", "CC-BY-SA-2.0", True),
        ("sous licence BY-SA", "CC-BY-SA-4.0", False),
        ("publié en CC-BY-NC", "CC-BY-NC-4.0", False),
        (
            "Licence : [CC](https://creativecommons.org/licenses/by-sa/3.0/fr/)",
            "CC-BY-SA-3.0",
            True,
        ),
        (
            "sous licence CC BY-SA (https://creativecommons.org/licenses/by-sa/3.0/)",
            "CC-BY-SA-3.0",
            True,
        ),
        (
            (
                "selon la Licence Creative Commons Attribution - Pas d’Utilisation Commerciale - "
                "Partage dans les Mêmes Conditions 4.0 International"
            ),
            "CC-BY-NC-SA-4.0",
            True,
        ),
        ("sous licence Creative Commons Paternité - Pas de modification", "CC-BY-ND-4.0", False),
        ("sous licence CC0", "CC0-1.0", True),
        ("sous licence Art Libre", "LAL-1.3", False),
        ("sous licence Art Libre 1.2", "LAL-1.2", True),
        ("sous GFDL", "GFDL-1.3-or-later", False),
        ("sous Licence Ouverte 2.0", "etalab-2.0", True),
        ("sous licence ouverte", "etalab-2.0", False),
        ("sous licence ODbL", "ODbL-1.0", True),
        ("versé dans le domaine public, licence au choix", "CC-PDM-1.0", False),
        ("Tous droits réservés", "LicenseRef-tous-droits-reserves", True),
    ],
)
def test_licence_is_recognised_however_it_is_typed(words, licence, version_told):
    said = licences_said([Line(f"* Alex Exemple, {words}", Where.SOURCES)])

    assert [(m.licence, m.of, m.version_told) for m in said.mentions] == [
        (licence, Of.TEXT, version_told)
    ]


@pytest.mark.parametrize(
    ("words", "licence"),
    [("CC BY-SA", "CC-BY-SA-4.0"), ("etalab-2.0", "etalab-2.0"), ("CC0", "CC0-1.0")],
)
def test_licence_given_as_a_value_is_recognised(words, licence):
    assert [named.licence for named in licences_named(words)] == [licence]


def test_several_licences_given_as_one_value_are_all_recognised():
    named = licences_named("CC BY 4.0 / CC BY-SA 4.0")

    assert [one.licence for one in named] == ["CC-BY-4.0", "CC-BY-SA-4.0"]


def test_no_licence_is_made_up():
    assert licences_named("libre, quoi") == []


@pytest.mark.parametrize(
    "caption",
    [
        "![x](http://example.org/x.jpg)\nPhoto par Camille, sous licence Creative Commons BY-NC",
        "![x](http://example.org/x.jpg)\n\n*Distribué par Camille - Licence CC BY-NC*",
        "![x](http://example.org/x.jpg)\nUn atelier, by Camille sous licence CC BY-NC",
        "Un dessin par [Camille](http://example.org) sous licence CC BY-NC",
        "[Camille](https://www.flickr.com/photos/1), sous licence CC BY-NC",
    ],
)
def test_licence_of_a_picture_is_not_the_card_s(caption):
    card = read_card(
        f"# T\n\n{caption}\n\n## Suite\n\nx\n\n## Sources\n\n* Alex, sous licence CC BY-SA 4.0\n"
    )

    assert card.content.licence == "CC-BY-SA-4.0"
    assert not card.held
    assert card.content.credit == "Alex"
    assert "licence_of_picture" in {note.code for note in card.notes}


def test_line_that_speaks_of_text_and_pictures_counts_for_the_text():
    card = read_card("# T\n\nTextes et photos sous licence CC BY-NC\n\n## Suite\n\nx\n")

    assert card.content.licence == "CC-BY-NC-4.0"


def test_badge_is_no_picture_whose_caption_follows():
    card = read_card("# T\n\n![licence](http://example.org/cc-by.png)\n\nSous CC BY\n\n## S\n\nx\n")

    assert card.content.licence == "CC-BY-4.0"


def test_talk_about_licences_is_an_aside():
    long = "On a beaucoup débattu. " * 12
    card = read_card(
        f"# T\n\n## S\n\n{long} Certains publient sous licence CC BY-NC.\n\n## X\n\nFin\n"
    )

    assert card.content.licence == ""
    assert {"licence_missing", "licences_aside"} <= {note.code for note in card.notes}
    assert card.held


def test_several_licences_give_the_one_that_allows_least_and_hold_the_card():
    card = read_card("# T\n\n## Sources\n\n* A, sous CC BY-SA\n* B, sous CC BY-NC-SA\n* C, CC BY\n")

    assert card.content.licence == "CC-BY-NC-SA-4.0"
    assert {"licences_mixed", "licence_not_free"} <= {n.code for n in card.notes if n.holds}


def test_same_licence_with_and_without_version_is_one():
    card = read_card("---\nlicence: CC BY-SA 3.0\n---\n\n# T\n\nSous licence CC BY-SA.\n")

    assert card.content.licence == "CC-BY-SA-3.0"
    assert not card.held


def test_assumed_version_is_to_confirm_but_holds_nothing():
    card = read_card("# T\n\nSous licence CC BY-SA.\n")

    assert "licence_version_assumed" in {n.code for n in card.noted(Outlook.DECIDE)}
    assert not card.held


def test_permission_given_to_one_holds_the_card():
    card = read_card("# T\n\nSous CC BY.\n\n## Sources\n\n* A, avec leur aimable autorisation\n")

    assert "by_permission" in {note.code for note in card.notes if note.holds}


def test_licence_nobody_can_name_is_pointed_out():
    card = read_card("# T\n\n## Sources\n\n* A, sous licence Creative Commons\n")

    assert card.content.licence == ""
    assert "licence_unclear" in {note.code for note in card.notes}


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        (["CC0-1.0", "CC-BY-4.0"], "CC-BY-4.0"),
        (["CC-BY-4.0", "LAL-1.3"], "LAL-1.3"),
        (["CC-BY-SA-4.0", "CC-BY-NC-4.0"], "CC-BY-NC-4.0"),
        (["CC-BY-ND-4.0", "CC-BY-NC-SA-4.0"], "CC-BY-ND-4.0"),
        (["LicenseRef-tous-droits-reserves", "CC-BY-NC-ND-4.0"], "LicenseRef-tous-droits-reserves"),
        ([], ""),
    ],
)
def test_most_restrictive_leaves_the_fewest_rights(licences, expected):
    assert most_restrictive(licences) == expected


def test_free_licences_are_told_from_the_others():
    assert is_free("CC-BY-SA-4.0")
    assert not is_free("CC-BY-NC-4.0")
    assert not is_free("CC-BY-ND-4.0")
    assert not is_free("LicenseRef-tous-droits-reserves")
