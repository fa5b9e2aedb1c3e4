"""Official files to rows. Run twice, same result.

What the files hold, where they come from and what they allow is told in `data/README.md`.
"""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from anyascii import anyascii
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from territories.areas import area_in_km2
from territories.models import (
    RESERVED_SLUGS,
    Containment,
    FormerCode,
    Kind,
    Territory,
    Vintage,
)

DATA = Path(__file__).parent / "data"
TERRITORIES = "territories.csv.gz"
FORMER_CODES = "commune-aliases.csv.gz"
OUTLINES = ("france-outlines.geojson", "epci-outlines.geojson.gz")

RULES = "1"
"""Part of the fingerprint: raise it when a rule below changes, so that every site loads again."""

ORDER_OF_SLUGS = (
    Kind.COUNTRY,
    Kind.REGION,
    Kind.DEPARTEMENT,
    Kind.COMMUNE,
    Kind.EPCI,
    Kind.DISTRICT,
)
BATCH = 2000
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


@dataclass(frozen=True)
class Summary:
    """What a loading did, in numbers of rows."""

    unchanged: bool = False
    added: int = 0
    updated: int = 0
    retired: int = 0
    contained_added: int = 0
    contained_removed: int = 0
    former_codes: int = 0


@dataclass
class _Files:
    """What the files say, checked."""

    territories: dict[Key, Territory] = field(default_factory=dict)
    parents: dict[Key, list[Key]] = field(default_factory=dict)
    former_codes: list[dict[str, str]] = field(default_factory=list)


def load_territories(
    folder: Path = DATA, *, report: Callable[[str], None] = lambda _step: None
) -> Summary:
    """Make the rows say what the files of `folder` say; `report` is told each step.

    All or nothing, in one transaction. Files that are loaded already cost one query and no more.
    Otherwise only what differs is written:

    - a slug, once given, never changes, and neither does a primary key;
    - a territory the files no longer have is kept, `is_current` false. Where its code leads to a
      commune of today it stays inside that commune, so what was done there is still found there;
    - a former code, once known, is kept, unless a commune bears it again.

    Raises BadFileError when a file is missing, cut or contradicts another.
    """
    contents = {name: _read(folder / name) for name in (TERRITORIES, FORMER_CODES, *OUTLINES)}
    fingerprint = hashlib.sha256(
        b"".join([RULES.encode(), *(hashlib.sha256(c).digest() for c in contents.values())])
    ).hexdigest()
    if Vintage.objects.filter(fingerprint=fingerprint).exists():
        return Summary(unchanged=True)
    report(_("reading the official files"))
    files = _understand(contents)
    with transaction.atomic():
        report(_("writing %(count)d territories") % {"count": len(files.territories)})
        added, updated, retired = _write_territories(files)
        report(_("writing the former codes"))
        _write_former_codes(files)
        report(_("writing what contains what"))
        contained_added, contained_removed = _write_containment(files)
        Vintage.renew(fingerprint)
    return Summary(
        added=added,
        updated=updated,
        retired=retired,
        contained_added=contained_added,
        contained_removed=contained_removed,
        former_codes=len(files.former_codes),
    )


# Reading


def _read(path: Path) -> bytes:
    """Give the bytes of a file, unzipped when its name says it is zipped."""
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError) as error:
        raise BadFileError(f"{path.name}: {error}") from error


def _rows(contents: dict[str, bytes], name: str, columns: Iterable[str]) -> list[dict[str, str]]:
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


def _understand(contents: dict[str, bytes]) -> _Files:
    """Check the files together and derive what they leave to us: place, density, overseas."""
    files = _Files()
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
            name=row["name"],
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


def _areas(contents: dict[str, bytes]) -> dict[Key, float]:
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


def _derive(files: _Files, areas: dict[Key, float]) -> None:
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


# Writing

WRITTEN = (
    "name",
    "place",
    "liaison",
    "nature",
    "is_overseas",
    "is_current",
    "latitude",
    "longitude",
    "population",
    "density",
    "population_log",
    "density_log",
    "postcodes",
    "siren",
)


def _write_territories(files: _Files) -> tuple[int, int, int]:
    """Add and update what differs, retire what disappeared; say how many of each."""
    known: dict[Key, tuple[Any, ...]] = {}
    taken = set(RESERVED_SLUGS)
    for kind, code, slug, *values in Territory.objects.values_list(
        "kind", "code", "slug", *WRITTEN
    ).iterator(chunk_size=BATCH):
        known[kind, code] = tuple(values)
        taken.add(slug)
    new = {key: t for key, t in files.territories.items() if key not in known}
    _give_slugs(new, files, taken)
    changed = [
        territory
        for key, territory in files.territories.items()
        if key in known and known[key] != tuple(getattr(territory, name) for name in WRITTEN)
    ]
    for territory in changed:
        # Only the insertion that the conflict turns away needs it; the row keeps its own.
        territory.slug = f"-{territory.kind}-{territory.code}"
    Territory.objects.bulk_create(
        [*new.values(), *changed],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=list(WRITTEN),
    )
    position = WRITTEN.index("is_current")
    gone = [key for key in known if key not in files.territories and known[key][position]]
    for kind, code in gone:
        Territory.objects.filter(kind=kind, code=code).update(is_current=False)
    return len(new), len(changed), len(gone)


