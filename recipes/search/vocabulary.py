"""The words of the catalogue: how a word that was begun may end, what a mistyped one may be."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from recipes.models import Word

SHORTEST_BEGINNING = 2
MOST_ENDINGS = 40
"""Words that a beginning may stand for; the shortest, being the nearest to what was typed."""

MOST_NEAR = 12
ONE_ERROR_FROM, TWO_ERRORS_FROM = 4, 8
"""Letters from which a word may hold one typing error, and two."""


@dataclass(frozen=True, slots=True)
class Near:
    """A word like the one typed; `cost` counts errors, and one more for another first letter."""

    folded: str
    cost: int


class Vocabulary:
    """The words of all recipes ever indexed, folded, each with its stem and one spelling.

    Whether a word finds anything today among published recipes is for the caller to see before
    it shows the word to anybody.
    """

    def __init__(self, words: Iterable[tuple[str, str, str]]) -> None:
        self._known = {folded: (stem, written) for folded, stem, written in words}
        self._sorted = sorted(self._known)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for folded in self._sorted:
            self._by_length[len(folded)].append(folded)
        self.near = lru_cache(maxsize=1024)(self._near)

    @classmethod
    def load(cls) -> "Vocabulary":
        """Read the words; one query."""
        return cls(Word.objects.values_list("folded", "stem", "written"))

    def __contains__(self, folded: str) -> bool:
        return folded in self._known

    def stem(self, folded: str) -> str:
        """Give the stem of a word that is known."""
        return self._known[folded][0]

    def written(self, folded: str) -> str:
        """Give a word that is known as its first author spelt it, accents included."""
        return self._known[folded][1]

    def beginning(self, folded: str) -> Sequence[str]:
        """Give the longer words that begin so, the shortest first; none for a single letter."""
        if len(folded) < SHORTEST_BEGINNING:
            return ()
        first = bisect_left(self._sorted, folded)
        last = bisect_left(self._sorted, folded + "\x7f")
        longer = [word for word in self._sorted[first:last] if word != folded]
        return sorted(longer, key=lambda word: (len(word), word))[:MOST_ENDINGS]

    def _near(self, folded: str) -> Sequence[Near]:
        """Give the words one or two typing errors away, the nearest first.

        An error is a letter more, less, other, or two in each other's place. Words with a
        digit are taken at their word.
        """
        most = (len(folded) >= ONE_ERROR_FROM) + (len(folded) >= TWO_ERRORS_FROM)
        if not most or not folded.isalpha():
            return ()
        alike = [
            word
            for length in range(len(folded) - most, len(folded) + most + 1)
            for word in self._by_length.get(length, ())
        ]
        found = extract(
            folded, alike, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
        )
        near = [
            Near(word, int(distance) + (word[0] != folded[0]))
            for word, distance, _ in found
            if word != folded
        ]
        return sorted(near, key=lambda one: (one.cost, one.folded))[:MOST_NEAR]
