"""Where a recipe comes from and where it was done again, on the small map and in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recipes.models import Reproduction
from recipes.templatetags.recipe_words import where
from territories.map import HEIGHT, WIDTH, position


class Point(NamedTuple):
    """A place on the map, from its left and from its top."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Spread:
    """What the map shows, and the sentences that say it to who does not see it."""

    origins: list[Point]
    again: list[Point]
    origin_words: str
    again_words: str
    width: int = WIDTH
    height: int = HEIGHT


def spread_of(
    places: Sequence[Mapping[str, str]],
    points: Iterable[tuple[float, float]],
    accounts: Iterable[Reproduction],
) -> Spread | None:
    """Place a recipe made in `places`, at `points`, and the accounts of it done again.

    A place told of several times is one point. `None` if no account is on the map: there would be
    nothing to see. No query, if the accounts come with their territories.
    """
    territories = {account.territory_id: account.territory for account in accounts}
    again = []
    missing = []
    for territory in territories.values():
        found = _on_map(territory.latitude, territory.longitude)
        if found is None:
            missing.append(territory)
        else:
            again.append(Point(*found, territory.name))
    if not again:
        return None
    made_in = _all_of(places)
    here = [found for latitude, longitude in points if (found := position(latitude, longitude))]
    overseas = sum(territory.is_overseas for territory in missing)
    return Spread(
        origins=[Point(*found, made_in) for found in here],
        again=again,
        origin_words=_origin_words(made_in, on_map=bool(here)),
        again_words=_again_words(len(territories), overseas, len(missing) - overseas),
    )


def _all_of(places: Sequence[Mapping[str, str]]) -> str:
    """Name every place: a sentence has the room that a card has not."""
    return where(places) if len(places) == 1 else ", ".join(place["name"] for place in places)


def _on_map(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else position(latitude, longitude)


def _origin_words(made_in: str, *, on_map: bool) -> str:
    if on_map:
        return _("Comes from: %(places)s.") % {"places": made_in}
    return _("Comes from: %(places)s, not on this map.") % {"places": made_in}


def _again_words(everywhere: int, overseas: int, elsewhere: int) -> str:
    words = [ngettext("Done again in one place.", "Done again in %(count)d places.", everywhere)]
    words[0] %= {"count": everywhere}
    if overseas:
        said = ngettext(
            "One of them is overseas, not on this map.",
            "%(count)d of them are overseas, not on this map.",
            overseas,
        )
        words.append(said % {"count": overseas})
    if elsewhere:
        said = ngettext(
            "One of them is not on this map.",
            "%(count)d of them are not on this map.",
            elsewhere,
        )
        words.append(said % {"count": elsewhere})
    return " ".join(words)
