import pytest

from territories.areas import area_in_km2

ONE_DEGREE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
HALF_A_DEGREE = [[0.2, 0.2], [0.7, 0.2], [0.7, 0.7], [0.2, 0.7], [0.2, 0.2]]


def test_one_degree_square_on_the_equator_has_its_known_area() -> None:
    area = area_in_km2({"type": "Polygon", "coordinates": [ONE_DEGREE]})

    assert area == pytest.approx(12_364, rel=0.001)


def test_an_outline_drawn_the_other_way_has_the_same_area() -> None:
    forth = area_in_km2({"type": "Polygon", "coordinates": [ONE_DEGREE]})
    back = area_in_km2({"type": "Polygon", "coordinates": [ONE_DEGREE[::-1]]})

    assert forth == pytest.approx(back)


def test_a_hole_is_taken_away_and_islands_are_added() -> None:
    whole = area_in_km2({"type": "Polygon", "coordinates": [ONE_DEGREE]})
    hole = area_in_km2({"type": "Polygon", "coordinates": [HALF_A_DEGREE]})

    pierced = area_in_km2({"type": "Polygon", "coordinates": [ONE_DEGREE, HALF_A_DEGREE]})
    islands = area_in_km2(
        {"type": "MultiPolygon", "coordinates": [[ONE_DEGREE, HALF_A_DEGREE], [HALF_A_DEGREE]]}
    )

    assert pierced == pytest.approx(whole - hole)
    assert islands == pytest.approx(whole)


def test_a_line_has_no_area() -> None:
    with pytest.raises(ValueError, match="no area for a LineString"):
        area_in_km2({"type": "LineString", "coordinates": ONE_DEGREE})
