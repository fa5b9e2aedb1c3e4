"""What else could be chosen: every facet, with how many recipes each of its choices would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from licences.models import short_name
from recipes.answers.answer import WORDS, Answer
from recipes.filters import RecipeFilter
from recipes.snapshot import LEVELS, Area
from territories.models import Territory
from territories.names import in_alphabet

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


def facets(answer: Answer) -> list[Facet]:
    """Give every facet with its counts, each with its own filter removed.

    Choices that would leave nothing are left out unless they are chosen.
    """
    labels = _labels()
    found = [
        Facet("theme", labels["theme"], _theme_choices(answer)),
        Facet("territoire", labels["territoire"], _territory_choices(answer)),
    ]
    found += [
        Facet(name, labels[name], _choices_of(answer, name, _choices(name)))
        for name in ("sorte", "cout", "duree", "participants", "facilite", "etat", "demande")
    ]
    named = [
        (spdx_id, short_name(spdx_id)) for spdx_id in answer.snapshot.choices.get("licence", ())
    ]
    named.sort(key=lambda one: in_alphabet(one[1]))
    found.append(Facet("licence", labels["licence"], _choices_of(answer, "licence", named)))
    return [facet for facet in found if facet.choices]


def _choices_of(answer: Answer, name: str, words: Sequence[tuple[str, str]]) -> list[Choice]:
    others = answer.without(name)
    sets = answer.snapshot.choices.get(name, {})
    chosen = {str(value) for value in answer.asked.get(name, ())}
    made = [
        Choice(value, label, (others & sets.get(value, 0)).bit_count(), value in chosen)
        for value, label in words
    ]
    return [choice for choice in made if choice.count or choice.chosen]


def _theme_choices(answer: Answer) -> list[Choice]:
    others = answer.without("theme")
    chosen = set(answer.asked.get("theme", ()))
    made = [
        Choice(t.slug, t.name, (others & t.recipes).bit_count(), t.slug in chosen)
        for t in answer.snapshot.themes.values()
    ]
    made = [choice for choice in made if choice.count or choice.chosen]
    made.sort(key=lambda choice: (not choice.chosen, -choice.count, in_alphabet(choice.label)))
    return made[: max(MOST_THEMES, len(chosen))]


def _territory_choices(answer: Answer) -> list[Choice]:
    """Offer the next level down that has recipes, the places with the most first.

    A level where the territory chosen comes again by itself, as the only département of an
    overseas région, is no step.
    """
    others = answer.without("territoire")
    chosen: Territory | None = answer.asked.get("territoire")
    areas = answer.snapshot.areas
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


def _containers(answer: Answer) -> list[Area]:
    """Give what the chosen territory is in and has recipes, widest first; the country left out."""
    chosen: Territory | None = answer.asked.get("territoire")
    if chosen is None:
        return []
    areas = answer.snapshot.areas
    if chosen.pk in areas:
        above = [area for area in areas.values() if chosen.pk in area.contents]
    else:
        keys = chosen.containers.values_list("container_id", flat=True)
        above = [areas[pk] for pk in keys if pk in areas]
    above = [area for area in above if area.kind != Territory.Kind.COUNTRY]
    return sorted(above, key=lambda a: (LEVELS.index(Territory.Kind(a.kind)), in_alphabet(a.name)))


def path(answer: Answer) -> list[Area]:
    """Give what the chosen territory is in, widest first, itself left out: the way back up.

    A level that is the one above it, or the chosen one, under another code is no step. One
    query if the territory has no recipe.
    """
    chosen: Territory | None = answer.asked.get("territoire")
    last = answer.snapshot.areas.get(chosen.pk) if chosen else None
    steps: list[Area] = []
    for area in _containers(answer):
        if not _is_the_same(area, last) and not (steps and _is_the_same(area, steps[-1])):
            steps.append(area)
    return steps


def _is_the_same(area: Area, other: Area | None) -> bool:
    """Say whether two levels are one place for readers: of one name, and with the same recipes."""
    return other is not None and area.name == other.name and area.recipes == other.recipes


@cache
def _labels() -> Mapping[str, str]:
    return {name: str(declared.label) for name, declared in RecipeFilter.base_filters.items()}


@cache
def _choices(name: str) -> Sequence[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in WORDS[name].items()]
