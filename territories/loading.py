"""Official files to rows. Run twice, same result."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from anyascii import anyascii
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from territories.files import DATA, Key, OfficialFiles, fingerprint_of, read, understand
from territories.models import (
    RESERVED_SLUGS,
    Containment,
    FormerCode,
    Kind,
    Territory,
    Vintage,
)

ORDER_OF_SLUGS = (
    Kind.COUNTRY,
    Kind.REGION,
    Kind.DEPARTEMENT,
    Kind.COMMUNE,
    Kind.EPCI,
    Kind.DISTRICT,
)
BATCH = 2000


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
    contents = read(folder)
    fingerprint = fingerprint_of(contents)
    if Vintage.objects.filter(fingerprint=fingerprint).exists():
        return Summary(unchanged=True)
    report(_("reading the official files"))
    files = understand(contents)
    with transaction.atomic():
        report(_("writing %(count)d territories") % {"count": len(files.territories)})
        added, updated, retired = _write_territories(files)
        report(_("writing the former codes"))
        _write_former_codes(files)
        report(_("writing what contains what"))
        contained_added, contained_removed = _write_containment(files)
        Vintage.renew(fingerprint)
        _describe_to_the_planner()
    return Summary(
        added=added,
        updated=updated,
        retired=retired,
        contained_added=contained_added,
        contained_removed=contained_removed,
        former_codes=len(files.former_codes),
    )


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


def _describe_to_the_planner() -> None:
    """Count the tables anew: a plan made for the empty ones takes minutes over the full ones.

    PostgreSQL would do so by itself, a minute after the load.
    """
    with connection.cursor() as cursor:
        for model in (Territory, Containment, FormerCode):
            table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  # Django documents _meta as public
            cursor.execute(f"ANALYZE {table}")


def _write_territories(files: OfficialFiles) -> tuple[int, int, int]:
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


def _give_slugs(new: dict[Key, Territory], files: OfficialFiles, taken: set[str]) -> None:
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


def _write_former_codes(files: OfficialFiles) -> None:
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


def _write_containment(files: OfficialFiles) -> tuple[int, int]:
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
    retired: dict[int, str], files: OfficialFiles, pk_of: dict[Key, int]
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