@cache
def _slug(name: str) -> str:
    """Write a name as in an address; cached for the départements, which come back."""
    return slugify(anyascii(name))


def _give_slugs(new: dict[Key, Territory], files: _Files, taken: set[str]) -> None:
    """Give each new territory the readable address that is free.

    The bare name goes to its most obvious bearer: région, then département, then the most populated
    commune, then EPCI, then arrondissement. A homonym takes its département's name behind
    (`saint-denis-seine-saint-denis`), or its kind where it has none or is named after it
    (`paris-commune`, `mayotte-departement`), or else its code.
    """

    def obviousness(item: tuple[Key, Territory]) -> tuple[int, int, str]:
        (kind, code), territory = item
        return ORDER_OF_SLUGS.index(Kind(kind)), -(territory.population or 0), code

    for key, territory in sorted(new.items(), key=obviousness):
        name = _slug(territory.name) or territory.kind
        departements = [
            _slug(files.territories[parent].name)
            for parent in files.parents[key]
            if parent[0] == Kind.DEPARTEMENT
        ]
        candidates = [name, f"{name}-{territory.kind}"]
        if departements and departements[0] != name and territory.kind != Kind.DEPARTEMENT:
            candidates.insert(1, f"{name}-{departements[0]}")
        candidates += [f"{name}-{territory.code.lower()}", f"{territory.kind}-{territory.code}"]
        territory.slug = next(slug for slug in candidates if slug not in taken)
        taken.add(territory.slug)


def _write_former_codes(files: _Files) -> None:
    """Add and update the former codes; see that none leads to a territory that is gone."""
    communes = Territory.objects.filter(kind=Kind.COMMUNE)
    today = dict(communes.filter(is_current=True).values_list("code", "pk"))
    known = {
        code: (name, nature, leads_to)
        for code, name, nature, leads_to in FormerCode.objects.values_list(
            "code", "name", "kind", "territory"
        )
    }
    said = {
        former["code"]: (former["name"], former["kind"], today[former["commune"]])
        for former in files.former_codes
    }
    # A former code whose commune merged in its turn leads where that commune leads.
    gone = dict(communes.filter(is_current=False).values_list("pk", "code"))
    for code, (name, nature, leads_to) in known.items():
        if code not in said and leads_to in gone and gone[leads_to] in said:
            said[code] = (name, nature, said[gone[leads_to]][2])
    FormerCode.objects.filter(code__in=[c for c in known if c not in said and c in today]).delete()
    FormerCode.objects.bulk_create(
        [
            FormerCode(code=code, name=name, kind=nature, territory_id=leads_to)
            for code, (name, nature, leads_to) in said.items()
            if known.get(code) != (name, nature, leads_to)
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "territory"],
    )


def _write_containment(files: _Files) -> tuple[int, int]:
    """Make the closure what the files say; say how many pairs were added and removed."""
    rows = list(Territory.objects.values_list("kind", "code", "pk", "is_current"))
    pk_of = {(kind, code): pk for kind, code, pk, _is_current in rows}
    wanted = {(pk, pk) for pk in pk_of.values()}
    for key, parents in files.parents.items():
        wanted.update((pk_of[parent], pk_of[key]) for parent in parents)
    wanted |= _pairs_of_the_retired(
        {pk: code for kind, code, pk, is_current in rows if not is_current}, files, pk_of
    )
    existing = {
        (container, contained): pk
        for pk, container, contained in Containment.objects.values_list(
            "pk", "container", "contained"
        ).iterator(chunk_size=BATCH)
    }
    surplus = [pk for pair, pk in existing.items() if pair not in wanted]
    for start in range(0, len(surplus), BATCH):
        Containment.objects.filter(pk__in=surplus[start : start + BATCH]).delete()
    missing = sorted(wanted - existing.keys())
    # Same SQL for every database. The ORM's own insertion takes three times as long on SQLite, and
    # these 180,000 rows are most of what somebody waits for at the first start.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO territories_containment (container_id, contained_id) VALUES (%s, %s)",
            missing,
        )
    return len(missing), len(surplus)


def _pairs_of_the_retired(
    retired: dict[int, str], files: _Files, pk_of: dict[Key, int]
) -> set[tuple[int, int]]:
    """Place each retired commune in the commune of today and all that contains it.

    A retired territory that leads nowhere (an EPCI that was dissolved) stays where it last was.
    """
    heirs = (
        dict(
            FormerCode.objects.filter(code__in=retired.values()).values_list(
                "code", "territory__code"
            )
        )
        if retired
        else {}
    )
    pairs: set[tuple[int, int]] = set()
    lost = set()
    for pk, code in retired.items():
        heir = (Kind.COMMUNE.value, heirs.get(code, ""))
        if heir in files.parents:
            pairs.update((pk_of[above], pk) for above in [heir, *files.parents[heir]])
        else:
            lost.add(pk)
    pairs.update(
        Containment.objects.filter(contained__in=lost).values_list("container", "contained")
        if lost
        else ()
    )
    return pairs
