"""In which order recipes answer: one rule, in whole numbers, the same whatever the database.

A recipe's score is the sum, over the words asked, of how rare the word is times where it is: 8
for the title, 4 for the summary, 2 for the main parts, 1 for the rest (so that the title outweighs
all others together). Words that share a column bring half of that again. A recipe that has
only a longer word than the one being typed comes after all that have the word itself. Ties are
settled by date, the newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from struct import unpack

from recipes.search.shelf import NOWHERE, Columns, Shelf

WEIGHTS = (8, 4, 2, 1)
_EXACT = 1_000_000
"""More than any sum of the rest, which twelve words bring to some ten thousand."""

_LANE = 4
"""Bytes of a score in the number that holds all scores side by side."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where one word asked is found: as such, and as the beginning of a longer one."""

    exact: Columns
    begun: Columns = NOWHERE

    @property
    def exact_recipes(self) -> int:
        """The set of recipes that have the word itself, wherever."""
        return reduce(or_, self.exact)

    @property
    def recipes(self) -> int:
        """The set of recipes that have the word, wherever, in whichever way."""
        return reduce(or_, self.begun, self.exact_recipes)

    @property
    def columns(self) -> Sequence[int]:
        """Where the word counts: in a recipe that has it, what begins like it does not."""
        exact = self.exact_recipes
        return [a | (b & ~exact) for a, b in zip(self.exact, self.begun, strict=True)]


def ranked(shelf: Shelf, wanted: Sequence[Wanted], recipes: int) -> list[int]:
    """Give the places of `recipes`, all of which have every word wanted, the best answer first."""
    places = shelf.places(recipes)
    if not wanted or len(places) < 2:
        return places
    rarities = [_rarity(one.recipes, len(shelf.newest_first)) for one in wanted]
    columns = [one.columns for one in wanted]
    total = _EXACT * _spread(shelf, reduce(and_, (one.exact_recipes for one in wanted)))
    for rarity, column in zip(rarities, columns, strict=True):
        for weight, found in zip(WEIGHTS, column, strict=True):
            total += 2 * rarity * weight * _spread(shelf, found)
    if len(wanted) > 1:
        for weight, *each in zip(WEIGHTS, *columns, strict=True):
            total += sum(rarities) * weight * _spread(shelf, reduce(and_, each))
    how_many = len(shelf.newest_first)
    scores = unpack(f"<{how_many}I", total.to_bytes(_LANE * how_many, "little"))
    return sorted(places, key=scores.__getitem__, reverse=True)


def _rarity(recipes: int, of: int) -> int:
    """Say how rare a word is: 1 when most recipes have it, one more for each halving."""
    return (of // max(1, recipes.bit_count())).bit_length()


def _spread(shelf: Shelf, recipes: int) -> int:
    """Give a number with a 1 in the lane of each recipe of the set.

    Sums and products of such numbers are those of all recipes' scores at once.
    """
    if not recipes:
        return 0
    lanes = bytearray(_LANE * len(shelf.newest_first))
    lanes[::_LANE] = shelf.bits(recipes)
    return int.from_bytes(lanes, "little")
