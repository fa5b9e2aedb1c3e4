"""Recipes worth reading next, from the themes they share: here first, then in other places."""

from collections.abc import Iterable
from dataclasses import dataclass

from recipes.sets import first
from recipes.snapshot import Snapshot

HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class Related:
    """Keys of recipes: made in the same départements, and made elsewhere."""

    here: tuple[int, ...]
    elsewhere: tuple[int, ...]


def related_to(key: int, themes: Iterable[str], snapshot: Snapshot) -> Related:
    """Find the recipes that share the most of these themes with a recipe, then the newest.

    `key` is the recipe's, `themes` are its themes' addresses. No query. Sharing is counted on sets
    of recipes, so the cost is a few operations a theme however large the catalogue.
    """
    position = snapshot.position.get(key)
    if position is None:
        return Related((), ())
    itself = 1 << position
    sharing: list[int] = []
    for slug in themes:
        if slug in snapshot.themes:
            bearing = snapshot.themes[slug].recipes & ~itself
            sharing.append(0)
            for level in range(len(sharing) - 1, 0, -1):
                sharing[level] |= sharing[level - 1] & bearing
            sharing[0] |= bearing
    here = 0
    for area in snapshot.departements:
        if area.recipes & itself:
            here |= area.recipes
    return Related(_best(sharing, here, snapshot), _best(sharing, ~here, snapshot))


def _best(sharing: list[int], within: int, snapshot: Snapshot) -> tuple[int, ...]:
    found: list[int] = []
    taken = 0
    for level in reversed(sharing):
        more = level & within & ~taken & snapshot.everything
        found += first(more, HOW_MANY - len(found))
        taken |= level
    return tuple(snapshot.ids[position] for position in found)
