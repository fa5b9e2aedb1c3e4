"""What changed, as people read it: nothing hidden, nothing lost, in a short time."""

import random

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recipes.comparison import GONE, NEW, SAME, Names, Piece, compare, pieces, readable
from recipes.content import (
    Ancestor,
    CostBand,
    Difficulty,
    Document,
    Ingredient,
    IngredientKind,
    Kind,
    Link,
    Photo,
    Related,
    Section,
    State,
    Step,
)
from tests.bounds import LONGEST
from tests.factories import make_content
from tests.recipes.strategies import contents

UUID = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a11"
OTHER = "0b6f3a52-7d0c-4a55-9f0e-2f6f3c1f8a12"
words = st.lists(st.sampled_from(["a", "b", " ", "\n", "é", ".", "\u0301"]), max_size=30).map(
    "".join
)


@settings(deadline=None)
@given(words | st.text(), words | st.text())
@example("", "a")
@example("a b a b " * 60, "b b a a " * 60)
def test_pieces_joined_give_both_texts_back(before, after):
    found = list(pieces(before, after))

    assert "".join(piece.text for piece in found if piece.what != NEW) == before
    assert "".join(piece.text for piece in found if piece.what != GONE) == after
    assert all(piece.text for piece in found)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(contents, contents)
def test_changes_between_any_two_contents_give_both_back(before, after):
    for change in compare(before, after):
        assert "".join(piece.text for piece in change.before) == readable(before, change.field)
        assert "".join(piece.text for piece in change.after) == readable(after, change.field)
    assert compare(before, before) == []


def test_words_that_changed_are_told_apart_from_those_that_stayed():
    assert list(pieces("Prévoir du café chaud.\nFin", "Prévoir du thé chaud.\nFin")) == [
        Piece(SAME, "Prévoir du "),
        Piece(GONE, "café "),
        Piece(NEW, "thé "),
        Piece(SAME, "chaud.\n"),
        Piece(SAME, "Fin"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Kind.PLACE},
        {"state": State.TRIED},
        {"cost_band": CostBand.FREE},
        {"ease": 3},
        {"minutes": 90},
        {"setup_minutes": 30},
        {"participants_min": 3},
        {"tags": ("vélo",)},
        {"ingredients": (Ingredient("une salle", IngredientKind.PLACE),)},
        {"ingredients": (Ingredient("une salle"),)},
        {"steps": (Step("Ouvrir", "Ouvrez la porte.", minutes=5),)},
        {"steps": (Step("Ouvrir", "Ouvrez la porte.", component=UUID),)},
        {"difficulties": (Difficulty("La pluie", "Une tonnelle."),)},
        {"links": (Link("a", "https://example.org", "b"),)},
        {"related": (Related(UUID, "Un titre"),)},
        {"sections": (Section("Autre", "texte"),)},
        {"adapted_from": (Ancestor("a", "b", "c", UUID, "https://example.org"),)},
        {"extra": {"autre": "x"}},
        {"territories": ("commune:75056",)},
    ],
)
def test_change_of_any_part_is_shown_under_its_name(changes):
    before = make_content()

    found = compare(before, before.replace(**changes))

    assert [change.field for change in found] == list(changes)
    assert found[0].label
    assert found[0].pieces


@pytest.mark.parametrize(
    ("name", "earlier", "later"),
    [
        ("related", Related(UUID, "Un titre"), Related("", "Un titre")),
        ("adapted_from", Ancestor("a", "b", "c", UUID), Ancestor("a", "b", "c")),
        (
            "adapted_from",
            Ancestor("a", "b", "c", url="https://example.org"),
            Ancestor("a", "b", "c", url="https://example.com"),
        ),
    ],
)
def test_change_of_where_a_name_leads_is_shown(name, earlier, later):
    before, after = (make_content(**{name: (entry,)}) for entry in (earlier, later))

    assert [change.field for change in compare(before, after)] == [name]


NAMES = Names(
    {"commune:29019": "Brest · Finistère"},
    {"les-mains": "Les Mains"},
    {UUID: "Le café des parents"},
)
FILE = "a" * 64 + ".jpg"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("territories", ("commune:29019", "commune:1"), "Brest · Finistère\ncommune:1"),
        ("organisation", "les-mains", "Les Mains"),
        ("licence", "CC-BY-SA-4.0", "CC BY-SA 4.0"),
        ("since", "2016-03", "mars 2016"),
        ("confirmed_on", "2026-06-20", "20 juin 2026"),
        ("since", "un jour", "un jour"),
        ("language", "br", "breton"),
        ("language", "rcf", "créole réunionnais"),
        ("language", "nl", "néerlandais"),
        ("language", "x-inconnue", "x-inconnue"),
        ("related", (Related(UUID, "Ancien titre"),), "Le café des parents"),
        ("related", (Related(OTHER, "Un titre"),), "Un titre"),
        ("related", (Related(OTHER),), "une recette qui n’est pas ici"),
        (
            "steps",
            (Step("Ouvrir", "La porte.", component=UUID, photo=FILE),),
            "Ouvrir (pendant, Le café des parents, avec une photo)\nLa porte.\n",
        ),
        ("photos", (Photo(FILE, "Une table", "Ana", "CC-BY-4.0"),), "Une table, Ana, CC BY 4.0"),
        ("documents", (Document(FILE, "Le plan", "Ana", "CC0-1.0"),), "Le plan, Ana, CC0 1.0"),
        ("adapted_from", (Ancestor("a", "b", "CC-BY-4.0", UUID),), "a, b, CC BY 4.0"),
    ],
)
def test_part_reads_as_on_the_page_where_names_are_given(name, value, told):
    assert readable(make_content(**{name: value}), name, NAMES) == told


