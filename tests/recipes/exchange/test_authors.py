"""Whom cards name."""

import pytest

from recipes.exchange.authors import credit_of, names_in
from recipes.exchange.licences_in_prose import Line, Where


@pytest.mark.parametrize(
    ("words", "where", "names"),
    [
        (
            (
                "Publié par [Alex Exemple](mailto: a@example.org) via [Les Amis](http://a.example) "
                "selon les termes de la licence Creative Commons BY-SA."
            ),
            Where.SOURCES,
            ["Alex Exemple via Les Amis"],
        ),
        ("* Auteur de l’article : Alex Exemple ; Camille", Where.BODY, ["Alex Exemple", "Camille"]),
        ("**Fiche réalisée par la Maison (MDQ)** **[1](#note)**", Where.TOP, ["la Maison (MDQ)"]),
        ("Une traduction par Alex, publié sous licence CC BY", Where.TOP, ["Alex"]),
        ("Un texte écrit et par Alex Exemple, alex@example.org", Where.TOP, ["Alex Exemple"]),
        ("Animation réalisée aux rencontres 2015 par Alex", Where.CREDITS, ["Alex"]),
        ("* **(1)** Alex Exemple,[la Maison](http://example.org), sous licence CC BY-SA",
         Where.SOURCES, ["Alex Exemple, la Maison"]),
        ("* Camille (la Maison)", Where.CREDITS, ["Camille (la Maison)"]),
        ("Traduit par Alex dans le manuel", Where.SOURCES, ["Alex"]),
        ("Un atelier proposé par la ville", Where.BODY, []),
        ("Photo par Camille, sous licence CC BY", Where.SOURCES, []),
        ("* Un livre sans licence", Where.SOURCES, []),
        ("* " + "Un nom bien trop long " * 10, Where.CREDITS, []),
    ],
)  # fmt: skip
def test_names_are_read_where_cards_tell_them(words, where, names):
    assert names_in([Line(words, where)]) == names


def test_credit_names_each_once_and_the_fuller_way():
    assert credit_of(["Alex", "Camille", "ALEX", "Alex Exemple", "Camille, la Maison"]) == (
        "Alex Exemple ; Camille, la Maison",
        0,
    )
