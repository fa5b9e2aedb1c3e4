"""A place somebody typed, and the territory it is."""

from dataclasses import dataclass

from territories.models import Kind, Territory
from territories.names import fold
from territories.suggestions import suggest

MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Place:
    """What was typed: the territory it is, or those it may be, the likeliest first."""

    territory: Territory | None = None
    offered: tuple[Territory, ...] = ()


def place_typed(words: str, *chosen: str) -> Place:
    """Find the territory that `words` name; `chosen` are slugs somebody picked for them, if any.

    A choice counts while it is one of those the words may mean. Without one, the only town of
    exactly this name is meant, or failing any town the only territory; homonyms are offered, and
    where nothing has this name what is near it. Three queries at most.
    """
    if not words.strip():
        return Place()
    found = suggest(words, limit=MOST_OFFERED)
    picked = next((one for one in found if one.slug in chosen), None)
    if picked is None and any(chosen):
        known = Territory.objects.filter(slug__in=chosen).first()
        picked = known if known and fold(words) in {fold(known.label), fold(known.name)} else None
    if picked is not None:
        return Place(picked)
    asked = fold(words)
    labelled = [one for one in found if fold(one.label) == asked]
    named = [one for one in found if asked in {fold(one.name), fold(one.formerly), one.code}]
    towns = [one for one in named if one.kind == Kind.COMMUNE]
    for alike in (labelled, towns, named):
        if alike:
            return Place(alike[0]) if len(alike) == 1 else Place(None, tuple(alike))
    return Place(None, tuple(found))
