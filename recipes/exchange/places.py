"""« Territoire : Brest » in a card's prose, where it names one territory and no other."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from recipes.exchange.cards import Card, body_of
from recipes.exchange.headings import beginning
from recipes.exchange.notes import Note, to_decide, understood
from recipes.exchange.prose import fences, plain, without_bullet
from territories.models import Kind, Territory
from territories.names import fold
from territories.suggestions import suggest

_TOLD = re.compile(
    r"(?P<label>territoires?|communes?|villes?|r[ée]gions?|d[ée]partements?|lieux?|localisation)"
    r"(?:\s+concern\w+)?\s*:\s*(?P<name>.+)",
    re.IGNORECASE,
)
_TOLD_BEHIND = re.compile(
    r"[.!?…]\s+(?P<label>Territoires?|Communes?|Villes?)(?:\s+concern\w+)?\s*:\s*(?P<name>[^.!?…;]+)"
)
"""The same behind a sentence, where the label begins one."""

_KINDS = {
    "c": [Kind.COMMUNE, Kind.DISTRICT],
    "v": [Kind.COMMUNE, Kind.DISTRICT],
    "r": [Kind.REGION],
    "d": [Kind.DEPARTEMENT],
}
"""What a label announces, by its first letter."""

_OTHER_THINGS = ("lieu", "localisation", "d", "r")
"""« Lieu : une salle » and « Département : chimie » are no territories: nobody has to decide."""

_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/]|\bet\b)\s*")
_MOST_NAMES = 6

_LONGEST_NAME = 100
_MOST_LINES = 20


def placed(card: Card, source: str) -> Card:
    """Tie a card that names no territory to those its prose names, the text kept as it is.

    « Brest, Quimper et Morlaix » are three, when each is the name of one and no other. Two queries
    a name, at most six names in each of at most twenty lines; see `territories.suggestions` for
    what the first one costs.
    """
    if card.content.territories or card.in_our_form:
        return card
    found: dict[str, None] = {}
    notes: list[Note] = []
    for label, name, line in _told(beginning(body_of(source))[0]):
        territories = _named(label, name)
        those = territories if len(territories) == 1 else _several(label, name)
        for one in those:
            found[one.key] = None
            notes.append(understood("territory", territory=one.label, line=line))
        if not those and (territories or not label.startswith(_OTHER_THINGS)):
            notes.append(to_decide("territory_unclear", line=line))
    content = card.content.replace(territories=tuple(found))
    return replace(card, content=content, notes=(*card.notes, *notes))


def _told(body: str) -> Iterator[tuple[str, str, str]]:
    lines = body.split("\n")
    shown = (line for line, in_code in zip(lines, fences(lines), strict=True) if not in_code)
    plainly = map(plain, map(without_bullet, shown))
    told = (_TOLD.fullmatch(line) or _TOLD_BEHIND.search(line) for line in plainly)
    for found in islice(filter(None, told), _MOST_LINES):
        name = found["name"].strip(" .;,")
        if 0 < len(name) <= _LONGEST_NAME:
            yield found["label"].lower(), name, found[0].lstrip(" .!?…")


def _several(label: str, name: str) -> list[Territory]:
    """Give the territories of a list of names; none unless each name is that of exactly one."""
    names = _BETWEEN_NAMES.split(name)
    if not 1 < len(names) <= _MOST_NAMES:
        return []
    found = []
    for one in names:
        those = _named(label, one)
        if len(those) != 1:
            return []
        found += those
    return found


def _named(label: str, name: str) -> list[Territory]:
    """Give all whose name this is, in full; what follows a name may say where it is."""
    kinds = _KINDS.get(label[:1])
    asked = fold(name)
    offered = suggest(name, kinds=kinds)
    return [t for t in offered if fold(t.name) == asked] or [
        territory
        for territory in offered
        if asked.startswith(f"{fold(territory.name)} ")
        and _lies_in(territory, asked.removeprefix(fold(territory.name)).split())
    ]


def _lies_in(territory: Territory, words: list[str]) -> bool:
    around = [*fold(territory.place).split(), *territory.postcodes.split(), territory.code]
    around += [territory.code[:2].lower(), territory.code[:3].lower()]
    return all(any(known.startswith(word) for known in around) for word in words)
