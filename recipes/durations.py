"""Durations as people write them (« 2 h 30 », « 3 jours ») and as minutes."""

import re

MINUTES_IN = {"min": 1, "h": 60, "jour": 1_440, "semaine": 10_080, "mois": 43_200, "an": 525_600}
LONGEST = 100 * MINUTES_IN["an"]  # a bound against mistakes, not a rule of the world

_UNITS = {
    "min": "min", "mn": "min", "minute": "min", "minutes": "min",
    "h": "h", "heure": "h", "heures": "h",
    "j": "jour", "jour": "jour", "jours": "jour", "journee": "jour", "journées": "jour",
    "journée": "jour", "journees": "jour",
    "semaine": "semaine", "semaines": "semaine", "mois": "mois", "an": "an", "ans": "an",
    "année": "an", "années": "an", "annee": "an", "annees": "an",
}  # fmt: skip
_HOURS_AND_MINUTES = re.compile(
    r"(\d{1,12}) ?(?:h|heures?)(?: ?(\d{1,2})(?: ?(?:min|mn|minutes?))?)?"
)
_ONE_UNIT = re.compile(r"(\d{1,12}) ?([a-zé]+)")


def parse_duration(words: str) -> int | None:
    """Read « 45 min », « 2 h », « 2 h 30 », « 3 jours »… as minutes; `None` if it is none of these.

    A day is 24 hours, a month 30 days, a year 365 days. `parse_duration(write_duration(n)) == n`.
    """
    words = " ".join(words.replace("\u202f", " ").replace("\xa0", " ").lower().split())
    if found := _HOURS_AND_MINUTES.fullmatch(words):
        minutes = int(found[1]) * 60 + int(found[2] or 0)
    elif (found := _ONE_UNIT.fullmatch(words)) and found[2] in _UNITS:
        minutes = int(found[1]) * MINUTES_IN[_UNITS[found[2]]]
    else:
        return None
    return minutes


def write_duration(minutes: int) -> str:
    """Write minutes in French, in the largest unit that tells them exactly.

    The words are French in the code: they belong to the file form, which is one for all
    languages of the screen.
    """
    for unit in ("an", "mois", "semaine", "jour"):
        count, rest = divmod(minutes, MINUTES_IN[unit])
        if count and not rest:
            plural = "" if count == 1 or unit == "mois" else "s"
            return f"{count} {unit}{plural}"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
