"""The published catalogue as sets of recipes, kept in memory under the catalogue's version.

Counting what each of some hundred choices would leave, for every page, is a matter of a
millisecond when each choice is such a set (`recipes.sets`): `&` keeps what two choices share.
What a card shows is kept as well (some 1 kB a recipe): a list asks the database for nothing.

This is a cache, not state: it is derived from rows that anybody can read, made again when the
version moves, and `RecipeFilter.qs` gives the same answers in SQL (tests hold the two together).
"""

import gc
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from accounts.models import Organisation
from licences.models import Licence
from recipes.models import Catalogue, Recipe, RecipeTag
from territories.models import Containment, Territory

LEVELS = (
    Territory.Kind.COUNTRY,
    Territory.Kind.REGION,
    Territory.Kind.DEPARTEMENT,
    Territory.Kind.EPCI,
    Territory.Kind.COMMUNE,
    Territory.Kind.DISTRICT,
)
"""Kinds of territory, from the widest: the order in which one drills down."""

# Facets whose value is a column of the recipe: the facet's name in addresses, and the column.
COLUMNS = {
    "sorte": "kind",
    "licence": "licence_id",
    "cout": "cost_band",
    "duree": "duration_band",
    "participants": "participants_band",
    "facilite": "ease",
    "etat": "state",
    "porteur": "organisation__slug",
}


def conditions_of(*, attribution: bool, share_alike: bool) -> str:
    """Say what a free licence asks: nothing, to name the author, or to share alike as well."""
    if share_alike:
        return "partager-pareil"
    return "citer" if attribution else "rien"


@dataclass(frozen=True, slots=True)
class Area:
    """A territory that has recipes in it, and which."""

    pk: int
    slug: str
    name: str
    kind: str
    recipes: int
    contents: frozenset[int]
    """Keys of the areas inside it, itself left out."""
    point: tuple[float, float] | None
    """Its latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme some published recipe bears."""

    slug: str
    name: str
    recipes: int


class Listed(NamedTuple):
    """A published recipe as lists show it."""

    pk: int
    uuid: UUID
    slug: str
    title: str
    summary: str
    kind: str
    main_theme: str
    places: list[dict[str, str]]
    cost_band: str
    minutes: int | None
    reproduction_count: int
    cover_photo: str
    cover_alt: str


@dataclass(frozen=True)
class Snapshot:
    """All published recipes: `ids` the newest first, and the sets of them by choice."""

    version: int
    ids: tuple[int, ...] = ()
    choices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    areas: Mapping[int, Area] = field(default_factory=dict)
    listed: Sequence[Listed] = ()
    adaptations: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Positions of the recipes adapted from the recipe of a key, the newest first."""
    licences: Mapping[str, Licence] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    """Names of the organisations that carry a recipe, by their addresses."""
    points: Sequence[tuple[tuple[float, float], ...]] = ()

    @cached_property
    def everything(self) -> int:
        """The set of all recipes."""
        return (1 << len(self.ids)) - 1

    @cached_property
    def position(self) -> Mapping[int, int]:
        """Where each recipe's key stands in `ids`."""
        return {key: position for position, key in enumerate(self.ids)}

    @cached_property
    def by_identifier(self) -> Mapping[str, Listed]:
        """The recipes by their UUIDs."""
        return {str(recipe.uuid): recipe for recipe in self.listed}

    @cached_property
    def by_slug(self) -> Mapping[str, Listed]:
        """The recipes by their addresses."""
        return {recipe.slug: recipe for recipe in self.listed}

    @cached_property
    def departements(self) -> Sequence[Area]:
        """The départements that have recipes."""
        return [a for a in self.areas.values() if a.kind == Territory.Kind.DEPARTEMENT]

    @cached_property
    def most_redone(self) -> Sequence[int]:
        """Positions, the recipes done again most often first, then the newest."""
        return sorted(
            range(len(self.ids)), key=lambda at: (-self.listed[at].reproduction_count, at)
        )

    def nearest(self, latitude: float, longitude: float) -> Sequence[int]:
        """Give all positions, the recipes made nearest to a point first, those placed nowhere last.

        Distances are those of a map true to scale around the point, as in
        `TerritoryQuerySet.nearest_to`.
        """
        distance = self._squares_of_degrees(latitude, longitude)
        return sorted(range(len(self.ids)), key=lambda at: (distance(at), at))

    def kilometres(self, position: int, latitude: float, longitude: float) -> float:
        """Say how far from a point a recipe was made, on the map that `nearest` reads.

        Infinitely far if it is placed nowhere.
        """
        return math.sqrt(self._squares_of_degrees(latitude, longitude)(position)) * _DEGREE

    def _squares_of_degrees(self, latitude: float, longitude: float) -> Callable[[int], float]:
        narrowing = math.cos(math.radians(latitude))

        def distance(position: int) -> float:
            return min(
                (
                    (north - latitude) ** 2 + ((east - longitude) * narrowing) ** 2
                    for north, east in self.points[position]
                ),
                default=math.inf,
            )

        return distance


