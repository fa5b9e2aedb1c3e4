"""The official files: read, checked together, told as territories not stored yet.

What they hold, where they come from and what they allow is told in `data/README.md`.
"""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from territories.areas import area_in_km2
from territories.models import Kind, Territory
from territories.names import typeset

DATA = Path(__file__).parent / "data"
TERRITORIES = "territories.csv.gz"
FORMER_CODES = "commune-aliases.csv.gz"
OUTLINES = ("france-outlines.geojson", "epci-outlines.geojson.gz")

RULES = "2"
"""Part of the fingerprint: raise it when a rule below changes, so that every site loads again."""


COLUMNS = (
    *("kind", "code", "name", "liaison", "nature", "parents"),
    *("latitude", "longitude", "population", "postcodes", "siren"),
)
LONGEST = {"code": 9, "name": 200, "liaison": 1, "nature": 40, "postcodes": 500, "siren": 9}
"""As the columns hold; SQLite would not say that a text is too long."""

Key = tuple[str, str]
"""Kind and code: code alone is not unique (région 01 is Guadeloupe, département 01 is Ain)."""


class BadFileError(Exception):
    """A data file cannot be used; the message says which, where and why."""


@dataclass
class OfficialFiles:
    """What the files say, checked."""

    territories: dict[Key, Territory] = field(default_factory=dict)
    parents: dict[Key, list[Key]] = field(default_factory=dict)
    former_codes: list[dict[str, str]] = field(default_factory=list)


def read(folder: Path) -> dict[str, bytes]:
    """Give the files' bytes by name, unzipped; raises BadFileError when one is missing or cut."""
    return {name: _read(folder / name) for name in (TERRITORIES, FORMER_CODES, *OUTLINES)}


def fingerprint_of(contents: Mapping[str, bytes]) -> str:
    """Tell these files, understood by today's rules, from any others."""
    digests = (hashlib.sha256(content).digest() for content in contents.values())
    return hashlib.sha256(b"".join([RULES.encode(), *digests])).hexdigest()


def _read(path: Path) -> bytes:
    """Give the bytes of a file, unzipped when its name says it is zipped."""
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError) as error:
        raise BadFileError(f"{path.name}: {error}") from error


