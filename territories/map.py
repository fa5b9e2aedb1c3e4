"""A small map of metropolitan France: its outline, and where a point falls on it.

The regions of `data/france-outlines.geojson` (contours © IGN, simplifiés: `data/README.md`) are
drawn flat, true to scale at 46.5° N. Overseas territories are not on it: words say them.
"""

import json
import math
from functools import cache

from territories.files import DATA, OUTLINES

WIDTH, HEIGHT = 300, 290
"""Of the map, in its own units: one is about 4 km."""

_WEST, _EAST, _NORTH = -5.4, 9.8, 51.25
_NARROWING = math.cos(math.radians(46.5))
_SCALE = WIDTH / ((_EAST - _WEST) * _NARROWING)
_SOUTH = _NORTH - HEIGHT / _SCALE
_FINENESS = 2
"""Corners are put on a grid this much finer: a border stays shared by both its regions."""
_SMALLEST_ISLAND = 3


def position(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Say where a point falls on the map, from its left and from its top.

    `None` if it is off the map, as all that is overseas.
    """
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        return None
    x = (longitude - _WEST) * _NARROWING * _SCALE
    return round(x, 1), round((_NORTH - latitude) * _SCALE, 1)


@cache
def outline() -> str:
    """Draw the regions as an SVG of less than 15 kB, for light and dark grounds; made once."""
    features = json.loads((DATA / OUTLINES[0]).read_text(encoding="utf-8"))["features"]
    regions = [one["geometry"] for one in features if one["properties"]["kind"] == "region"]
    drawn = "".join(
        _drawn(ring)
        for shape in regions
        for ring, *_holes in (
            [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        )
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {WIDTH * _FINENESS} {HEIGHT * _FINENESS}">'
        f'<path d="{drawn}" fill="#8a7f6c" fill-opacity=".28" stroke="#8a7f6c"'
        ' stroke-opacity=".6" stroke-width="1.4" stroke-linejoin="round"/></svg>'
    )


def _drawn(ring: list[tuple[float, float]]) -> str:
    """Draw a ring as a part of a path: nothing if it is off the map, or too small to be seen."""
    corners: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        found = position(latitude, longitude)
        if found is None:
            return ""
        corner = round(found[0] * _FINENESS), round(found[1] * _FINENESS)
        if not corners or corners[-1] != corner:
            corners.append(corner)
    across, down = ([corner[axis] for corner in corners] for axis in (0, 1))
    if max(max(across) - min(across), max(down) - min(down)) < _SMALLEST_ISLAND * _FINENESS:
        return ""
    (x, y), *others = corners
    steps = [f"M{x} {y}l"]
    for next_x, next_y in others[:-1]:
        steps.append(f"{next_x - x} {next_y - y} ")
        x, y = next_x, next_y
    return "".join(steps).rstrip().replace(" -", "-") + "z"
