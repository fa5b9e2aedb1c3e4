"""The licence and the credit of a card, where a person has to look at them."""

import re

import pytest

from recipes.exchange.cards import read_card
from recipes.exchange.notes import Outlook
from recipes.markdown_file import parse, render
from tests.recipes.exchange.cards.samples import codes


def test_unknown_licence_of_the_front_matter_is_left_to_a_person():
    card = read_card("---\nlicense: Libre, quoi\n---\n\n# Un titre\n")

    assert card.content.licence == ""
    assert card.content.extra["license"] == "Libre, quoi"
    assert {"licence_unclear", "licence_missing"} <= codes(card, Outlook.DECIDE)


@pytest.mark.parametrize(
    "told",
    [
        "licence: CC BY 4.0\nlicense: CC BY-SA 4.0\n",
        "license: CC BY-SA 4.0\nlicence: CC BY 4.0\n",
        "licence: [CC BY 4.0, CC BY-SA 4.0]\n",
        "licence: CC BY 4.0 et CC BY-SA 4.0\n",
    ],
)
def test_two_licences_of_the_front_matter_are_kept_and_left_to_a_person(told):
    card = read_card(f"---\n{told}---\n\n# Un titre\n")

    assert card.content.licence == "CC-BY-SA-4.0"
    assert "licences_mixed" in codes(card, Outlook.DECIDE)
    assert card.held
    assert {"CC BY 4.0", "CC BY-SA 4.0"} <= set(
        re.findall(r"CC BY(?:-SA)? 4\.0", str(card.content.extra))
    )


def test_licence_told_twice_the_same_is_one():
    card = read_card("---\nlicence: CC BY 4.0\nlicense: CC-BY-4.0\n---\n\n# Un titre\n")

    assert card.content.licence == "CC-BY-4.0"
    assert card.content.extra == {}
    assert not card.held


def test_licence_of_the_front_matter_that_the_text_contradicts_stays():
    card = read_card("---\nlicence: CC BY 4.0\n---\n\n# T\n\nSous licence CC BY-SA 4.0.\n")

    assert card.content.licence == "CC-BY-SA-4.0"
    assert card.content.extra == {"licence": "CC BY 4.0"}


def test_unknown_licences_stay_under_their_own_keys_and_hold_the_card():
    card = read_card(
        "---\nlicence: Libre\nlicense: À voir\n---\n\n# T\n\nSous licence CC BY 4.0.\n"
    )

    assert card.content.licence == "CC-BY-4.0"
    assert card.content.extra == {"licence": "Libre", "license": "À voir"}
    assert [note.values["line"] for note in card.notes if note.code == "licence_unclear"] == [
        "Libre",
        "À voir",
    ]
    assert card.held
    assert parse(render(card.content)).content == card.content


def test_lines_of_one_kind_are_shown_up_to_a_number_and_counted():
    lines = "".join(f"Photo n° {number}, sous licence CC BY 4.0\n\n" for number in range(50))

    notes = read_card(f"# T\n\n{lines}").notes

    assert [note.code for note in notes].count("licence_of_picture") == 20
    assert [note.values["count"] for note in notes if note.code == "more_like_it"] == [30]


def test_names_that_find_no_room_are_counted():
    names = "".join(f"* Une association au nom assez long numéro {n:02}\n" for n in range(20))

    card = read_card(f"# T\n\n## Contributeurs\n\n{names}")

    assert len(card.content.credit) <= 500
    assert "credit_too_long" in codes(card, Outlook.DECIDE)
