"""In which order recipes answer: one rule, in whole numbers, the same whatever the database.

A recipe's score is the sum, over the words asked, of how rare the word is times where it is: 8
for the title, 4 for the summary, 2 for the main parts, 1 for the rest (so that the title outweighs
all others together). Words that share a column bring half of that again. Ties are settled by date,
the newest first.

All scores are held at once, as sets: one for each binary digit of a score, of the recipes whose
score has it (a "bit-sliced index": O'Neil and Quass, "Improved query performance with variant
indexes", SIGMOD 1997). Adding to the scores of a whole set is a few operations on whole numbers,
and the best are found digit by digit: a page of twenty costs about the same among ten thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from recipes.search.shelf import Columns
from recipes.sets import members

WEIGHTS = (8, 4, 2, 1)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scores of all recipes: for each binary digit, the lowest first, the set that has it."""

    digits: list[int] = field(default_factory=list)

    def add(self, number: int, recipes: int) -> None:
        """Add a number to the score of each recipe of a set."""
        height = 0
        while number:
            if number & 1:
                self._carry(recipes, height)
            number >>= 1
            height += 1

    def _carry(self, recipes: int, height: int) -> None:
        digits = self.digits
        while recipes:
            while height >= len(digits):
                digits.append(0)
            digits[height], recipes = digits[height] ^ recipes, digits[height] & recipes
            height += 1

    def best_first(self, recipes: int) -> Iterator[int]:
        """Go through the positions in a set by their scores; of equals, the newest first."""
        waiting = [(recipes, len(self.digits))]
        while waiting:
            among, height = waiting.pop()
            if not height or not among & (among - 1):
                yield from members(among)
                continue
            digit = self.digits[height - 1]
            waiting.append((among & ~digit, height - 1))
            waiting.append((among & digit, height - 1))


def ranking(wanted: Sequence[Columns], *, among: int, of: int) -> Ranking:
    """Score the recipes of `among`, all of which have every word wanted; `of` is how many exist."""
    scores = Ranking()
    rarities = [_rarity(reduce(or_, columns), of) for columns in wanted]
    for rarity, columns in zip(rarities, wanted, strict=True):
        for weight, found in zip(WEIGHTS, columns, strict=True):
            scores.add(2 * rarity * weight, found & among)
    if len(wanted) > 1:
        for weight, *each in zip(WEIGHTS, *wanted, strict=True):
            scores.add(sum(rarities) * weight, reduce(and_, each, among))
    return scores


def _rarity(recipes: int, of: int) -> int:
    """Say how rare a word is: 1 when most recipes have it, one more for each halving."""
    return (of // max(1, recipes.bit_count())).bit_length()
