import pytest
from hypothesis import given
from hypothesis import strategies as st

from territories.models import Kind, Territory
from territories.names import fold, without_article, without_grouping


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "st etienne"),
        ("Sainte-Marie", "STE-MARIE"),
        ("Œuilly", "oeuilly"),
        ("L'Île-d'Yeu", "l’ile d’yeu"),
        ("Paris 11e Arrondissement", "paris 11ème arrondissement"),
        ("Marseille 1er Arrondissement", "marseille 1e arrondissement"),
        ("Plougastel-Daoulas", "  plougastel   daoulas "),
    ],
)
def test_two_spellings_of_a_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_stains_is_not_taken_for_a_saint() -> None:
    assert fold("Stains") == "stains"


@given(st.text())
def test_folding_any_text_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(exclude_categories=())))
def test_folding_keeps_only_plain_letters_and_digits(text: str) -> None:
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_what_people_leave_out_of_a_name_is_dropped() -> None:
    assert without_article("le mans") == "mans"
    assert without_article("lens") == "lens"
    assert without_grouping("ca du pays de laon") == "pays de laon"
    assert without_grouping("cc de l ouest") == "ouest"
    assert without_grouping("ca") == "ca"
    assert without_grouping("caen la mer") == "caen la mer"


@pytest.mark.parametrize(
    ("kind", "name", "liaison", "of_name", "in_name"),
    [
        (Kind.COMMUNE, "Brest", "0", "de Brest", "à Brest"),
        (Kind.COMMUNE, "Ouessant", "1", "d’Ouessant", "à Ouessant"),
        (Kind.COMMUNE, "Le Mans", "2", "du Mans", "au Mans"),
        (Kind.COMMUNE, "La Rochelle", "3", "de La Rochelle", "à La Rochelle"),
        (Kind.COMMUNE, "Les Lilas", "4", "des Lilas", "aux Lilas"),
        (Kind.COMMUNE, "L’Île-d’Yeu", "5", "de L’Île-d’Yeu", "à L’Île-d’Yeu"),
        (Kind.COMMUNE, "Île-de-Sein", "1", "de l’Île-de-Sein", "à l’Île-de-Sein"),
        (
            Kind.COMMUNE,
            "Îles Éparses de l’océan Indien",
            "",
            "des Îles Éparses de l’océan Indien",
            "aux Îles Éparses de l’océan Indien",
        ),
        (Kind.COMMUNE, "Aux Marais", "6", "des Marais", "aux Marais"),
        (Kind.COMMUNE, "Los Masos", "8", "de Los Masos", "à Los Masos"),
        (Kind.COMMUNE, "Le Mont-Dore", "", "du Mont-Dore", "au Mont-Dore"),
        (Kind.COMMUNE, "Uturoa", "", "d’Uturoa", "à Uturoa"),
        (Kind.COMMUNE, "Hao", "", "de Hao", "à Hao"),
        (
            Kind.DISTRICT,
            "Paris 1er Arrondissement",
            "0",
            "de Paris 1er Arrondissement",
            "à Paris 1er Arrondissement",
        ),
        (Kind.DEPARTEMENT, "Finistère", "2", "du Finistère", "dans le Finistère"),
        (Kind.DEPARTEMENT, "Ille-et-Vilaine", "1", "d’Ille-et-Vilaine", "en Ille-et-Vilaine"),
        (Kind.DEPARTEMENT, "Haute-Savoie", "3", "de la Haute-Savoie", "en Haute-Savoie"),
        (Kind.DEPARTEMENT, "Somme", "3", "de la Somme", "dans la Somme"),
        (Kind.DEPARTEMENT, "Dordogne", "3", "de la Dordogne", "en Dordogne"),
        (Kind.DEPARTEMENT, "Haute-Loire", "3", "de la Haute-Loire", "en Haute-Loire"),
        (Kind.DEPARTEMENT, "Landes", "4", "des Landes", "dans les Landes"),
        (Kind.DEPARTEMENT, "Ain", "5", "de l’Ain", "dans l’Ain"),
        (Kind.DEPARTEMENT, "Paris", "0", "de Paris", "à Paris"),
        (Kind.REGION, "Bretagne", "0", "de Bretagne", "en Bretagne"),
        (Kind.REGION, "Île-de-France", "1", "d’Île-de-France", "en Île-de-France"),
        (Kind.REGION, "La Réunion", "0", "de La Réunion", "à La Réunion"),
        (Kind.REGION, "Île de Clipperton", "0", "de l’Île de Clipperton", "à l’Île de Clipperton"),
        (
            Kind.REGION,
            "Terres australes et antarctiques françaises",
            "0",
            "des Terres australes et antarctiques françaises",
            "dans les Terres australes et antarctiques françaises",
        ),
        (Kind.EPCI, "Brest Métropole", "", "de Brest Métropole", "à Brest Métropole"),
        (Kind.EPCI, "Orléans Métropole", "", "d’Orléans Métropole", "à Orléans Métropole"),
        (
            Kind.EPCI,
            "CC des Quatre Vallées",
            "",
            "de la CC des Quatre Vallées",
            "dans la CC des Quatre Vallées",
        ),
        (
            Kind.EPCI,
            "Eurométropole de Strasbourg",
            "",
            "de l’Eurométropole de Strasbourg",
            "dans l’Eurométropole de Strasbourg",
        ),
        (Kind.COUNTRY, "France", "", "de France", "en France"),
    ],
)
def test_a_name_in_a_sentence_reads_as_french_says_it(
    kind: str, name: str, liaison: str, of_name: str, in_name: str
) -> None:
    territory = Territory(kind=kind, name=name, liaison=liaison)

    assert (territory.of_name, territory.in_name) == (of_name, in_name)
