"""Sets of recipes as whole numbers: bit 0 is the newest recipe.

`&` and `|` are then "and" and "or" over all recipes at once, and `bit_count()` counts. Ten thousand
recipes are 1.3 kB a set.
"""

from collections.abc import Iterable, Iterator, Mapping

_FEW = 64
_DIGITS = bytes.maketrans(b"\0\1", b"01")


def union(sets: Iterable[int]) -> int:
    """Give what is in any of some sets."""
    found = 0
    for recipes in sets:
        found |= recipes
    return found


def members(recipes: int) -> Iterator[int]:
    """Go through the positions in a set, the newest first."""
    if recipes.bit_count() <= _FEW:
        while recipes:
            lowest = recipes & -recipes
            yield lowest.bit_length() - 1
            recipes ^= lowest
        return
    digits = bin(recipes)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def in_order(recipes: int, order: Iterable[int]) -> Iterator[int]:
    """Go through the positions in a set, in the order given."""
    digits = bin(recipes)[:1:-1]
    length = len(digits)
    return (at for at in order if at < length and digits[at] == "1")


def first(recipes: int, how_many: int) -> list[int]:
    """Give the positions of the newest few of a set: cheaper than `members` for a handful."""
    found: list[int] = []
    while recipes and len(found) < how_many:
        lowest = recipes & -recipes
        found.append(lowest.bit_length() - 1)
        recipes ^= lowest
    return found


def set_of(keys: Iterable[int], places: Mapping[int, int]) -> int:
    """Give the set of the recipes of some keys, by their places; a key that has none is not in it.

    `places` are the positions from 0 up, each of one key.
    """
    size = len(places)
    marks = bytearray(size + 1)  # the last is for keys without a place
    place_of = places.get
    for key in keys:
        marks[place_of(key, size)] = 1
    del marks[size:]
    marks.reverse()
    return int(marks.translate(_DIGITS) or b"0", 2)
