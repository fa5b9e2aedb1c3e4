"""Facts of a card's « Informations pratiques », where they can be read plainly.

`8-50`, `à partir de 4 participants`, `45 min`, `nul` are plain; « très variable » or « 1h-2h » are
not, and stay words. Nothing is taken away from the text.
"""

import re
from typing import Any

from recipes.content import CostBand
from recipes.durations import parse_duration
from recipes.exchange.prose import plain, without_bullet
from recipes.markdown_file import fold

_LABEL = re.compile(
    r"(?P<people>nombre de participants|participants|nombre de personnes)\b|"
    r"(?P<setup>(?:duree|temps)(?: de)? (?:la )?preparation|preparation)\b|"
    r"(?P<lasts>duree(?: de)?(?: l')?(?: ?(?:l')?(?:evenement|activite|animation|atelier))?)\b|"
    r"(?P<costs>couts?|prix|budget)\b"
)
_OF_THEM = r"(?: (?:personnes|participants))?"
_PEOPLE = (
    (re.compile(rf"(?:de |entre )?(\d{{1,6}}) ?(?:-|a|et) ?(\d{{1,6}}){_OF_THEM}"), 1, 2),
    (re.compile(rf"(?:a partir de|au moins|minimum|min\.?) (\d{{1,6}}){_OF_THEM}"), 1, 0),
    (re.compile(rf"(\d{{1,6}}){_OF_THEM} (?:et \+|et plus|minimum|au moins)"), 1, 0),
    (re.compile(rf"(?:jusqu'a|maximum|max\.?|au plus) (\d{{1,6}}){_OF_THEM}"), 0, 1),
    (re.compile(rf"(\d{{1,6}}){_OF_THEM} (?:maximum|max|au plus)"), 0, 1),
    (re.compile(rf"(\d{{1,6}}){_OF_THEM}"), 1, 1),
)
_FREE = {"nul", "gratuit", "aucun", "0", "0 eur", "0 euro", "zero", "pas de cout", "neant"}


def facts_in(words: str) -> dict[str, Any]:
    """Give the fields of `RecipeContent` that the lines of `words` tell plainly."""
    facts: dict[str, Any] = {}
    for line in words.split("\n"):
        told = plain(without_bullet(line))
        label = _LABEL.match(fold(told))
        if not label:
            continue
        # Folding keeps the length of French letters but for ligatures, absent from the labels.
        value = told[label.end() :].strip(" :\xa0\u202f.-")
        for name, fact in _fact(label.lastgroup or "", value).items():
            facts.setdefault(name, fact)
    return facts


def _fact(label: str, value: str) -> dict[str, Any]:
    if label == "people":
        return _people(fold(value))
    if label == "costs":
        band = {"cost_band": CostBand.FREE} if fold(value) in _FREE else {}
        return band | ({"cost_note": value} if value and not band else {})
    minutes = parse_duration(value.rstrip("."))
    return {"setup_minutes" if label == "setup" else "minutes": minutes} if minutes else {}


def _people(value: str) -> dict[str, Any]:
    first_clause = re.split("[,(]", value, maxsplit=1)[0].strip()
    for pattern, least, most in _PEOPLE:
        if found := pattern.fullmatch(first_clause):
            numbers = {"participants_min": least, "participants_max": most}
            return {name: int(found[group]) for name, group in numbers.items() if group}
    return {}
