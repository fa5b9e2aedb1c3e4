"""Fifty real cards, where the folder that holds them exists; elsewhere there is no case."""

from pathlib import Path

import pytest

from recipes.exchange.cards import body_of, read_card
from recipes.exchange.losses import lost_lines
from recipes.markdown_file import parse, render

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "multibao"
CARDS = sorted(CORPUS.rglob("*.md"))


@pytest.mark.parametrize("file", CARDS, ids=lambda file: file.stem)
def test_real_card_comes_in_and_loses_no_line(file):
    source = file.read_text(encoding="utf-8")

    card = read_card(source, file.name)

    assert card.content.title
    assert lost_lines(body_of(source), card.content) == []
    assert parse(render(card.content)).content == card.content


def test_real_card_that_names_a_licence_for_its_text_has_it_recognised():
    unrecognised = [
        file.stem
        for file in CARDS
        if "selon les termes de la licence Creative Commons BY" in file.read_text(encoding="utf-8")
        and not read_card(file.read_text(encoding="utf-8")).content.licence
    ]

    assert unrecognised == []
