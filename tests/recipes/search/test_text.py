"""Word families: what belongs together meets, what does not stays apart."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recipes.search.plain import plain
from recipes.search.text import LONGEST_WORD, fold, stem, tokens

FAMILIES = (
    "partagé partagée partagées partagés PARTAGES partage partager",
    "jardin jardins Jardins",
    "réparer répare réparation reparations réparée repair",
    "événement évènement evenements événements",
    "œuvre oeuvre œuvres OEUVRES",
    "local locaux locale locales",
    "vélo vélos velo",
    "habitant habitants habitante habitantes",
    "café cafés cafe CAFÉ",
    "association associations associatif associative",
    "participer participatif participative participation",
    "créatif créative créatifs créatives",
    "jeu jeux",
    "lieu lieux",
    "travail travaux",
    "réseau réseaux",
    "journal journaux",
    "français française françaises",
    "nouveau nouvelle nouveaux nouvelles",
    "jardinier jardinière jardinières",
    "boulanger boulangère boulangers",
    "coopératif coopérative coopération",
    "citoyen citoyenne citoyens citoyennes",
    "élu élue élus élues",
    "ami amis amie amies",
    "emploi emplois",
    "animer animation animateur animatrice",
    "utiliser utilisation utilisateurs",
    "assemblée assemblées",
    "photo photos",
)
STRANGERS = (
    "café CAF",
    "commune communs",
    "cours cour",
    "cours courses",
    "département départ",
    "données don",
    "durée dur",
    "visite vis",
    "chantier chanter",
    "quartier quart",
    "habile habitant",
    "organe organisation",
    "utile utiliser",
    "fraise frais",
    "mois moi",
    "fois foi",
    "pays payer",
    "mars mare",
    "étage étagère",
    "soupe soupçon",
    "vélo velours",
    "local location",
    "parlement parler",
    "positif poser",
    "ville village",
    "livre libre",
    "forum forme",
    "numérique numéro",
    "compost composer",
    "marché marchandise",
    "école écologie",
    "monnaie mon",
)


@pytest.mark.parametrize("family", FAMILIES)
def test_words_of_a_family_share_a_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", STRANGERS)
def test_words_of_two_families_stay_apart(pair: str) -> None:
    one, other = pair.split()

    assert stem(one) != stem(other)


def test_families_stay_apart_from_each_other() -> None:
    stems = sorted(stem(family.split()[0]) for family in FAMILIES)

    assert all(one != other for one, other in pairwise(stems))


@pytest.mark.parametrize("word", ["le", "Les", "où", "À", "qu", "des"])
def test_stop_word_has_no_stem(word: str) -> None:
    assert stem(word) == ""


def test_apostrophes_and_hyphens_part_words_that_are_also_joined() -> None:
    found = list(tokens("L’eau d'un éco-quartier, vis-à-vis"))

    assert [token.folded for token in found] == [
        "l", "eau", "d", "un", "eco", "quartier", "vis", "a", "vis"
    ]  # fmt: skip
    assert [token.joined for token in found if token.joined] == ["ecoquartier"]


@given(st.text())
@example("3e7 1e5b ½ m² Ⅷ 花园 🎉")
def test_stems_are_letters_and_digits_no_engine_could_cut(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end]
        assert len(token.stem) <= LONGEST_WORD + 1
        assert token.stem.isascii()
        assert not token.stem or token.stem.isalnum()
        assert not token.stem or token.stem[0].isalpha() or token.stem.isdigit()


@given(st.text(min_size=1))
def test_folding_a_folded_word_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


TOGETHER = "Titre ·\nUne phrase\ncoupée.\nun ;\ndeux :\ntrois"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("## Un *titre* **fort**", "Un titre fort"),
        ("- une\n- deux\n\n1. trois", "une ·\ndeux ·\ntrois"),
        ("[un lien](https://example.org/page_(1)) ![image](<a b.png>)", "un lien image"),
        ("Voir https://example.org/jardin ou <mailto:a@example.org>.", "Voir ou ."),
        ("> cité\n\n```\ncode\n```\n\n---\nfin", "cité ·\ncode ·\nfin"),
        ("# Titre\n\nUne phrase\ncoupée.\n\n- un ;\n- deux :\n  - trois", TOGETHER),
        ("> une\n> citation\n\n* \n* b", "une\ncitation ·\nb"),
        ("snake_case et 3 * 4, `code`, a \\* b, ~~non~~", "snake_case et 3 * 4, code, a * b, non"),
        ("<b>gras</b> <!-- caché --> 1 < 2", "gras 1 < 2"),
        ("| a | b |\n|---|---|\n[1]: https://example.org", "| a | b |"),
    ],
)
def test_markdown_signs_are_taken_away(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


@pytest.mark.parametrize(
    "piece",
    ["[a](", "[", "<a", "<!--", "**", "> ", "- ", "_ ", " \n", "`", "(", "[a](x", "\\", "#"],
)
def test_hostile_text_is_read_in_time(piece: str) -> None:
    assert len(plain(piece * 50_000)) <= 50_000 * len(piece)
