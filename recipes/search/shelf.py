"""What searching one version of the catalogue has learnt so far, kept in memory.

Sets of recipes are those of `recipes.sets`. This is a cache: whatever is not in it is asked of
the engine, and another version starts another one.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import TypeVar

from django.db.models import Value
from django.db.models.functions import StrIndex

from recipes.models import SearchDocument
from recipes.search.engines import holding
from recipes.search.vocabulary import Vocabulary
from recipes.sets import members, set_of

Columns = tuple[int, int, int, int]
"""The set of recipes for each column of `SearchDocument`, the weightiest first."""

NOWHERE: Columns = (0, 0, 0, 0)

MOST_BYTES = 32_000_000
"""What the sets kept may weigh, about: some 6,000 words when there are 10,000 recipes."""

FEWEST = 256
"""Words kept however many recipes there are."""

_KEYS_AT_ONCE = 5000  # SQLite takes some 32,000
_Key = TypeVar("_Key")


class Shelf:
    """The sets of recipes that hold words and phrases, and the vocabulary.

    Several threads may use it: the worst that happens is that two of them ask the same.
    """

    def __init__(self, newest_first: Sequence[int], version: int) -> None:
        self.newest_first = newest_first
        self.version = version
        self.everything = (1 << len(newest_first)) - 1
        self._most = max(FEWEST, MOST_BYTES // (len(newest_first) // 2 + 1))
        self._words: dict[str, Columns] = {}
        self._phrases: dict[tuple[str, ...], Columns] = {}
        self._lock = Lock()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the catalogue; one query the first time."""
        return Vocabulary.load()

    @cached_property
    def _place(self) -> dict[int, int]:
        return {key: place for place, key in enumerate(self.newest_first)}

    def set_of(self, keys: Iterable[int]) -> int:
        """Give the set of these recipes; those not published are not in it."""
        return set_of(keys, self._place)

    def words(self, stems: Iterable[str]) -> dict[str, Columns]:
        """Give where each stem is; one query for all those not known yet, none if there is none."""
        known = {stem: self._words.get(stem) for stem in stems}
        found = {stem: sets for stem, sets in known.items() if sets is not None}
        missing = sorted(known.keys() - found.keys())
        if missing:
            found |= self._asked(missing)
            self._keep(self._words, {stem: found[stem] for stem in missing})
        return found

    def _asked(self, stems: Sequence[str]) -> dict[str, Columns]:
        sets = {stem: dict.fromkeys(SearchDocument.COLUMNS, 0) for stem in stems}
        for stem, column, keys in holding(stems):
            sets[stem][column] = self.set_of(keys)
        return {
            stem: (by["title"], by["summary"], by["parts"], by["body"]) for stem, by in sets.items()
        }

    def phrase(self, stems: tuple[str, ...], together: Columns) -> Columns:
        """Give where stems follow each other, among `together`, where they all are.

        The order is looked for in the text, so no engine's notion of a position is involved, nor
        its limits. One query for each column that has candidates, none for a phrase known.
        """
        if (known := self._phrases.get(stems)) is not None:
            return known
        title, summary, parts, body = (
            self._following(stems, column, candidates) if candidates else 0
            for column, candidates in zip(SearchDocument.COLUMNS, together, strict=True)
        )
        found = (title, summary, parts, body)
        self._keep(self._phrases, {stems: found})
        return found

    def _following(self, stems: Sequence[str], column: str, candidates: int) -> int:
        wanted = Value(f" {' '.join(stems)} ")
        among = [self.newest_first[place] for place in members(candidates)]
        found = 0
        for first in range(0, len(among), _KEYS_AT_ONCE):
            found |= self.set_of(
                SearchDocument.objects.filter(pk__in=among[first : first + _KEYS_AT_ONCE])
                .alias(place=StrIndex(column, wanted))
                .filter(place__gt=0)
                .values_list("pk", flat=True)
            )
        return found

    def _keep(self, kept: dict[_Key, Columns], new: dict[_Key, Columns]) -> None:
        """Keep what was learnt; what was learnt first makes room."""
        with self._lock:
            kept |= new
            while len(kept) > self._most:
                del kept[next(iter(kept))]


_latest = Shelf((), -1)


def shelf_for(newest_first: Sequence[int], version: int) -> Shelf:
    """Give the shelf of this version, the one in use if it is of the very same sequence."""
    global _latest  # noqa: PLW0603  # one reference, replaced whole: no thread sees half of it
    shelf = _latest
    if shelf.version != version or shelf.newest_first is not newest_first:
        shelf = _latest = Shelf(newest_first, version)
    return shelf
