"""Cards in any wording: what finds its place, what is kept, and that nothing is lost."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recipes.content import CostBand, Phase, RecipeContent, Section
from recipes.exchange.cards import HEADINGS_KEY, body_of, read_card
from recipes.exchange.losses import lost_lines
from recipes.exchange.notes import Outlook
from recipes.markdown_file import SourceError, parse, render
from tests.bounds import LONGEST
from tests.recipes.exchange.cards.samples import CARD, codes
from tests.recipes.exchange.strategies import cards


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


def test_territories_go_to_cards_that_name_none():
    card = read_card("# T\n", territories=["commune:29019"])

    assert card.content.territories == ("commune:29019",)
    assert "territories_given" in codes(card)


def test_mail_addresses_are_pointed_out():
    assert "mail_addresses" in codes(read_card("# T\n\nÉcrire à alex@example.org\n"))


@pytest.mark.parametrize(
    ("source", "least"),
    [
        ("# T\n\nUn\n\n" + "".join(f"## {n}\n\nx\n\n" for n in range(600)), "## 500"),
        ("# T\n\nUn\n\n" + "".join(f"ligne {n}\n\n" for n in range(6_000)), "ligne 5500"),
        ("ligne\n" * 7_000, "ligne\nligne"),
    ],
    ids=["headings", "paragraphs", "one paragraph"],
)
def test_what_is_not_read_of_a_long_text_is_kept_whole(source, least):
    card = read_card(source)

    assert len(card.content.sections) <= 501
    assert card.content.sections[-1].heading == "Suite du texte"
    assert least in card.content.sections[-1].text
    assert "rest_kept" in codes(card, Outlook.DECIDE)
    assert lost_lines(source, card.content) == []
    assert parse(render(card.content)).content == card.content
