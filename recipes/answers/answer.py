"""The answer to a question: which recipes, in which order, and what was asked."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
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
from recipes.snapshot import Snapshot, current_snapshot
from territories.models import Territory


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice already made: what to take from the address, and how many come without it."""

    name: str
    value: str
    label: str
    facet: str | Promise
    count_without: int


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort the answer."""

    value: str
    label: str | Promise
    chosen: bool


WORDS: Mapping[str, Mapping[Any, str | Promise]] = {
    "sorte": wording.KINDS,
    "demande": CONDITIONS,
    "cout": wording.COST_BANDS,
    "duree": dict(DurationBand.choices),
    "participants": dict(ParticipantsBand.choices),
    "facilite": {str(ease): words for ease, words in wording.EASES.items()},
    "etat": wording.STATES,
}
_LISTED = (*WORDS, "licence", "porteur")


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

    def without(self, name: str) -> int:
        """Give the set of recipes that all filters but one keep."""
        kept = self.snapshot.everything
        for other, recipes in self._kept.items():
            if other != name:
                kept &= recipes
        return kept

    @cached_property
    def recipes(self) -> int:
        """The set of recipes that answer."""
        return self.without("")

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
                        count_without=self.count_without((name, told)),
                    )
                )
        return made

    def count_without(self, *taken_back: tuple[str, str]) -> int:
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

    def _label(self, name: str, value: Any) -> str:
        if isinstance(value, Territory):
            return value.name
        if name == "theme":
            theme = self.snapshot.themes.get(value)
            return theme.name if theme else str(value)
        if name == "licence":
            return short_name(value)
        return str(WORDS.get(name, {}).get(str(value), value))
