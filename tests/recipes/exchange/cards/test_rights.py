"""The licence and the credit of a card, where a person has to look at them."""

from recipes.exchange.cards import read_card
from recipes.exchange.notes import Outlook
from tests.recipes.exchange.cards.samples import codes


def test_unknown_licence_of_the_front_matter_is_left_to_a_person():
    card = read_card("---\nlicense: Libre, quoi\n---\n\n# Un titre\n")

    assert card.content.licence == ""
    assert card.content.extra["license"] == "Libre, quoi"
    assert {"licence_unclear", "licence_missing"} <= codes(card, Outlook.DECIDE)


def test_names_that_find_no_room_are_counted():
    names = "".join(f"* Une association au nom assez long numéro {n:02}\n" for n in range(20))

    card = read_card(f"# T\n\n## Contributeurs\n\n{names}")

    assert len(card.content.credit) <= 500
    assert "credit_too_long" in codes(card, Outlook.DECIDE)
