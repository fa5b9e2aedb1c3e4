"""« Territoire : Brest » in a card's prose, where it names one territory and no other."""

import re
from collections.abc import Iterator
from dataclasses import replace

from recipes.exchange.cards import Card, body_of
from recipes.exchange.headings import beginning
from recipes.exchange.notes import Note, to_decide, understood
from recipes.exchange.prose import fences, plain, without_bullet
from territories.models import Kind, Territory
from territories.names import fold
from territories.suggestions import suggest

_TOLD = re.compile(
    r"(?P<label>territoires?|communes?|villes?|lieux?|localisation)(?:\s+concern\w+)?\s*:\s*(?P<name>.+)",
    re.IGNORECASE,
)
_TOWNS = ("commune", "ville")
_VENUES = ("lieu", "localisation")
"""« Lieu : une salle » is no territory, and nobody has to decide anything about it."""

_LONGEST_NAME = 100
_MOST_LINES = 20


def placed(card: Card, source: str) -> Card:
    """Tie a card that names no territory to those its prose names, the text kept as it is.

    Two queries a line that says so, at most twenty lines; see `territories.suggestions` for
    what the first one costs.
    """
    if card.content.territories or card.in_our_form:
        return card
    found: dict[str, None] = {}
    notes: list[Note] = []
    for label, name, line in _told(beginning(body_of(source))[0]):
        territories = _named(label, name)
        if len(territories) == 1:
            found[territories[0].key] = None
            notes.append(understood("territory", territory=territories[0].label, line=line))
        elif territories or not label.startswith(_VENUES):
            notes.append(to_decide("territory_unclear", line=line))
    content = card.content.replace(territories=tuple(found))
    return replace(card, content=content, notes=(*card.notes, *notes))


def _told(body: str) -> Iterator[tuple[str, str, str]]:
    lines = body.split("\n")
    shown = (line for line, in_code in zip(lines, fences(lines), strict=True) if not in_code)
    told = ((_TOLD.fullmatch(line), line) for line in map(plain, map(without_bullet, shown)))
    matches = [(found, line) for found, line in told if found]
    for found, line in matches[:_MOST_LINES]:
        name = found["name"].strip(" .;,")
        if 0 < len(name) <= _LONGEST_NAME:
            yield found["label"].lower(), name, line


def _named(label: str, name: str) -> list[Territory]:
    """Give all whose name this is, in full; what follows a name may say where it is."""
    kinds = [Kind.COMMUNE, Kind.DISTRICT] if label.startswith(_TOWNS) else None
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
