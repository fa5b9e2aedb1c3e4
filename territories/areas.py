"""Areas of outlines on the globe."""

import math
from itertools import pairwise
from typing import Any

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def area_in_km2(geometry: dict[str, Any]) -> float:
    """Measure a GeoJSON Polygon or MultiPolygon in km², holes taken away.

    The Earth is taken as a sphere, which is right to 0.5 % or so. The outlines we have are
    simplified (about 600 m for EPCI and 2 km for départements), which counts for more: expect a
    few per cent. That is enough to tell the country from the town.

    Raises ValueError on another type of geometry, KeyError or TypeError on a malformed one.
    """
    if geometry["type"] == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry["type"] == "MultiPolygon":
        polygons = geometry["coordinates"]
    else:
        raise ValueError(f"no area for a {geometry['type']}")
    return sum(
        _ring_in_km2(outer) - sum(_ring_in_km2(hole) for hole in holes)
        for outer, *holes in polygons
    )


def _ring_in_km2(ring: list[list[float]]) -> float:
    """Measure inside one closed ring, whichever way it turns.

    The usual spherical formula, e.g. Chamberlain and Duquette, « Some algorithms for polygons on a
    sphere », JPL Publication 07-03 (2007).
    """
    total = 0.0
    for (west, south), (east, north) in pairwise(ring):
        turn = math.radians(east - west)
        total += turn * (2 + math.sin(math.radians(south)) + math.sin(math.radians(north)))
    return abs(total) * EARTH_RADIUS_KM**2 / 2
