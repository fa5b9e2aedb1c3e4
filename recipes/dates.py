"""Years, months and days as people write them (« mars 2016 », « 15/03/2016 ») and in ISO form."""

import re
import unicodedata
from datetime import date

from django.utils.formats import date_format

from recipes.content import is_since

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_NUMBERS = {**{name: number for number, name in enumerate(_MONTHS, 1)}, **_SHORT}
_BEFORE = re.compile(r"^(?:depuis |en |le |au |du |des )+")
_IN_WORDS = re.compile(r"(?:([0-9]{1,2})(?:er)? )?([a-z]+)\.? ([0-9]{4})")
_IN_FIGURES = re.compile(r"(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-]([0-9]{4})")


def parse_when(words: str) -> str | None:
    """Read a year, a month or a day as its ISO form; `None` if it is none of a real calendar.

    « 2016 », « mars 2016 », « 03/2016 », « 15 mars 2016 », « 1er mars 2016 », « 15/03/2016 »,
    « depuis mars 2016 », and the ISO form itself. The day stands before the month.
    """
    folded = _BEFORE.sub("", _folded(words))
    if is_since(folded):
        return folded
    if found := _IN_WORDS.fullmatch(folded):
        month = _NUMBERS.get(found[2], 0)
    elif found := _IN_FIGURES.fullmatch(folded):
        month = int(found[2])
    else:
        return None
    iso = f"{found[3]}-{month:02}" + (f"-{int(found[1]):02}" if found[1] else "")
    return iso if is_since(iso) else None


def write_when(iso: str) -> str:
    """Write an ISO year, month or day as people say it: « mars 2016 »; other words stay."""
    if not is_since(iso):
        return iso
    year, *rest = (int(part) for part in iso.split("-"))
    if not rest:
        return iso
    day = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return date_format(day, "DATE_FORMAT" if len(rest) > 1 else "YEAR_MONTH_FORMAT")


def _folded(words: str) -> str:
    """Leave out case, accents and the kind and number of spaces."""
    apart = unicodedata.normalize("NFD", words.lower())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())
