"""What stands under the headings of a card: where it goes, what stays as it is."""

import pytest

from recipes.content import IngredientKind, Phase, Section
from recipes.exchange.cards import read_card


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