def _rows(contents: Mapping[str, bytes], name: str, columns: Iterable[str]) -> list[dict[str, str]]:
    """Read a CSV file that must have `columns`, every row complete."""
    try:
        rows = list(csv.DictReader(io.StringIO(contents[name].decode()), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFileError(f"{name}: {error}") from error
    for number, row in enumerate(rows, start=2):
        missing = [column for column in columns if row.get(column) is None]
        if missing:
            raise BadFileError(f"{name}, line {number}: no {', '.join(missing)}")
    if not rows:
        raise BadFileError(f"{name}: no row")
    return rows


def understand(contents: Mapping[str, bytes]) -> OfficialFiles:
    """Check the files together and derive what they leave to us: place, density, overseas.

    Raises BadFileError when one is malformed or contradicts another.
    """
    files = OfficialFiles()
    for number, row in enumerate(_rows(contents, TERRITORIES, COLUMNS), start=2):
        where = f"{TERRITORIES}, line {number}"
        territory = _territory(row, where)
        key = (territory.kind, territory.code)
        if key in files.territories:
            raise BadFileError(f"{where}: {territory.key} is there twice")
        files.territories[key] = territory
        files.parents[key] = [
            (kind, code)
            for kind, _colon, code in (p.partition(":") for p in row["parents"].split(";") if p)
        ]
    for key, parents in files.parents.items():
        for parent in parents:
            if parent not in files.territories:
                raise BadFileError(
                    f"{TERRITORIES}: {':'.join(key)} is in unknown {':'.join(parent)}"
                )
    files.former_codes = _rows(contents, FORMER_CODES, ("code", "name", "kind", "commune"))
    for former in files.former_codes:
        former["name"] = typeset(former["name"])
        if (Kind.COMMUNE, former["commune"]) not in files.territories:
            raise BadFileError(f"{FORMER_CODES}: {former['code']} leads to no commune of today")
    _derive(files, _areas(contents))
    return files


def _territory(row: dict[str, str], where: str) -> Territory:
    """Make an unsaved territory of a row, refusing what the database would not hold."""
    try:
        territory = Territory(
            kind=Kind(row["kind"]).value,
            code=row["code"],
            name=typeset(row["name"]),
            liaison=row["liaison"],
            nature=row["nature"],
            latitude=_number(row["latitude"], at_most=90),
            longitude=_number(row["longitude"], at_most=180),
            population=int(row["population"]) if row["population"] else None,
            postcodes=row["postcodes"].replace(";", " "),
            siren=row["siren"],
        )
        if not (territory.code and territory.name):
            raise ValueError("no code or no name")
        if territory.population is not None and territory.population < 0:
            raise ValueError("population below zero")
        for text, longest in LONGEST.items():
            if len(getattr(territory, text)) > longest:
                raise ValueError(f"{text} longer than {longest} characters")
    except ValueError as error:
        raise BadFileError(f"{where}: {error}") from error
    return territory


def _number(text: str, *, at_most: float) -> float | None:
    """Read a coordinate; empty is unknown."""
    if not text:
        return None
    number = float(text)
    if not abs(number) <= at_most:  # says no to nan too
        raise ValueError(f"{text} is no coordinate")
    return number


def _areas(contents: Mapping[str, bytes]) -> dict[Key, float]:
    """Measure every outline."""
    areas: dict[Key, float] = {}
    for name in OUTLINES:
        try:
            for feature in json.loads(contents[name])["features"]:
                properties = feature["properties"]
                areas[properties["kind"], properties["code"]] = area_in_km2(feature["geometry"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadFileError(f"{name}: {error!r}") from error
    return areas


def _derive(files: OfficialFiles, areas: dict[Key, float]) -> None:
    """Fill what the rows do not say themselves."""
    areas |= {
        (Kind.COUNTRY, code): sum(areas.get(key, 0) for key in areas if key[0] == Kind.REGION)
        for kind, code in files.territories
        if kind == Kind.COUNTRY
    }
    for key, territory in files.territories.items():
        line = [files.territories[parent] for parent in files.parents[key]]
        territory.is_overseas = any(t.nature.endswith("outre-mer") for t in [territory, *line])
        territory.place = _place(territory, line)
        territory.density = _density(territory, line, areas)
        territory.place_on_scale()


def _place(territory: Territory, line: list[Territory]) -> str:
    """Say what contains a territory: « Finistère, Bretagne ».

    A commune's or an EPCI's département and région, an arrondissement's commune before them, a
    département's région; only the départements for an EPCI that has several. A name is not
    said twice: Paris is in Île-de-France, and Mayotte nowhere but in itself.
    """

    def named(kind: Kind) -> list[str]:
        return [above.name for above in line if above.kind == kind]

    parts = named(Kind.COMMUNE) + named(Kind.DEPARTEMENT)
    if len(parts) == len(named(Kind.COMMUNE)) or len(named(Kind.DEPARTEMENT)) == 1:
        parts += named(Kind.REGION)
    return ", ".join(part for part in dict.fromkeys(parts) if part != territory.name)


def _density(territory: Territory, line: list[Territory], areas: dict[Key, float]) -> float | None:
    """Give inhabitants per km², of its surroundings for a territory that has no outline.

    Communes and arrondissements have none: they take the density of their EPCI, or of their
    département where there is no EPCI.
    """
    nearest_first = [territory, *line]
    for kind in (territory.kind, Kind.EPCI, Kind.DEPARTEMENT):
        for measured in nearest_first:
            area = areas.get((measured.kind, measured.code))
            if measured.kind == kind and area and measured.population:
                return round(measured.population / area, 2)
    return None
