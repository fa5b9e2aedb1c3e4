"""The answer to a question as a map: a point a place, how many recipes there; the same in words.

No query: places and their points are in the snapshot.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from recipes.answers import Answer
from recipes.sets import members, union
from recipes.snapshot import Area, Snapshot
from territories import map as france
from territories.map import Frame
from territories.models import Territory
from territories.names import in_alphabet

MOST_PLACES = 150
"""Points one can still tell from each other; with more, the départements stand for them."""

_LEAST_SHOWN = 36
"""How close one may look, in units of the map: some 150 km across, as outlines are simplified."""
_AROUND = 0.2
_SMALLEST, _LARGEST = 4, 13
_RING = 7
_WIDE = frozenset({Territory.Kind.REGION, Territory.Kind.DEPARTEMENT, Territory.Kind.EPCI})


@dataclass(frozen=True, slots=True)
class Place:
    """A place where recipes were made, how many of the answer, and where it is on the map.

    Without a `slug` it only stands above others: to go there would widen the question.
    """

    slug: str
    name: str
    count: int
    is_wide: bool = False
    """Larger than a commune: its point is only its middle."""
    x: float = 0
    y: float = 0
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Inset:
    """An overseas territory, its outline (twice as large) and its points."""

    name: str
    width: float
    height: float
    outline: str
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Departement:
    """What was made in a département, place by place; `whole` is nothing where it is its région."""

    whole: Place | None
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Region:
    """What was made in a région, département by département."""

    whole: Place
    departements: Sequence[Departement]


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """What the map shows, the widest and largest places first so that none hides another."""

    places: Sequence[Place]
    insets: Sequence[Inset]
    regions: Sequence[Region]
    elsewhere: int
    """Recipes of no région: of the whole country, or of nowhere that is known."""
    view: tuple[float, float, float, float]
    """What part of the map is shown: left, top, width, height."""
    outline: str = ""
    """Where the map comes closer, the regions as the data of a path: in a picture, lines grow."""


def map_of(answer: Answer) -> AnswerMap:
    """Put the whole answer on the map: every recipe that answers, not one page of them.

    Where a territory was chosen, the map comes closer to what it holds.
    """
    snapshot = answer.snapshot
    chosen: Territory | None = answer.asked.get("territoire")
    within = _within(chosen, snapshot)
    shown = [area for area in _shown(answer.recipes, snapshot) if within(area)]
    on_mainland = [
        placed for area in shown if (placed := _placed(area, answer.recipes, france.FRANCE))
    ]
    view = (0.0, 0.0, float(france.WIDTH), float(france.HEIGHT))
    if chosen and on_mainland:
        view = _close_to(on_mainland)
    closeness = view[2] / france.WIDTH
    regions = _regions(answer.recipes, shown, snapshot, within)
    in_regions = union(area.recipes for area in snapshot.areas.values() if _is(area, "REGION"))
    return AnswerMap(
        places=_largest_first(
            replace(one, radius=_round(one.radius * closeness)) for one in on_mainland
        ),
        insets=list(_insets(answer.recipes, shown)),
        regions=regions,
        elsewhere=(answer.recipes & ~in_regions).bit_count(),
        view=view,
        outline=france.outline_path() if closeness < 1 else "",
    )


def _within(chosen: Territory | None, snapshot: Snapshot) -> Callable[[Area], bool]:
    """Say which areas are in the chosen territory: only they lead to fewer recipes than it has."""
    if chosen is None:
        return lambda _area: True
    area = snapshot.areas.get(chosen.pk)
    inside = area.contents | {chosen.pk} if area else frozenset()
    return lambda area: area.pk in inside


def _is(area: Area, kind: str) -> bool:
    return area.kind == Territory.Kind[kind]


def _shown(recipes: int, snapshot: Snapshot) -> list[Area]:
    """Give the places the recipes say they were made in, or the départements if these are many."""
    by_slug = {area.slug: area for area in snapshot.areas.values()}
    own = {place["slug"] for at in members(recipes) for place in snapshot.listed[at].places}
    found = [by_slug[slug] for slug in own if slug in by_slug]
    found = [area for area in found if not _is(area, "COUNTRY")]
    if len(found) > MOST_PLACES:
        found = [area for area in snapshot.departements if area.recipes & recipes]
    return sorted(found, key=lambda area: in_alphabet(area.name))


def _placed(area: Area, recipes: int, frame: Frame) -> Place | None:
    """Put an area on a map; `None` if it is off it."""
    point = area.point and frame.position(*area.point)
    if point is None:
        return None
    count = (area.recipes & recipes).bit_count()
    is_wide = area.kind in _WIDE
    radius = _RING if is_wide else min(_SMALLEST + 2 * math.log2(count), _LARGEST)
    return Place(area.slug, area.name, count, is_wide, *point, _round(radius))


def _round(number: float) -> float:
    return round(number, 1)


def _largest_first(places: Iterable[Place]) -> list[Place]:
    return sorted(
        places, key=lambda place: (not place.is_wide, -place.radius, in_alphabet(place.name))
    )


def _close_to(places: Sequence[Place]) -> tuple[float, float, float, float]:
    """Give the part of the map that holds these places, some of what is around, and no less."""
    left, right = min(place.x for place in places), max(place.x for place in places)
    top, bottom = min(place.y for place in places), max(place.y for place in places)
    around = max(right - left, bottom - top, _LEAST_SHOWN) * _AROUND
    width = min(max(right - left, _LEAST_SHOWN) + 2 * around, france.WIDTH)
    height = min(max(bottom - top, _LEAST_SHOWN / 2) + 2 * around, france.HEIGHT)
    width, height = max(width, height), max(height, width / 2)
    left = min(max((left + right - width) / 2, 0), france.WIDTH - width)
    top = min(max((top + bottom - height) / 2, 0), france.HEIGHT - height)
    return _round(left), _round(top), _round(width), _round(height)


def _insets(recipes: int, shown: Sequence[Area]) -> Iterable[Inset]:
    """Draw the overseas territories that have places, each place on the smallest that holds it."""
    left = [area for area in shown if area.point and not france.position(*area.point)]
    for inset in france.insets():
        places = {
            area.pk: placed for area in left if (placed := _placed(area, recipes, inset.frame))
        }
        left = [area for area in left if area.pk not in places]
        if places:
            yield Inset(
                inset.name,
                inset.frame.width,
                inset.frame.height,
                inset.outline,
                _largest_first(places.values()),
            )


def _regions(
    recipes: int, shown: Sequence[Area], snapshot: Snapshot, within: Callable[[Area], bool]
) -> list[Region]:
    """Say in words what the map shows, région by région, those with the most recipes first."""

    def counted(area: Area) -> Place:
        slug = area.slug if within(area) else ""
        return Place(slug, area.name, (area.recipes & recipes).bit_count())

    def largest_first(area: Area) -> tuple[int, str]:
        return -(area.recipes & recipes).bit_count(), in_alphabet(area.name)

    def inside(area: Area, others: Iterable[Area]) -> list[Area]:
        found = [one for one in others if one.pk in area.contents and one.recipes & recipes]
        return sorted(found, key=largest_first)

    every = [area for area in snapshot.areas.values() if _is(area, "REGION")]
    smaller = [area for area in shown if area.kind not in {"region", "departement"}]
    made = []
    for region in sorted((area for area in every if area.recipes & recipes), key=largest_first):
        departements = [
            Departement(
                counted(departement) if departement.name != region.name else None,
                [counted(one) for one in inside(departement, smaller)],
            )
            for departement in inside(region, snapshot.departements)
        ]
        made.append(Region(counted(region), departements))
    return made
