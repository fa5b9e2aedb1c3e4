"""Territories while one types: a few letters, a postcode, an old name, a slip of the finger.

The names of all France are kept folded and sorted in the memory of the process, so a keystroke
costs a bisection and two small queries, and every database gives the same answer.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from territories.models import FormerCode, Kind, Territory, Vintage
from territories.names import fold, without_article, without_grouping

K = TypeVar("K")

SHORTEST = 2
"""Letters or digits below which nothing is suggested."""
LONGEST = 100
"""Characters of the question that are read; the longest name has 59."""
AFTER_ANY_WORD = "\U0010ffff"

# Of two homonyms with as many people the first here is meant: « Paris » is the town.
KINDS_BY_FAMILIARITY = (
    Kind.COMMUNE,
    Kind.REGION,
    Kind.DEPARTEMENT,
    Kind.EPCI,
    Kind.DISTRICT,
    Kind.COUNTRY,
)
EPCI_WEIGHT = 0.2
"""An EPCI has the people of its town and more, but it is the town that people type."""

Match = tuple[int, str]
"""The rank of a territory (the best known is 0), and the former name that led to it if any."""


@dataclass
class _Names:
    """Folded names in order, each with the rank of who bears it, and as it was written."""

    keys: list[str] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Match]]) -> "_Names":
        """Sort and keep `pairs`."""
        ordered = sorted(set(pairs))
        return cls([key for key, _match in ordered], [match for _key, match in ordered])

    def exactly(self, text: str) -> Sequence[Match]:
        """Give who is called `text`, the best known first."""
        start = bisect_left(self.keys, text)
        end = start
        while end < len(self.keys) and self.keys[end] == text:
            end += 1
        return self.matches[start:end]

    def starting_with(self, text: str) -> Sequence[Match]:
        """Give whose name starts with `text`, in no useful order."""
        start = bisect_left(self.keys, text)
        return self.matches[start : bisect_left(self.keys, text + AFTER_ANY_WORD, lo=start)]


@dataclass
class _Index:
    """All that is needed to answer, for one vintage of the territories."""

    token: str
    pks: list[int]
    kinds: list[str]
    surroundings: list[list[str]]
    whole_names: _Names
    names: _Names
    former_names: _Names
    words: _Names
    codes: _Names
    postcodes: _Names
    vocabulary: list[str]
    words_by_length: dict[int, list[str]]
    names_by_length: dict[int, list[str]]
    names_by_initial: dict[str, list[str]]


_lock = threading.Lock()
_index: _Index | None = None


def suggest(text: str, *, limit: int = 8, kinds: Iterable[str] | None = None) -> list[Territory]:
    """Give the territories of today that somebody typing `text` most likely means, best first.

    Whose name is exactly `text` comes first, the most populated before its homonyms; then those
    whose former name it is; then whose name starts so; then those with a word that starts so
    (« champs » finds Saint-Martin-des-Champs); then the nearest names, for typing errors. Accents,
    case, hyphens and apostrophes don't count, nor « st » for « saint ». What follows a name may
    say where it is (« saint-denis réunion », « brest 29 »). Digits are read as a département's
    number, a postcode, an INSEE code or a SIREN. One found by the name of a commune that
    merged into it says so in `formerly`.

    Fewer than two letters or digits give nothing, as does a text that is like no name; no text is
    an error. Two queries once the names are in memory; reading them takes a second or so, at the
    first call and after each loading.
    """
    question = fold(text[:LONGEST])
    if len(question.replace(" ", "")) < SHORTEST or limit < 1:
        return []
    index = _current_index()
    wanted = set(Kind.values if kinds is None else kinds)
    found: dict[int, str] = {}
    for rank, former_name in _answers(index, question, limit, wanted):
        found.setdefault(rank, former_name)
        if len(found) == limit:
            break
    return _fetch(index, found)


def _fetch(index: _Index, found: dict[int, str]) -> list[Territory]:
    """Read the territories of these ranks, in this order; one query."""
    rows = Territory.objects.in_bulk([index.pks[rank] for rank in found])
    territories = []
    for rank, former_name in found.items():
        territory = rows.get(index.pks[rank])
        if territory is not None:  # it may have gone since the names were read
            territory.formerly = former_name
            territories.append(territory)
    return territories


# Answering


def _answers(index: _Index, question: str, limit: int, wanted: set[str]) -> Iterator[Match]:
    """Give the matches, the best first, with repetitions; each step only if it is needed."""

    def best(matches: Iterable[Match]) -> list[Match]:
        kept = (match for match in matches if index.kinds[match[0]] in wanted)
        return nsmallest(limit, kept)

    digits = question.replace(" ", "")
    if digits[0].isdigit() and sum(not sign.isdigit() for sign in digits) <= 1:  # « 2A004 »
        for matches in _by_code(index, digits):
            yield from best(matches)
    yield from best(index.whole_names.exactly(question))
    yield from best(index.former_names.exactly(question))
    yield from best(index.names.starting_with(question))
    yield from best(index.former_names.starting_with(question))
    yield from best(index.words.starting_with(question))
    placed = best(_by_name_and_place(index, question))
    yield from placed
    if not (placed or index.names.exactly(question) or index.former_names.exactly(question)):
        for near in _misspelt(index, question, limit):
            yield from best(near)


def _by_code(index: _Index, digits: str) -> Iterator[Sequence[Match]]:
    """Read a number: a whole code or postcode first, then what begins so."""
    yield index.codes.exactly(digits) if len(digits) < 4 else ()  # a département or région
    yield index.postcodes.exactly(digits)
    yield index.codes.exactly(digits)
    yield index.postcodes.starting_with(digits)
    yield index.codes.starting_with(digits)


def _by_name_and_place(index: _Index, question: str) -> Iterator[Match]:
    """Find « saint denis reunion » and « 29200 brest »: a name, then words of where it is."""
    words = question.split()
    readings = [(words[:cut], words[cut:]) for cut in range(len(words) - 1, 0, -1)]
    if words[0].isdigit():
        readings.append((words[1:], words[:1]))
    for name, place in readings:
        if name:
            for rank, former_name in index.names.exactly(" ".join(name)):
                around = index.surroundings[rank]
                if all(any(known.startswith(word) for known in around) for word in place):
                    yield rank, former_name


def _misspelt(index: _Index, question: str, limit: int) -> Iterator[Iterable[Match]]:
    """Find the names nearest to `question`, whole or as far as it was typed; then word by word.

    Distance counts letters added, lost, replaced or swapped; see `_allowance`.
    """
    if not any(sign.isdigit() for sign in question):
        # « plougastell » is near the beginning of Plougastel-Daoulas, which counts for half a
        # letter more than being near a whole name. A first letter is seldom mistyped, so only the
        # names with the same one are looked at in part.
        beginnings = {name[: len(question)] for name in index.names_by_initial.get(question[0], ())}
        near = [(d, False, name) for name, d in _nearest(question, index.names_by_length, limit)]
        near += [
            (distance + 0.5, True, name)
            for name, distance in _nearest(question, {len(question): list(beginnings)}, limit)
        ]
        for distance in sorted({distance for distance, _is_part, _name in near}):
            for names in (index.names, index.former_names):
                yield chain.from_iterable(
                    names.starting_with(name) if is_part else names.exactly(name)
                    for at, is_part, name in near
                    if at == distance
                )
    corrected = " ".join(_corrected(index, word) for word in question.split())
    if corrected != question:
        yield index.names.starting_with(corrected)
        yield index.words.starting_with(corrected)
        yield _by_name_and_place(index, corrected)


def _allowance(text: str) -> int:
    """Say how many slips are forgiven: none up to 3 letters, 1 up to 5, 2 up to 11, then 3."""
    length = len(text)
    return 0 if length <= 3 else 1 if length <= 5 else 2 if length <= 11 else 3


def _nearest(text: str, by_length: dict[int, list[str]], limit: int) -> Iterator[tuple[str, float]]:
    """Give the strings within the allowance of `text`, and how far each is, the nearest first."""
    allowed = _allowance(text)
    if not allowed:
        return
    lengths = range(len(text) - allowed, len(text) + allowed + 1)
    candidates = list(chain.from_iterable(by_length.get(length, ()) for length in lengths))
    for found, distance, _position in process.extract(
        text, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=limit * 4
    ):
        yield found, distance


def _corrected(index: _Index, word: str) -> str:
    """Give the nearest word that a name has, or `word` if one begins so or if none is near."""
    start = bisect_left(index.vocabulary, word)
    if start < len(index.vocabulary) and index.vocabulary[start].startswith(word):
        return word
    nearest, _distance = next(_nearest(word, index.words_by_length, 1), (word, 0.0))
    return nearest


# Reading the names


def _current_index() -> _Index:
    """Give the names of the vintage that is loaded now; one query when they are in memory."""
    global _index  # noqa: PLW0603  one copy for the process is the purpose
    vintage = Vintage.objects.values_list("token", flat=True).first() or ""
    with _lock:  # several threads that start together read the names once
        if _index is None or _index.token != vintage:
            _index = _read_index(vintage)
        return _index


def _read_index(token: str) -> _Index:
    """Read every territory of today and fold its names; two queries."""

    def familiarity(
        row: tuple[int, str, str, str, str, int | None, str, str],
    ) -> tuple[float, int, str]:
        _pk, kind, code, _name, _place, population, _postcodes, _siren = row
        weight = (population or 0) * (EPCI_WEIGHT if kind == Kind.EPCI else 1)
        return -weight, KINDS_BY_FAMILIARITY.index(Kind(kind)), code

    rows = sorted(
        Territory.objects.current().values_list(
            "pk", "kind", "code", "name", "place", "population", "postcodes", "siren"
        ),
        key=familiarity,
    )
    rank_of = {row[0]: rank for rank, row in enumerate(rows)}
    whole_names: list[tuple[str, Match]] = []
    short_names: list[tuple[str, Match]] = []
    words: list[tuple[str, Match]] = []
    codes: list[tuple[str, Match]] = []
    postcodes: list[tuple[str, Match]] = []
    surroundings: list[list[str]] = []
    folded_places: dict[str, list[str]] = {}
    for rank, (_pk, kind, code, name, place, _population, posts, siren) in enumerate(rows):
        match = (rank, "")
        folded = fold(name)
        whole_names.append((folded, match))
        short = without_grouping(folded) if kind == Kind.EPCI else without_article(folded)
        short_names.append((short, match))
        words.extend((rest, match) for rest in _from_each_word(folded))
        if kind != Kind.COUNTRY:
            codes.append((fold(code), match))
        if siren:
            codes.append((siren, match))
        postcodes.extend((post, match) for post in posts.split())
        if place not in folded_places:
            folded_places[place] = fold(place).split()
        surroundings.append([*folded_places[place], *posts.split(), fold(code)])
    former_names: list[tuple[str, Match]] = []
    for code, name, pk in FormerCode.objects.values_list("code", "name", "territory"):
        if pk not in rank_of:
            continue
        match = (rank_of[pk], "" if name == rows[rank_of[pk]][3] else name)
        codes.append((fold(code), match))
        if match[1]:
            folded = fold(name)
            former_names.extend([(folded, match), (without_article(folded), match)])
    names = whole_names + short_names
    distinct = sorted({name for name, _match in chain(names, former_names)})
    vocabulary = sorted({word for name in distinct for word in name.split()})
    return _Index(
        token=token,
        pks=[row[0] for row in rows],
        kinds=[row[1] for row in rows],
        surroundings=surroundings,
        whole_names=_Names.of(whole_names),
        names=_Names.of(names),
        former_names=_Names.of(former_names),
        words=_Names.of(words),
        codes=_Names.of(codes),
        postcodes=_Names.of(postcodes),
        vocabulary=vocabulary,
        words_by_length=_grouped(vocabulary, len),
        names_by_length=_grouped(distinct, len),
        names_by_initial=_grouped(distinct, lambda name: name[:1]),
    )


def _grouped(texts: Iterable[str], key: Callable[[str], K]) -> dict[K, list[str]]:
    """Put together the texts that have the same key."""
    groups: dict[K, list[str]] = defaultdict(list)
    for text in texts:
        groups[key(text)].append(text)
    return dict(groups)


def _from_each_word(folded: str) -> Iterator[str]:
    """Give what follows each space: « saint martin des champs » → « martin des champs », etc."""
    words = folded.split()
    return (" ".join(words[start:]) for start in range(1, len(words)))
