import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from territories.map import HEIGHT, WIDTH, insets, position

BREST = (48.39, -4.49)
STRASBOURG = (48.58, 7.75)
DUNKERQUE = (51.03, 2.38)
PERPIGNAN = (42.70, 2.90)
SAINT_DENIS = (-20.88, 55.45)
CAYENNE = (4.94, -52.33)


def on_map(point: tuple[float, float]) -> tuple[float, float]:
    """Give the position of what must be on the map."""
    found = position(*point)
    assert found is not None
    return found


def test_east_is_on_the_right_and_south_below() -> None:
    brest, strasbourg = on_map(BREST), on_map(STRASBOURG)
    dunkerque, perpignan = on_map(DUNKERQUE), on_map(PERPIGNAN)

    assert brest[0] < strasbourg[0]
    assert dunkerque[1] < perpignan[1]
    for x, y in (brest, strasbourg, dunkerque, perpignan):
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_map_is_true_to_scale_in_the_middle_of_the_country() -> None:
    here, east, south = on_map((46.5, 2)), on_map((46.5, 3)), on_map((45.5, 2))

    assert (east[0] - here[0]) / (south[1] - here[1]) == pytest.approx(0.688, abs=0.01)


@pytest.mark.parametrize("point", [SAINT_DENIS, CAYENNE, (48.4, -52.0), (-48.4, 2.0)])
def test_what_is_overseas_is_not_on_the_map(point: tuple[float, float]) -> None:
    assert position(*point) is None


def test_outline_is_a_light_picture_that_browsers_keep(client: Client) -> None:
    """No database is allowed here: the outline costs no query."""
    response = client.get(reverse("territories:outline"))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert {"public", "max-age=604800"} <= set(response["Cache-Control"].split(", "))
    assert len(response.content) < 15_000


def test_outline_is_drawn_without_what_the_security_policy_refuses(client: Client) -> None:
    drawing = ElementTree.fromstring(client.get(reverse("territories:outline")).content)  # noqa: S314  # our own drawing

    names = {element.tag.rpartition("}")[2] for element in drawing.iter()}
    assert names == {"svg", "path"}
    assert not any("style" in element.attrib for element in drawing.iter())


def test_outline_goes_around_the_towns_and_corsica_and_stays_in_its_frame(client: Client) -> None:
    drawing = ElementTree.fromstring(client.get(reverse("territories:outline")).content)  # noqa: S314  # our own drawing
    wide, high = (int(length) for length in drawing.attrib["viewBox"].split()[2:])
    corners = corners_of(drawing[0].attrib["d"])

    assert wide / high == pytest.approx(WIDTH / HEIGHT)
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in corners)
    for town in (BREST, STRASBOURG, DUNKERQUE, PERPIGNAN, (41.92, 8.74)):
        across, down = on_map(town)
        x, y = across * wide / WIDTH, down * high / HEIGHT
        assert min(abs(x - one[0]) + abs(y - one[1]) for one in corners) < 20, town


def corners_of(path: str) -> list[tuple[int, int]]:
    """Read the corners of a path that moves to a point, then goes by steps."""
    corners = []
    for ring in re.findall(r"M([^z]+)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x = y = 0
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            corners.append((x, y))
    return corners


def test_every_overseas_territory_has_a_map_of_its_own_that_holds_it() -> None:
    by_name = {inset.name: inset for inset in insets()}

    assert len(by_name) == 13
    assert by_name["La Réunion"].frame.position(*SAINT_DENIS) is not None
    assert by_name["Guyane"].frame.position(*CAYENNE) is not None
    assert by_name["Guyane"].frame.position(*SAINT_DENIS) is None
    assert all(max(one.frame.width, one.frame.height) == 64 for one in by_name.values())
    assert all(one.outline.startswith("M") for one in by_name.values())


def test_smallest_map_that_holds_a_place_comes_first() -> None:
    holding = [inset.name for inset in insets() if inset.frame.position(*SAINT_DENIS)]

    assert holding[0] == "La Réunion"
