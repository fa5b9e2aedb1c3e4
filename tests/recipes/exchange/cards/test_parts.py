"""What stands under the headings of a card: where it goes, what stays as it is."""

import pytest

from recipes.content import IngredientKind, Phase, Section
from recipes.exchange.cards import read_card
from recipes.exchange.losses import lost_lines

LONG = "Encore et " * 12 + "encore."


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


def test_steps_without_headings_or_numbers_are_one_step():
    content = read_card("# T\n\n## Mise en place\n\nUn.\n\n- Deux\n").content

    assert [(s.title, s.text) for s in content.steps] == [("Mise en place", "Un.\n\n- Deux")]


def test_each_item_of_a_numbered_list_is_a_step_with_all_that_stands_below_it():
    body = (
        "## Déroulement\n\nIl faut un samedi.\n\n1. Accueillir (20 min)\n   - un café\n"
        "     - sans sucre\n2. Réparer\n\n   On ouvre l’objet.\n\nPuis on le referme.\n\n"
        "3) Compter\n"
    )

    content = read_card(f"# T\n\n{body}").content

    assert [(s.title, s.text, s.minutes) for s in content.steps] == [
        ("Déroulement", "Il faut un samedi.", None),
        ("Accueillir (20 min)", "- un café\n  - sans sucre", 20),
        ("Réparer", "On ouvre l’objet.\n\nPuis on le referme.", None),
        ("Compter", "", None),
    ]
    assert lost_lines(body, content) == []


@pytest.mark.parametrize(
    ("item", "title", "text"),
    [
        ("Un\n   deux trois", "Un deux trois", ""),
        (f"Poser les tables. {LONG}", "Poser les tables.", LONG),
        (f"**Accueillir** : {LONG}", "Accueillir", f"**Accueillir** : {LONG}"),
        ("[Un lien](http://a.fr)", "Un lien", "[Un lien](http://a.fr)"),
        (LONG, f"{'Encore et ' * 11}Encore et…", LONG),
    ],
)
def test_step_of_a_list_has_a_title_and_loses_no_word(item, title, text):
    content = read_card(f"# T\n\n## Étapes\n\n1. {item}\n2. fin\n").content

    assert (content.steps[0].title, content.steps[0].text) == (title, text)
    assert lost_lines(f"1. {item}\n2. fin", content) == []


@pytest.mark.parametrize(
    "words",
    ["1. seul", "1. a\n3. b", "2. a\n3. b", "1. a\n2. b\n1. c", "```\n1. a\n2. b\n```"],
)
def test_numbers_that_are_not_those_of_one_list_make_no_steps(words):
    content = read_card(f"# T\n\n## Étapes\n\n{words}\n").content

    assert [(s.title, s.text) for s in content.steps] == [("Étapes", words)]


@pytest.mark.parametrize(
    ("heading", "field"), [("Étapes", "steps"), ("Difficultés", "difficulties")]
)
def test_more_headings_than_a_recipe_takes_stay_a_text(heading, field):
    below = "".join(f"### n° {number}\n\nx\n\n" for number in range(200))

    content = read_card(f"# T\n\n## {heading}\n\nVoici.\n\n{below}").content

    assert getattr(content, field) == ()
    assert [section.heading for section in content.sections] == [heading]
    assert content.sections[0].text.startswith("Voici.\n\n### n° 0")


def test_list_of_more_items_than_a_recipe_takes_is_one_step():
    content = read_card("# T\n\n## Étapes\n\n" + "1. x\n" * 200).content

    assert [step.title for step in content.steps] == ["Étapes"]


def test_what_stands_under_the_facts_without_belonging_there_comes_after_them():
    content = read_card(
        "# T\n\n## Crédits\n\nAlex\n\n### Exemples\n\nb\n\n### Chez nous\n\nc\n"
    ).content

    assert [(section.heading, section.text) for section in content.sections] == [
        ("Crédits", "Alex\n\n### Chez nous\n\nc"),
        ("Exemples", "b"),
    ]


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
