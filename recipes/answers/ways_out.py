"""What to ask instead of what nothing answers: filters to take back, wider places, fewer words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from recipes import search
from recipes.answers.answer import Answer, Chip
from recipes.answers.facets import Choice
from recipes.snapshot import Area

MOST_PAIRS = 4
"""Pairs of choices offered to take back together, the most helpful ones."""

MOST_WORDS = 6
"""Words of a question that are tried without one another: two searches each, at most."""

_CHIPS_PAIRED = 12
_WORD = re.compile(r'-*(?:"[^"]*"|«[^»]*»|“[^”]*”)|\S+')


@dataclass(frozen=True, slots=True)
class WayOut:
    """Choices to take back, all at once, and how many recipes there would be."""

    chips: tuple[Chip, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FewerWords:
    """Words that stay, how many recipes there would be, and the word left out if it is only one."""

    rest: str
    count: int
    left_out: str = ""


def ways_out(answer: Answer, chips: Sequence[Chip]) -> list[WayOut]:
    """Say which of the `chips` to take back for an empty answer to become one that is not.

    One of them; two together only where no single one is enough, and not all such pairs.
    """
    single = [WayOut((chip,), chip.count_without) for chip in chips if chip.count_without]
    if single:
        return single
    pairs = [
        WayOut((one, other), answer.count_without((one.name, one.value), (other.name, other.value)))
        for one, other in combinations(chips[:_CHIPS_PAIRED], 2)
    ]
    pairs.sort(key=lambda way: -way.count)
    return [way for way in pairs[:MOST_PAIRS] if way.count]


def wider(answer: Answer, above: Sequence[Area]) -> list[Choice]:
    """Offer what the chosen territory is in, the closest first, each with more recipes.

    `above` is the territory's `path`. Counts keep the rest of the question.
    """
    others = answer.without("territoire")
    made: list[Choice] = []
    for area in reversed(above):
        count = (others & area.recipes).bit_count()
        if count > (made[-1].count if made else 0):
            made.append(Choice(area.slug, area.name, count, chosen=False))
    return made


def fewer_words(answer: Answer) -> list[FewerWords]:
    """Offer the question without each of its words in turn, where that finds something.

    Where that is not enough, each word alone. What whole words find was asked for the whole
    question already: a query only for those that now come last and may be the beginning of others,
    and for one that is put right anew.
    """
    if answer.found is None:
        return []
    words = _WORD.findall(answer.found.corrected or answer.asked["q"])
    if not 1 < len(words) <= MOST_WORDS:
        return []
    without_one = [
        FewerWords(rest, _count_with(answer, rest), left_out=word)
        for at, word in enumerate(words)
        for rest in [" ".join(words[:at] + words[at + 1 :])]
    ]
    found = [fewer for fewer in without_one if fewer.count]
    if found or len(words) == 2:  # one without the other is the other alone
        return found
    alone = [FewerWords(word, _count_with(answer, word)) for word in dict.fromkeys(words)]
    return [fewer for fewer in alone if fewer.count]


def _count_with(answer: Answer, words: str) -> int:
    """Count the recipes there would be with other words; none where they ask for nothing."""
    found = search.find(words, newest_first=answer.snapshot.ids, version=answer.snapshot.version)
    # Words such as « de » alone find everything, and so does a word to leave out.
    return (answer.without("q") & found.recipes).bit_count() if found.terms else 0