@pytest.mark.parametrize(
    ("name", "earlier", "later"),
    [
        ("photos", Photo("a.jpg", "Table"), Photo("b.jpg", "Chaise")),
        ("documents", Document("a.pdf", "Plan"), Document("b.pdf", "Plans")),
        (
            "steps",
            Step("Ouvrir", "Tôt", photo="a"),
            Step("Ouvrir", "Tard", photo="b"),
        ),
        (
            "adapted_from",
            Ancestor("a", "b", "", UUID),
            Ancestor("a", "c", "", OTHER),
        ),
    ],
)
def test_file_or_ancestor_put_in_place_of_another_is_told_though_words_changed_as_well(
    name, earlier, later
):
    before, after = (make_content(**{name: (entry,)}) for entry in (earlier, later))

    (change,) = compare(before, after, NAMES)

    assert any("autre" in piece.text for piece in change.pieces if piece.what == NEW)
    assert not any("autre" in piece.text for piece in change.before)


def test_file_added_while_the_others_stay_is_no_other_one():
    before = make_content(photos=(Photo("a.jpg", "Une table"),))
    after = before.replace(photos=(*before.photos, Photo("b.jpg", "Une chaise")))

    (change,) = compare(before, after, NAMES)

    assert "".join(piece.text for piece in change.after) == "Une table\nUne chaise"


def test_change_that_names_cannot_tell_is_told_with_its_keys():
    before = make_content(adapted_from=(Ancestor("a", "b", "c", UUID),))

    (change,) = compare(before, before.replace(adapted_from=(Ancestor("a", "b", "c"),)), NAMES)

    assert UUID in "".join(piece.text for piece in change.before)
    assert UUID not in "".join(piece.text for piece in change.after)


def test_parts_come_in_the_order_of_the_template():
    before = make_content()
    after = before.replace(credit="Autre", tips="Du café.", title="Autre", minutes=60)

    with translation.override("en"):
        found = compare(before, after)

    assert [change.field for change in found] == ["title", "minutes", "tips", "credit"]


def test_choice_of_a_list_that_changed_is_told_whole_not_word_by_word():
    (change,) = compare(
        make_content(cost_band="moins-de-100"), make_content(cost_band="moins-de-1000")
    )

    assert change.pieces == (
        Piece(GONE, "moins de 100\xa0€"),
        Piece(NEW, "moins de 1\xa0000\xa0€"),
    )


def test_ease_is_told_in_words_as_on_the_page_and_a_draft_s_impossible_one_as_it_is():
    (change,) = compare(make_content(ease=3), make_content(ease=5))
    impossible = readable(make_content(ease=9), "ease")

    assert "".join(piece.text for piece in change.before) == "avec un peu de pratique"
    assert "".join(piece.text for piece in change.after) == "à la portée de tout le monde"
    assert impossible == "9"


_random = random.Random(1)  # noqa: S311  # the same texts each time
_FEW = [_random.choice("ab") + " " for _ in range(25_000)]
_MANY = [f"mot{n} " for n in range(2_000)]
_SIGNS = [chr(ord("一") + n) for n in range(200)] * 125


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 25_000, "b " + "a " * 24_000 + "c a"),
        ("a\n" * 25_000, "b\n" + "a\n" * 20_000 + "c\n" + "a\n" * 4_000),
        ("".join(_FEW), "".join(reversed(_FEW))),
        ("a b " * 400, "b b a a " * 400),
        ("".join(_MANY * 4), "".join(reversed(_MANY * 4))),
        ("".join(_MANY[:300] * 13), "".join(_random.sample(_MANY[:300] * 13, 3_900))),
        (" ".join(_SIGNS), " ".join(reversed(_SIGNS))),
    ],
    ids=[
        "one word",
        "one line",
        "two words",
        "back and forth",
        "huge line",
        "shuffled",
        "backwards",
    ],
)
@LONGEST
def test_long_and_repetitive_texts_are_compared_in_a_moment(before, after):
    found = list(pieces(before, after))
    assert "".join(piece.text for piece in found if piece.what != NEW) == before
    assert "".join(piece.text for piece in found if piece.what != GONE) == after


def test_one_word_changed_in_a_huge_line_is_still_found():
    line = " ".join(_random.choices(["de ", "la ", *_MANY], k=8_000))

    found = list(pieces(f"{line}café {line}", f"{line}thé {line}"))

    assert [piece.text for piece in found if piece.what != SAME] == ["café ", "thé "]