_DEGREE = 111.2
"""Kilometres in a degree of latitude."""

_latest = Snapshot(version=-1)
_making = Lock()


def current_snapshot(version: int | None = None) -> Snapshot:
    """Give the published catalogue of this moment: one query, nine when it has moved.

    Whoever has just read the catalogue's `version` gives it, which saves the one query. One thread
    makes the new snapshot while the others wait, so that a publication costs its making once a
    process.
    """
    global _latest  # noqa: PLW0603  # the one place where the cache lives
    if version is None:
        version = Catalogue.objects.version()
    if _latest.version != version:
        with _making:
            if _latest.version != version:
                _latest = take_snapshot(version)
                if gc.get_freeze_count():  # a web process that settled (config.memory)
                    gc.freeze()
    return _latest


def forget_snapshot() -> None:
    """Drop what is kept: for tests, whose databases share version numbers."""
    global _latest  # noqa: PLW0603  # the one place where the cache lives
    _latest = Snapshot(version=-1)


def take_snapshot(version: int) -> Snapshot:
    """Read the published catalogue whole, in eight queries."""
    licences = Licence.objects.in_bulk()
    conditions = {
        spdx_id: conditions_of(attribution=known.attribution, share_alike=known.share_alike)
        for spdx_id, known in licences.items()
    }
    shown = len(Listed._fields)
    columns = (*Listed._fields, "adapted_from_id", *COLUMNS.values())
    rows = list(Recipe.objects.published().newest_first().values_list(*columns))
    choices: dict[str, dict[str, int]] = {name: defaultdict(int) for name in (*COLUMNS, "demande")}
    adaptations: dict[int, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        bit = 1 << position
        if parent := row[shown]:
            adaptations[parent].append(position)
        told = dict(zip(COLUMNS, row[shown + 1 :], strict=True))
        for name, value in told.items():
            if value not in (None, ""):
                choices[name][str(value)] |= bit
        choices["demande"][conditions[told["licence"]]] |= bit
    ids = tuple(row[0] for row in rows)
    position_of = {key: position for position, key in enumerate(ids)}
    areas, points = _areas(position_of)
    return Snapshot(
        version=version,
        ids=ids,
        choices=choices,
        themes=_themes(position_of),
        areas=areas,
        listed=[Listed._make(row[:shown]) for row in rows],
        adaptations=adaptations,
        licences=licences,
        organisations=dict(
            Organisation.objects.filter(slug__in=choices["porteur"]).values_list("slug", "name")
        ),
        points=points,
    )


def _themes(position_of: Mapping[int, int]) -> dict[str, Theme]:
    names: dict[str, str] = {}
    found: dict[str, int] = defaultdict(int)
    ties = RecipeTag.objects.filter(content_object__is_published=True)
    for key, slug, name in ties.values_list("content_object_id", "tag__slug", "tag__name"):
        names[slug] = name
        if key in position_of:
            found[slug] |= 1 << position_of[key]
    return {slug: Theme(slug, names[slug], recipes) for slug, recipes in found.items()}


def _areas(
    position_of: Mapping[int, int],
) -> tuple[dict[int, Area], list[tuple[tuple[float, float], ...]]]:
    """Find the territories that have recipes, at every level, and the recipes' own points."""
    ties = [
        tie
        for tie in Recipe.territories.through.objects.filter(recipe__is_published=True).values_list(
            "recipe_id", "territory_id"
        )
        if tie[0] in position_of
    ]
    own = Recipe.territories.through.objects.filter(recipe__is_published=True)
    containers: dict[int, list[int]] = defaultdict(list)
    for contained, container in Containment.objects.filter(
        contained__in=own.values("territory")
    ).values_list("contained_id", "container_id"):
        containers[contained].append(container)
    recipes: dict[int, int] = defaultdict(int)
    for key, territory in ties:
        for container in containers[territory]:
            recipes[container] |= 1 << position_of[key]
    contents: dict[int, set[int]] = defaultdict(set)
    above = Containment.objects.filter(contained__in=own.values("territory")).values("container")
    for container, contained in Containment.objects.filter(contained__in=above).values_list(
        "container_id", "contained_id"
    ):
        if container != contained:
            contents[container].add(contained)
    areas: dict[int, Area] = {}
    for pk, slug, name, kind, latitude, longitude in Territory.objects.filter(
        pk__in=above
    ).values_list("pk", "slug", "name", "kind", "latitude", "longitude"):
        point = None if latitude is None or longitude is None else (latitude, longitude)
        areas[pk] = Area(pk, slug, name, kind, recipes[pk], frozenset(contents[pk]), point)
    points: list[list[tuple[float, float]]] = [[] for _ in position_of]
    for key, territory in ties:
        if point := areas[territory].point:
            points[position_of[key]].append(point)
    return areas, [tuple(found) for found in points]
