"""What is found, in which order: the expected lists are the same on every database."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes import search, workflow
from recipes.content import Difficulty, Ingredient, Link, Related, Section, Step
from recipes.models import Recipe, SearchDocument, Word
from recipes.search import engines
from tests.factories import make_recipe, make_revision
from tests.recipes.search.conftest import Shop


@pytest.mark.parametrize("typed", ["jardins partages", "jardin partagé", "JARDIN PARTAGÉES"])
def test_family_is_found_however_it_is_typed(shop: Shop, typed: str) -> None:
    shop.publish("Un jardin partagé au pied de l’immeuble")
    shop.publish("Une soupe")
    shop.publish("Jardins", why="On y partage les outils.")

    assert shop.titles(typed) == ["Un jardin partagé au pied de l’immeuble", "Jardins"]


@pytest.mark.parametrize("typed", ["repare café", "réparer cafe", "repair café", "repairs cafés"])
def test_repair_cafe_is_found_by_all_its_names(shop: Shop, typed: str) -> None:
    shop.publish("Un repair café")
    shop.publish("Un café associatif")
    shop.publish("Une matinée de réparation", why="Comme au café.")

    assert shop.titles(typed) == ["Un repair café", "Une matinée de réparation"]


@pytest.mark.parametrize(
    "typed", ["evenement co-creatif", "événements cocréatifs", "evenement co creatif"]
)
def test_hyphened_word_is_found_in_one_or_two(shop: Shop, typed: str) -> None:
    shop.publish("Fiche d’événement co-créatif")
    shop.publish("Un événement")

    assert shop.titles(typed) == ["Fiche d’événement co-créatif"]


def test_word_in_one_is_found_by_its_hyphened_spelling(shop: Shop) -> None:
    shop.publish("Un écoquartier")

    assert shop.titles("éco-quartier") == ["Un écoquartier"]


def test_title_counts_over_summary_over_parts_over_body(shop: Shop) -> None:
    shop.publish("Titre : compost")
    shop.publish("Résumé", summary="Le compost.")
    shop.publish("Motif", why="Du compost.")
    shop.publish("Ingrédient", ingredients=(Ingredient("Du compost"),))
    shop.publish("Étape", steps=(Step("Trier", "Mettez au compost."),))
    shop.publish("Ailleurs", summary="Rien.")

    assert shop.titles("composts") == ["Titre : compost", "Résumé", "Ingrédient", "Motif", "Étape"]


def test_newest_comes_first_among_equals(shop: Shop) -> None:
    shop.publish_all("Vélo un", "Vélo deux", "Soupe", "Vélo trois")

    assert shop.titles("vélo") == ["Vélo trois", "Vélo deux", "Vélo un"]


def test_rare_word_counts_more_than_common_word(shop: Shop) -> None:
    for number in range(6):
        shop.publish(f"Atelier numéro {number}")
    shop.publish("Couture", why="Un atelier.")
    shop.publish("Atelier", why="De la couture.")

    assert shop.titles("atelier couture") == ["Couture", "Atelier"]


def test_words_together_in_a_column_come_before_words_apart(shop: Shop) -> None:
    shop.publish("Le four", steps=(Step("Cuire", "Enfournez le pain."),))
    shop.publish("Ensemble", summary="Le four et le pain.")
    shop.publish("Le pain", steps=(Step("Cuire", "Allumez le four."),))

    assert shop.titles("four pain") == ["Ensemble", "Le pain", "Le four"]


def test_all_words_have_to_be_there(shop: Shop) -> None:
    shop.publish("Jardin")
    shop.publish("Soupe")

    assert shop.titles("jardin soupe") == []


def test_word_being_typed_finds_longer_ones_where_nothing_has_the_word_itself(shop: Shop) -> None:
    shop.publish("Un four à pain")
    shop.publish("Fournitures à partager")
    shop.publish("Soupe", why="Sans fours.")

    assert shop.titles("four") == shop.titles("fours") == ["Un four à pain", "Soupe"]
    assert shop.titles("fournit") == ["Fournitures à partager"]
    assert shop.titles("fou") == ["Fournitures à partager", "Un four à pain", "Soupe"]
    assert shop.titles("fou ") == []


def test_phrase_is_found_in_its_order_only_and_inside_one_part(shop: Shop) -> None:
    shop.publish("La maison du quartier")
    shop.publish("Le quartier, la maison")
    shop.publish("Soupe", why="À la maison.", in_a_hurry="Quartier libre.")
    shop.publish("Wiki", steps=(Step("Écrire", "Dans les maisons de quartiers, écrivez."),))

    assert shop.titles('"maison de quartier"') == ["La maison du quartier", "Wiki"]
    assert len(shop.titles("maison quartier")) == 4


def test_phrase_of_three_words_is_not_its_pairs(shop: Shop) -> None:
    shop.publish("Un deux trois", why="Soleil grand jardin, grand jardin fleuri.")
    shop.publish("Vrai", why="Un soleil grand jardin fleuri.")

    assert shop.titles('"soleil grand jardin fleuri"') == ["Vrai"]


def test_phrase_late_in_a_long_text_is_found(shop: Shop) -> None:
    many = [" ".join(f"mot{n}" for n in range(first, first + 3000)) for first in range(6)]
    last = "jardin " * 400 + "jardin ouvrier"
    shop.publish("Long", sections=tuple(Section("Annexe", text) for text in [*many, last]))

    assert shop.titles('"jardin ouvrier"') == ["Long"]


def test_excluded_words_and_phrases_leave_out(shop: Shop) -> None:
    shop.publish("Jardin partagé")
    shop.publish("Jardin ouvrier", why="Une parcelle par famille.")
    shop.publish("Partage de jardin")

    assert shop.titles("jardin -ouvriers") == ["Partage de jardin", "Jardin partagé"]
    assert shop.titles('jardin -"jardin partagé"') == ["Partage de jardin", "Jardin ouvrier"]


def test_only_exclusions_give_everything_else_the_newest_first(shop: Shop) -> None:
    shop.publish_all("Un", "Jardin", "Deux")

    assert shop.titles("-jardin") == ["Deux", "Un"]


@pytest.mark.parametrize("typed", ["", "les de", "?!", "\0", '""'])
def test_query_without_a_word_is_answered_by_everything(shop: Shop, typed: str) -> None:
    shop.publish_all("Un", "Jardin")

    assert shop.titles(typed) == ["Jardin", "Un"]


def test_unpublished_recipes_are_never_found(shop: Shop) -> None:
    shop.publish("Jardin public")
    gone = shop.publish("Jardin retiré")
    make_recipe(published=False, title="Jardin secret")

    assert shop.titles("jardin") == ["Jardin retiré", "Jardin public"]
    workflow.unpublish(gone)
    assert shop.titles("jardin") == ["Jardin public"]
    assert SearchDocument.objects.count() == 1


def test_later_revision_is_found_by_its_own_words_only(shop: Shop) -> None:
    recipe = shop.publish("Jardin", why="Des tomates.")

    make_revision(recipe, why="Des courgettes.")

    assert shop.titles("courgette") == ["Jardin"]
    assert shop.titles("tomates ") == []


def test_recipes_later_than_those_asked_about_are_not_found(shop: Shop) -> None:
    shop.publish("Jardin")
    version, newest_first = shop.catalogue()
    shop.publish("Jardin d’après")

    found = search.find("jardin", newest_first=newest_first, version=version)

    assert found.ids == newest_first


@pytest.mark.parametrize(
    "word",
    [
        "public",
        "pourquoi",
        "presse",
        "ingredient",
        "ustensile",
        "etape",
        "consigne",
        "probleme",
        "remede",
        "origine",
        "astuce",
        "bilan",
        "loi",
        "resultat",
        "reference",
        "adresse",
        "remarque",
        "rubrique",
        "annexe",
        "auteur",
        "financeur",
        "rythme",
        "prix",
    ],
)
def test_every_part_of_a_recipe_is_found(shop: Shop, word: str) -> None:
    shop.publish("Autre")
    shop.publish(
        "Tout",
        audience="public",
        why="pourquoi",
        in_a_hurry="pressé",
        ingredients=(Ingredient("ingrédient"),),
        utensils=("ustensile",),
        steps=(Step("étape", "consigne"),),
        difficulties=(Difficulty("problème", "remède"),),
        origin="origine",
        tips="astuce",
        in_hindsight="bilan",
        legal_frame="loi",
        results="résultat",
        sources=("référence",),
        links=(Link("adresse", "https://example.org/", "remarque"),),
        sections=(Section("rubrique", "annexe"),),
        credit="auteur",
        public_funding="financeur",
        rhythm="rythme",
        cost_note="prix",
        related=(Related(title="étrangère"),),
    )

    assert shop.titles(word) == ["Tout"]
    assert shop.titles("etrangere") == []
    assert shop.titles("org ") == []


def test_themes_and_places_are_found(shop: Shop) -> None:
    shop.publish("Soupe", tags=("anti-gaspillage",))

    assert shop.titles("antigaspillage") == ["Soupe"]
    assert shop.titles("brest") == ["Soupe"]


# Typing errors


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("jradin", "jardin"),
        ("jardn partagé", "jardin partagé"),
        ("jardinn  partagé", "jardin  partagé"),
        ("reppair cafe", "repair cafe"),
        ("zardin", "jardin"),
        ("bibliotheqe", "bibliothèque"),
        ("bibliotehqe", "bibliothèque"),
        ("jradin bibliotheqe -x", "jardin bibliothèque -x"),
    ],
)
def test_mistyped_word_is_replaced_and_said(shop: Shop, typed: str, corrected: str) -> None:
    shop.publish("Le jardin partagé de la bibliothèque", why="Un repair café.")

    found = shop.find(typed)

    assert len(found.ids) == 1
    assert found.corrected == corrected
    assert len(found.corrections) == (2 if "x" in typed else 1)


def test_word_in_more_recipes_is_preferred_for_a_correction(shop: Shop) -> None:
    shop.publish_all("La tarte", "La tarte", "La carte")

    found = shop.find("xarte")
    nearest = shop.find("carre ")

    assert found.corrected == "tarte"
    assert found.corrections == (("xarte", "tarte"),)
    assert nearest.corrected == "carte "


def test_same_first_letter_is_preferred_for_a_correction(shop: Shop) -> None:
    shop.publish_all("La tarte", "La tarte", "La porte")

    assert shop.find("parte ").corrected == "porte "


@pytest.mark.parametrize(
    "typed", ["jardin ", "jard", '"jradin"', "-jradin", "j4rdin", "xyz", "jar "]
)
def test_nothing_is_corrected_that_is_found_or_quoted_or_like_nothing(
    shop: Shop, typed: str
) -> None:
    shop.publish("Jardin")

    assert shop.find(typed).corrected is None


def test_word_never_written_so_is_replaced_when_nothing_has_all_words(shop: Shop) -> None:
    shop.publish_all("Le jardin", "Jardons la soupe")

    found = shop.find("jardins soupe ")
    lost = shop.find("soupe jardinn tyrolienne ")

    assert found.corrected == "jardons soupe "
    assert len(found.ids) == 1
    assert lost.ids == ()


def test_words_well_written_are_not_replaced_though_nothing_has_both(shop: Shop) -> None:
    shop.publish_all("Jardin", "Gardien", "Jardon soupe", "Soupe")

    assert shop.find("jardin soupe ").corrected is None


def test_words_of_unpublished_recipes_are_never_proposed(shop: Shop) -> None:
    shop.publish("Soupe")
    workflow.unpublish(shop.publish("Tyrolienne"))

    assert Word.objects.filter(folded="tyrolienne").exists()
    assert shop.find("tyroliene").corrected is None
    assert complete(shop, "tyrol") == []


def test_words_no_longer_used_are_pruned(shop: Shop) -> None:
    shop.publish("Soupe")
    workflow.unpublish(shop.publish("Tyrolienne"))

    search.prune_words()

    assert set(Word.objects.values_list("folded", flat=True)) >= {"soupe", "brest"}
    assert not Word.objects.filter(folded="tyrolienne").exists()


# What it costs, what it withstands


@pytest.mark.parametrize("how_many", [1, 3])
def test_search_costs_the_same_however_many_recipes(
    shop: Shop, django_assert_num_queries: Any, how_many: int
) -> None:
    for number in range(how_many):
        shop.publish(f"Jardin {number}", why="Une soupe partagée.")
    version, newest_first = shop.catalogue()

    def ask(words: str) -> None:
        search.find(words, newest_first=newest_first, version=version)

    with django_assert_num_queries(1):  # the words
        ask("jardin soupe")
    with django_assert_num_queries(0):
        ask("soupe jardin")
    with django_assert_num_queries(1):  # a new word
        ask("jardin partage ")
    with django_assert_num_queries(1):  # the order, in the only column that has both
        ask('"soupe partagée"')
    with django_assert_num_queries(
        2
    ):  # the word as typed, the vocabulary; those it begins are known
        ask("jardin part")
    with django_assert_num_queries(1):  # the word itself; the nearest is known
        ask("jradin ")


def test_sets_forgotten_for_want_of_room_are_asked_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recipes.search.shelf.FEWEST", 1)
    monkeypatch.setattr("recipes.search.shelf.MOST_BYTES", 1)
    shop.publish("Un jardin partagé", why="Un jardin ouvrier.")

    for _ in range(2):
        assert shop.titles("jardin partagé ouvrier") == ["Un jardin partagé"]
        assert shop.titles('"jardin partagé"') == ["Un jardin partagé"]
        assert shop.titles('"jardin ouvrier"') == ["Un jardin partagé"]


def test_database_without_an_engine_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "oracle")

    with pytest.raises(ImproperlyConfigured, match="oracle"):
        engines.holding(["jardin"])


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [
                "jardin",
                "soupe",
                "-jardin",
                '"jardin soupe"',
                '-"soupe',
                "jar",
                "1e5b",
                "co-",
                "OR",
                "\0",
                "*",
                ":",
                "(",
                "'",
                "«",
                "»",
                "%",
                "{0}",
                "🎉",
            ]
        )
        | st.text(max_size=8)
    )
)
def test_any_query_is_answered_with_published_recipes_once_each(
    shop: Shop, words: list[str]
) -> None:
    if not Recipe.objects.exists():
        shop.publish_all("Jardin et soupe", "Soupe au jardin", "Pain 1e5b co-construit")

    found = shop.find(" ".join(words))

    assert set(found.ids) <= set(shop.catalogue()[1])
    assert len(set(found.ids)) == len(found.ids)
    assert found.recipes.bit_count() == len(found.ids)


def test_empty_catalogue_answers_nothing(shop: Shop) -> None:
    assert shop.titles("jardin") == []
    assert shop.titles("") == []
    assert shop.titles('"jardin partagé"') == []


# Suggestions while typing


def complete(shop: Shop, words: str) -> list[str]:
    version, newest_first = shop.catalogue()
    return search.complete(words, newest_first=newest_first, version=version)


def test_titles_then_words_are_proposed(shop: Shop) -> None:
    shop.publish("Jardin partagé", why="Le jardinage, c’est simple.")
    shop.publish("Soupe", why="Le jardinage partagé par des jardiniers.")
    make_recipe(published=False, title="Jardin secret")

    assert complete(shop, "jar") == ["Jardin partagé", "jardinage", "jardin", "jardiniers"]
    assert complete(shop, "soupe jardini") == ["soupe jardiniers"]
    assert complete(shop, "jardin ") == ["Jardin partagé"]
    assert complete(shop, "soupe jardin") == ["soupe jardinage", "soupe jardiniers"]
    assert complete(shop, "") == []
    assert complete(shop, "-jar") == []


def test_title_of_a_recipe_unpublished_a_moment_ago_is_not_proposed(shop: Shop) -> None:
    gone = shop.publish("Jardin retiré")
    version, newest_first = shop.catalogue()
    workflow.unpublish(gone)

    assert search.complete("jardin ", newest_first=newest_first, version=version) == []


def test_six_completions_at_most(shop: Shop) -> None:
    shop.publish_all(*(f"Jardin numéro {number}" for number in range(8)))

    assert complete(shop, "jardin") == [f"Jardin numéro {n}" for n in (7, 6, 5, 4, 3, 2)]


def test_excerpt_tells_the_items_of_a_list_from_each_other(shop: Shop) -> None:
    things = (Ingredient("Un repair café"), Ingredient("la fondation"), Ingredient("La carte."))
    shop.publish("Réparer", why="Il faut :\n\n- du fil\n- une aiguille", ingredients=things)

    (shown,) = SearchDocument.objects.values_list("plain", flat=True)

    assert shown.split("\n")[:6] == [
        "Il faut :",
        "du fil ·",
        "une aiguille ·",
        "Un repair café ·",
        "la fondation ·",
        "La carte.",
    ]
