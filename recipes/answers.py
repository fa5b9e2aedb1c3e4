"""The answer to a question: which recipes, in which order, what each other choice would leave."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import combinations, islice
from typing import Any, overload

from django.utils.functional import Promise

from licences.models import short_name
from recipes import search, wording
from recipes.bands import DurationBand, ParticipantsBand
from recipes.filters import (
    CONDITIONS,
    MOST_REDONE,
    NEAREST,
    NEWEST,
    ORDERS,
    RELEVANCE,
    RecipeFilter,
)
from recipes.sets import in_order, members, union
from recipes.snapshot import LEVELS, Area, Snapshot, current_snapshot
from territories.models import Territory
from territories.names import fold

MOST_THEMES = 12
"""Themes offered at once; the others are a page away."""

MOST_PAIRS = 4
"""Pairs of choices offered to take back together, the most helpful ones."""

MOST_WORDS = 6
"""Words of a question that are tried without one another: each costs a search, in memory."""

_CHIPS_PAIRED = 12
_WORD = re.compile(r'-*(?:"[^"]*"|«[^»]*»|“[^”]*”)|\S+')


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many recipes there would be if it were chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to choose by."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice already made: what to take from the address, and how many come without it."""

    name: str
    value: str
    label: str
    facet: str | Promise
    count_without: int


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


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort the answer."""

    value: str
    label: str | Promise
    chosen: bool


_WORDS: Mapping[str, Mapping[Any, str | Promise]] = {
    "sorte": wording.KINDS,
    "demande": CONDITIONS,
    "cout": wording.COST_BANDS,
    "duree": dict(DurationBand.choices),
    "participants": dict(ParticipantsBand.choices),
    "facilite": {str(ease): words for ease, words in wording.EASES.items()},
    "etat": wording.STATES,
}
_LISTED = (*_WORDS, "licence", "porteur")


class Answer(Sequence[int]):
    """The keys of the published recipes that answer a `RecipeFilter`, in the order asked.

    Made from the snapshot, without a query but those of the words searched, for any number of
    facets. A page is a slice: `Paginator` takes it as it is.
    """

    def __init__(self, asked: RecipeFilter, snapshot: Snapshot | None = None) -> None:
        self.form = asked.form
        self.asked = asked.asked
        self.snapshot = snapshot or current_snapshot()
        self.found: search.Found | None = None
        if words := self.asked.get("q", "").strip():
            self.found = search.find(
                words, newest_first=self.snapshot.ids, version=self.snapshot.version
            )
        self._kept = dict(self._keep())

    def _keep(self) -> Iterator[tuple[str, int]]:
        """Give the set that each filter in use keeps, by its name."""
        snapshot, asked = self.snapshot, self.asked
        if self.found is not None:
            yield "q", self.found.recipes
        if territory := asked.get("territoire"):
            area = snapshot.areas.get(territory.pk)
            yield "territoire", area.recipes if area else 0
        for name in ("theme", *_LISTED):
            if values := asked.get(name):
                yield name, self._any_of(name, map(str, values))

    def _any_of(self, name: str, values: Iterable[str]) -> int:
        """Give the set of recipes that any of these values of a facet keeps."""
        if name == "theme":
            themes = self.snapshot.themes
            return union(themes[slug].recipes for slug in values if slug in themes)
        sets = self.snapshot.choices.get(name, {})
        return union(sets.get(value, 0) for value in values)

    def _without(self, name: str) -> int:
        """Give the set of recipes that all filters but one keep."""
        kept = self.snapshot.everything
        for other, recipes in self._kept.items():
            if other != name:
                kept &= recipes
        return kept

    @cached_property
    def recipes(self) -> int:
        """The set of recipes that answer."""
        return self._without("")

    def __len__(self) -> int:
        return self.recipes.bit_count()

    @overload
    def __getitem__(self, wanted: int) -> int: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[int]: ...
    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            wanted = range(len(self))[wanted]
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(len(self))
        at = islice(self._in_order(), start, stop)
        return [self.snapshot.ids[position] for position in at]

    @property
    def order(self) -> str:
        """The order in use: the one asked if it can be given, else what suits the question."""
        wanted: str = self.asked.get("tri", "")
        return wanted if wanted in self._possible_orders() else self.usual_order

    @property
    def usual_order(self) -> str:
        """The order that suits the question when none is asked."""
        if self.found is not None:
            return RELEVANCE
        return NEAREST if self.asked.get("pres_de") and self.near else NEWEST

    def _possible_orders(self) -> list[str]:
        needs = {RELEVANCE: self.found is not None, NEAREST: self.near is not None}
        return [order for order in ORDERS if needs.get(order, True)]

    def orders(self) -> list[Order]:
        """Give the orders that make sense here; the usual one has nothing to say in the address."""
        return [
            Order("" if order == self.usual_order else order, ORDERS[order], order == self.order)
            for order in self._possible_orders()
        ]

    @property
    def near(self) -> Territory | None:
        """From where "nearest" is measured: the place told, else the territory chosen."""
        place: Territory | None = self.asked.get("pres_de") or self.asked.get("territoire")
        return place if place and place.latitude is not None else None

    def kilometres_to(self, key: int) -> int | None:
        """Say how far a recipe was made, as the crow flies, where the nearest come first."""
        place = self.near
        if place is None or self.order != NEAREST:
            return None
        at = self.snapshot.position[key]
        far = self.snapshot.kilometres(at, place.latitude or 0.0, place.longitude or 0.0)
        return round(far) if math.isfinite(far) else None

    def _in_order(self) -> Iterator[int]:
        order = self.order
        if order == RELEVANCE and self.found:
            return self.found.ranking.best_first(self.recipes)
        if order == MOST_REDONE:
            return in_order(self.recipes, self.snapshot.most_redone)
        if order == NEAREST and (place := self.near):
            nearest = self.snapshot.nearest(place.latitude or 0.0, place.longitude or 0.0)
            return in_order(self.recipes, nearest)
        return members(self.recipes)

    # What else could be chosen

    def facets(self) -> list[Facet]:
        """Give every facet with its counts, each with its own filter removed.

        Choices that would leave nothing are left out unless they are chosen.
        """
        labels = _labels()
        found = [
            Facet("theme", labels["theme"], self._theme_choices()),
            Facet("territoire", labels["territoire"], self._territory_choices()),
        ]
        found += [
            Facet(name, labels[name], self._choices(name, _choices(name)))
            for name in ("sorte", "cout", "duree", "participants", "facilite", "etat", "demande")
        ]
        named = [
            (spdx_id, short_name(spdx_id)) for spdx_id in self.snapshot.choices.get("licence", ())
        ]
        named.sort(key=lambda one: in_alphabet(one[1]))
        found.append(Facet("licence", labels["licence"], self._choices("licence", named)))
        return [facet for facet in found if facet.choices]

    def _choices(self, name: str, words: Sequence[tuple[str, str]]) -> list[Choice]:
        others = self._without(name)
        sets = self.snapshot.choices.get(name, {})
        chosen = {str(value) for value in self.asked.get(name, ())}
        made = [
            Choice(value, label, (others & sets.get(value, 0)).bit_count(), value in chosen)
            for value, label in words
        ]
        return [choice for choice in made if choice.count or choice.chosen]

    def _theme_choices(self) -> list[Choice]:
        others = self._without("theme")
        chosen = set(self.asked.get("theme", ()))
        made = [
            Choice(t.slug, t.name, (others & t.recipes).bit_count(), t.slug in chosen)
            for t in self.snapshot.themes.values()
        ]
        made = [choice for choice in made if choice.count or choice.chosen]
        made.sort(key=lambda choice: (not choice.chosen, -choice.count, in_alphabet(choice.label)))
        return made[: max(MOST_THEMES, len(chosen))]

    def _territory_choices(self) -> list[Choice]:
        """Offer the next level down that has recipes, the places with the most first.

        A level where the territory chosen comes again by itself, as the only département of an
        overseas région, is no step.
        """
        others = self._without("territoire")
        chosen: Territory | None = self.asked.get("territoire")
        areas = self.snapshot.areas
        area = areas.get(chosen.pk) if chosen else None
        if chosen is None:
            inside = list(areas.values())
            level = 0
        else:
            inside = [areas[pk] for pk in area.contents if pk in areas] if area else []
            level = LEVELS.index(Territory.Kind(chosen.kind))
        for kind in LEVELS[level + 1 :]:
            found = [
                one
                for one in inside
                if one.kind == kind and one.recipes & others and not _is_the_same(one, area)
            ]
            if found:
                made = [
                    Choice(one.slug, one.name, (others & one.recipes).bit_count(), chosen=False)
                    for one in found
                ]
                return sorted(made, key=lambda choice: (-choice.count, in_alphabet(choice.label)))
        return []

    @cached_property
    def _containers(self) -> list[Area]:
        """What the chosen territory is in and has recipes, widest first; the country left out.

        One query if the territory itself has no recipe.
        """
        chosen: Territory | None = self.asked.get("territoire")
        if chosen is None:
            return []
        areas = self.snapshot.areas
        if chosen.pk in areas:
            above = [area for area in areas.values() if chosen.pk in area.contents]
        else:
            keys = chosen.containers.values_list("container_id", flat=True)
            above = [areas[pk] for pk in keys if pk in areas]
        above = [area for area in above if area.kind != Territory.Kind.COUNTRY]
        return sorted(
            above, key=lambda a: (LEVELS.index(Territory.Kind(a.kind)), in_alphabet(a.name))
        )

    def path(self) -> list[Area]:
        """Give what the chosen territory is in, widest first, itself left out: the way back up.

        A level that is the one above it, or the chosen one, under another code is no step. One
        query if the territory has no recipe.
        """
        chosen: Territory | None = self.asked.get("territoire")
        last = self.snapshot.areas.get(chosen.pk) if chosen else None
        steps: list[Area] = []
        for area in self._containers:
            if not _is_the_same(area, last) and not (steps and _is_the_same(area, steps[-1])):
                steps.append(area)
        return steps

    @property
    def count_without_territory(self) -> int:
        """How many recipes there would be from everywhere."""
        return self._without("territoire").bit_count()

    def wider(self) -> list[Choice]:
        """Offer what the chosen territory is in, the closest first, each with more recipes.

        For an empty answer: counts keep the rest of the question. As many queries as `path`.
        """
        others = self._without("territoire")
        made: list[Choice] = []
        for area in reversed(self.path()):
            count = (others & area.recipes).bit_count()
            if count > (made[-1].count if made else 0):
                made.append(Choice(area.slug, area.name, count, chosen=False))
        return made

    # What has been chosen

    def chips(self) -> list[Chip]:
        """Give every choice made, each with the number of recipes there would be without it."""
        made = []
        for name, value in self.asked.items():
            if name in {"tri", "pres_de"} or (name == "q" and self.found is None):
                continue
            for one in value if isinstance(value, list) else [value]:
                told = one.slug if isinstance(one, Territory) else str(one)
                made.append(
                    Chip(
                        name=name,
                        value=told,
                        label=self._label(name, one),
                        facet=self.form.fields[name].label or "",
                        count_without=self._count_without((name, told)),
                    )
                )
        return made

    def _count_without(self, *taken_back: tuple[str, str]) -> int:
        """Count the recipes there would be without some values, each told with its filter."""
        kept = self.snapshot.everything
        for name, recipes in self._kept.items():
            gone = {value for filter_name, value in taken_back if filter_name == name}
            if not gone:
                kept &= recipes
            elif rest := self._others(name, gone):
                kept &= self._any_of(name, rest)
        return kept.bit_count()

    def _others(self, name: str, gone: set[str]) -> list[str]:
        asked = self.asked[name]
        return [str(v) for v in asked if str(v) not in gone] if isinstance(asked, list) else []

    def ways_out(self, chips: Sequence[Chip]) -> list[WayOut]:
        """Say which of the `chips` to take back for an empty answer to become one that is not.

        One of them; two together only where no single one is enough, and not all such pairs.
        """
        single = [WayOut((chip,), chip.count_without) for chip in chips if chip.count_without]
        if single:
            return single
        pairs = [
            WayOut(
                (one, other), self._count_without((one.name, one.value), (other.name, other.value))
            )
            for one, other in combinations(chips[:_CHIPS_PAIRED], 2)
        ]
        pairs.sort(key=lambda way: -way.count)
        return [way for way in pairs[:MOST_PAIRS] if way.count]

    def fewer_words(self) -> list[FewerWords]:
        """Offer the question without each of its words in turn, where that finds something.

        Where that is not enough, each word alone. What the words find was asked for the whole
        question already: no query, unless one is put right anew.
        """
        if self.found is None:
            return []
        words = _WORD.findall(self.found.corrected or self.asked["q"])
        if not 1 < len(words) <= MOST_WORDS:
            return []
        without_one = [
            FewerWords(rest, self._count_with(rest), left_out=word)
            for at, word in enumerate(words)
            for rest in [" ".join(words[:at] + words[at + 1 :])]
        ]
        found = [fewer for fewer in without_one if fewer.count]
        if found or len(words) == 2:  # one without the other is the other alone
            return found
        alone = [FewerWords(word, self._count_with(word)) for word in dict.fromkeys(words)]
        return [fewer for fewer in alone if fewer.count]

    def _count_with(self, words: str) -> int:
        """Count the recipes there would be with other words; none where they ask for nothing."""
        found = search.find(words, newest_first=self.snapshot.ids, version=self.snapshot.version)
        # Words such as « de » alone find everything, and so does a word to leave out.
        return (self._without("q") & found.recipes).bit_count() if found.terms else 0

    def _label(self, name: str, value: Any) -> str:
        if isinstance(value, Territory):
            return value.name
        if name == "theme":
            theme = self.snapshot.themes.get(value)
            return theme.name if theme else str(value)
        if name == "licence":
            return short_name(value)
        return str(_WORDS.get(name, {}).get(str(value), value))


def _is_the_same(area: Area, other: Area | None) -> bool:
    """Say whether two levels are one place for readers: of one name, and with the same recipes."""
    return other is not None and area.name == other.name and area.recipes == other.recipes


@lru_cache(maxsize=20_000)
def in_alphabet(name: str) -> str:
    """Give what sorts a name as French dictionaries do: « Île-de-France » with the letter i.

    Kept, because every list sorts the same names.
    """
    return fold(name)


@cache
def _labels() -> Mapping[str, str]:
    return {name: str(declared.label) for name, declared in RecipeFilter.base_filters.items()}


@cache
def _choices(name: str) -> Sequence[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in _WORDS[name].items()]
