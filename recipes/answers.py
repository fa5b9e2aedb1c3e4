"""The answer to a question: which recipes, in which order, what each other choice would leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any, overload

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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

MOST_THEMES = 12
"""Themes offered at once; the others are a page away."""


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
        if slugs := asked.get("theme"):
            yield "theme", union(snapshot.themes[s].recipes for s in slugs if s in snapshot.themes)
        for name in _LISTED:
            if values := asked.get(name):
                sets = snapshot.choices.get(name, {})
                yield name, union(sets.get(str(value), 0) for value in values)

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
        licences = sorted(self.snapshot.choices.get("licence", {}))
        named = [(spdx_id, short_name(spdx_id)) for spdx_id in licences]
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
        made.sort(key=lambda choice: (not choice.chosen, -choice.count, str(choice.label)))
        return made[: max(MOST_THEMES, len(chosen))]

    def _territory_choices(self) -> list[Choice]:
        """Offer the next level down that has recipes, the places with the most first."""
        others = self._without("territoire")
        chosen: Territory | None = self.asked.get("territoire")
        areas = self.snapshot.areas
        if chosen is None:
            inside = list(areas.values())
            level = 0
        else:
            area = areas.get(chosen.pk)
            inside = [areas[pk] for pk in area.contents if pk in areas] if area else []
            level = LEVELS.index(Territory.Kind(chosen.kind))
        for kind in LEVELS[level + 1 :]:
            made = [
                Choice(area.slug, area.name, (others & area.recipes).bit_count(), chosen=False)
                for area in inside
                if area.kind == kind
            ]
            made = [choice for choice in made if choice.count]
            if made:
                return sorted(made, key=lambda choice: (-choice.count, str(choice.label)))
        return []

    def path(self) -> list[Area]:
        """Give what the chosen territory is in, widest first, itself last: the way back up."""
        chosen: Territory | None = self.asked.get("territoire")
        if chosen is None:
            return []
        above = [
            area
            for area in self.snapshot.areas.values()
            if chosen.pk in area.contents and area.kind != Territory.Kind.COUNTRY
        ]
        return sorted(above, key=lambda area: (LEVELS.index(Territory.Kind(area.kind)), area.name))

    # What has been chosen

    def chips(self) -> list[Chip]:
        """Give every choice made, each with the number of recipes there would be without it."""
        made = []
        for name, value in self.asked.items():
            if name in {"tri", "pres_de"} or (name == "q" and self.found is None):
                continue
            values = value if isinstance(value, list) else [value]
            for one in values:
                told = one.slug if isinstance(one, Territory) else str(one)
                made.append(
                    Chip(
                        name=name,
                        value=told,
                        label=self._label(name, one),
                        facet=self.form.fields[name].label or "",
                        count_without=self._count_without(name, one, values),
                    )
                )
        return made

    def _count_without(self, name: str, value: Any, values: Sequence[Any]) -> int:
        others = self._without(name)
        rest = [str(other) for other in values if other != value]
        if not rest:
            return others.bit_count()
        if name == "theme":
            themes = self.snapshot.themes
            return (others & union(themes[s].recipes for s in rest if s in themes)).bit_count()
        sets = self.snapshot.choices.get(name, {})
        return (others & union(sets.get(other, 0) for other in rest)).bit_count()

    def _label(self, name: str, value: Any) -> str:
        if isinstance(value, Territory):
            return value.name
        if name == "theme":
            theme = self.snapshot.themes.get(value)
            return theme.name if theme else str(value)
        if name == "licence":
            return short_name(value)
        if name == "q":
            return str(_("“%(words)s”")) % {"words": value}
        return str(_WORDS.get(name, {}).get(str(value), value))


@cache
def _labels() -> Mapping[str, str]:
    return {name: str(declared.label) for name, declared in RecipeFilter.base_filters.items()}


@cache
def _choices(name: str) -> Sequence[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in _WORDS[name].items()]
