"""Small maps: metropolitan France and each overseas territory, their outlines, where a point falls.

The outlines of `data/france-outlines.geojson` (contours © IGN, simplifiés: `data/README.md`) are
drawn flat, true to scale in the middle of each map.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from territories.files import DATA, OUTLINES

WIDTH, HEIGHT = 300, 290
"""Of the map of metropolitan France, in its own units: one is about 4 km."""
INSET = 64
"""The longer side of an inset, in the same units on the page."""

_FINENESS = 2
"""Corners are put on a grid this much finer: a border stays shared by both its regions."""
_SMALLEST_ISLAND = 3
_MARGIN = 0.08
"""Around an inset's outline, as a part of its longer side."""

Ring = list[tuple[float, float]]
"""Corners as (longitude, latitude)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map shows of the Earth, and how large."""

    west: float
    north: float
    narrowing: float
    """How much shorter a degree is eastwards than southwards."""
    scale: float
    """Units a degree of latitude."""
    width: float
    height: float

    def position(self, latitude: float, longitude: float) -> tuple[float, float] | None:
        """Say where a point falls, from the left and from the top; `None` if it is off the map."""
        x = (longitude - self.west) * self.narrowing * self.scale
        y = (self.north - latitude) * self.scale
        if not (0 <= x <= self.width and 0 <= y <= self.height):
            return None
        return round(x, 1), round(y, 1)


def _frame(west: float, east: float, north: float, middle: float, width: float) -> Frame:
    narrowing = math.cos(math.radians(middle))
    return Frame(west, north, narrowing, width / ((east - west) * narrowing), width, HEIGHT)


FRANCE = _frame(west=-5.4, east=9.8, north=51.25, middle=46.5, width=WIDTH)
position = FRANCE.position


@dataclass(frozen=True, slots=True)
class Inset:
    """An overseas territory on a map of its own: its INSEE code as a région, its outline."""

    code: str
    name: str
    frame: Frame
    outline: str
    """The data of an SVG path, twice as large as the map."""


@cache
def outline() -> str:
    """Draw the regions as an SVG of less than 15 kB, for light and dark grounds; made once."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {WIDTH * _FINENESS} {HEIGHT * _FINENESS}">'
        f'<path d="{outline_path()}" fill="#8a7f6c" fill-opacity=".28" stroke="#8a7f6c"'
        ' stroke-opacity=".6" stroke-width="1.4" stroke-linejoin="round"/></svg>'
    )


@cache
def outline_path() -> str:
    """Give the regions as the data of an SVG path, twice as large as the map; made once."""
    return "".join(
        _drawn(ring, FRANCE, _SMALLEST_ISLAND)
        for _code, _name, rings in _regions()
        for ring in rings
        if all(FRANCE.position(latitude, longitude) for longitude, latitude in ring)
    )


@cache
def insets() -> tuple[Inset, ...]:
    """Give what is not on the map of metropolitan France, the smallest first; made once.

    The smallest first, because La Réunion lies within the bounds of the Terres australes.
    """
    found = []
    for code, name, rings in _regions():
        corners = [corner for ring in rings for corner in ring]
        if any(FRANCE.position(latitude, longitude) for longitude, latitude in corners):
            continue
        west, east = min(x for x, _y in corners), max(x for x, _y in corners)
        south, north = min(y for _x, y in corners), max(y for _x, y in corners)
        narrowing = math.cos(math.radians((north + south) / 2))
        longest = max((east - west) * narrowing, north - south)
        margin = longest * _MARGIN
        scale = INSET / (longest + 2 * margin)
        frame = Frame(
            west - margin / narrowing,
            north + margin,
            narrowing,
            scale,
            round((east - west) * narrowing * scale + 2 * margin * scale, 1),
            round((north - south + 2 * margin) * scale, 1),
        )
        drawn = "".join(_drawn(ring, frame, 0) for ring in rings)
        found.append((longest, Inset(code, name, frame, drawn)))
    return tuple(inset for _size, inset in sorted(found, key=lambda sized: sized[0]))


def _regions() -> Iterator[tuple[str, str, list[Ring]]]:
    """Give each région's code, name and outer rings."""
    for one in json.loads((DATA / OUTLINES[0]).read_text(encoding="utf-8"))["features"]:
        told, shape = one["properties"], one["geometry"]
        if told["kind"] == "region":
            polygons = shape["coordinates"]
            if shape["type"] == "Polygon":
                polygons = [polygons]
            yield told["code"], told["name"], [outer for outer, *_holes in polygons]


def _drawn(ring: Ring, frame: Frame, smallest: float) -> str:
    """Draw a ring that is within `frame` as a part of a path; nothing if too small to be seen."""
    corners: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        x, y = frame.position(latitude, longitude) or (0.0, 0.0)
        corner = round(x * _FINENESS), round(y * _FINENESS)
        if not corners or corners[-1] != corner:
            corners.append(corner)
    across, down = ([corner[axis] for corner in corners] for axis in (0, 1))
    if max(max(across) - min(across), max(down) - min(down)) < smallest * _FINENESS:
        return ""
    (x, y), *others = corners
    steps = [f"M{x} {y}l"]
    for next_x, next_y in others[:-1]:
        steps.append(f"{next_x - x} {next_y - y} ")
        x, y = next_x, next_y
    return "".join(steps).rstrip().replace(" -", "-") + "z"
