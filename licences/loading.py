"""From the data files to rows; run it twice, same result.

Three files (described in `licences/data/README.md`): the licences, the verdicts on pairs of
them, and the French wording of the verdicts' notes and sources, which are written in English.
"""

import csv
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Manager, Model
from django.forms.models import model_to_dict

from licences.models import Compatibility, Licence

DATA = Path(__file__).resolve().parent / "data"

YES_OR_NO = {"yes": True, "no": False}
NO_ENTRY = "-"

LICENCE_COLUMNS = (
    *("spdx_id", "name_fr", "name_en", "url"),
    *("attribution", "share_alike", "non_commercial", "no_derivatives", "free_cultural_work"),
    *("family", "domain", "status", "open_definition", "summary_fr"),
)
VERDICT_COLUMNS = ("from", "to", "allowed", "source", "note")
WORDING_COLUMNS = ("en", "fr")

K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=Model)


class LicenceFileError(ValueError):
    """A data file is missing or wrong; the message names the file, the line and the word."""


@dataclass(frozen=True)
class Counts:
    """How many rows of one table a load made, changed, found as they should be, and set aside."""

    created: int
    updated: int
    unchanged: int
    set_aside: int

    @property
    def changed(self) -> bool:
        """Whether anything moved."""
        return bool(self.created or self.updated or self.set_aside)


@dataclass(frozen=True)
class LoadSummary:
    """What a load did; licences set aside became legacy, verdicts set aside were removed."""

    licences: Counts
    verdicts: Counts

    @property
    def changed(self) -> bool:
        """Whether anything moved in either table."""
        return self.licences.changed or self.verdicts.changed


@transaction.atomic
def load_licences(folder: Path = DATA) -> LoadSummary:
    """Make the rows say what the files in `folder` say: all of it, or nothing.

    A licence that left the file is never deleted, since works may carry it: a free one
    becomes legacy, so that nobody is offered it any more, and its verdicts stay. A verdict
    that left the file while both its licences are still there is removed: what nobody
    answers for any more is not allowed any more.

    Two queries when nothing changed, a handful otherwise. Raises `LicenceFileError` when a
    file is missing or wrong.
    """
    licences = {one.spdx_id: one for one in _licences(folder / "licences.csv")}
    verdicts = {
        (one.from_licence_id, one.to_licence_id): one
        for one in _verdicts(
            folder / "licence-compatibility.csv",
            known=licences.keys(),
            french=_wording(folder / "compatibility-wording.csv"),
        )
    }
    return LoadSummary(
        licences=_keep_licences(licences), verdicts=_keep_verdicts(verdicts, licences)
    )


def _keep_licences(wanted: Mapping[str, Licence]) -> Counts:
    stored = Licence.objects.in_bulk()
    new, changed = _what_differs(wanted, stored)
    retired = [
        one
        for spdx_id, one in stored.items()
        if spdx_id not in wanted and one.is_free and one.status != Licence.Status.LEGACY
    ]
    for one in retired:
        one.status = Licence.Status.LEGACY
    _save(Licence.objects, [*new, *changed, *retired], unique=["spdx_id"])
    return Counts(len(new), len(changed), len(wanted) - len(new) - len(changed), len(retired))


def _keep_verdicts(
    wanted: Mapping[tuple[str, str], Compatibility], licences: Mapping[str, Licence]
) -> Counts:
    stored = {(one.from_licence_id, one.to_licence_id): one for one in Compatibility.objects.all()}
    new, changed = _what_differs(wanted, stored)
    _save(Compatibility.objects, [*new, *changed], unique=["from_licence", "to_licence"])
    gone = [
        one.pk
        for pair, one in stored.items()
        if pair not in wanted and licences.keys() >= set(pair)
    ]
    if gone:
        Compatibility.objects.filter(pk__in=gone).delete()
    return Counts(len(new), len(changed), len(wanted) - len(new) - len(changed), len(gone))


def _what_differs(wanted: Mapping[K, M], stored: Mapping[K, M]) -> tuple[list[M], list[M]]:
    """Sort out the wanted rows that do not exist yet, and those that say something else."""
    new = [row for key, row in wanted.items() if key not in stored]
    changed = [
        row for key, row in wanted.items() if key in stored and _told(row) != _told(stored[key])
    ]
    return new, changed


def _told(row: Model) -> dict[str, Any]:
    """Give what a row says, whatever number the database gave it."""
    return model_to_dict(row, exclude=["id"])


def _save(objects: Manager[M], rows: Sequence[M], *, unique: list[str]) -> None:
    """Insert the rows, or change those that are there already, in as few queries as may be."""
    if rows:
        told = [field for field in _told(rows[0]) if field not in unique]
        objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=told)


@dataclass(frozen=True)
class _Line:
    """One line of a data file; it refuses what it does not understand, by name."""

    file: Path
    number: int
    cells: Mapping[str, str]

    def error(self, column: str, complaint: str) -> LicenceFileError:
        return LicenceFileError(
            f"{self.file.name}, line {self.number}, {column}={self.cells[column]!r}: {complaint}."
        )

    def one_of(self, column: str, words: Collection[str]) -> str:
        if self.cells[column] not in words:
            raise self.error(column, f"is none of {', '.join(words)}")
        return self.cells[column]

    def some_of(self, column: str, words: Collection[str]) -> str:
        if not set(self.cells[column].split(";")) <= set(words):
            raise self.error(column, f"is not made of {', '.join(words)} and semicolons")
        return self.cells[column]

    def flag(self, column: str) -> bool:
        return YES_OR_NO[self.one_of(column, YES_OR_NO)]

    def checked(self, row: M, *, but: Collection[str] = ()) -> M:
        """Give the row back if its fields hold what the model wants of them. No query."""
        try:
            row.clean_fields(exclude=but)
        except ValidationError as error:
            complaints = "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
            raise LicenceFileError(f"{self.file.name}, line {self.number}, {complaints}") from error
        return row


def _lines(file: Path, columns: Sequence[str], *, key: Sequence[str]) -> Iterator[_Line]:
    """Read a file line by line; `columns` must all be there, `key` may not come twice."""
    seen = set()
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, restval="")
            missing = set(columns).difference(reader.fieldnames or ())
            if missing:
                raise LicenceFileError(f"{file.name} lacks {', '.join(sorted(missing))}.")
            for cells in reader:
                line = _Line(file, reader.line_num, cells)
                name = tuple(cells[column] for column in key)
                if name in seen:
                    raise line.error(key[0], "this line says again what another one says")
                seen.add(name)
                yield line
    except OSError as error:
        raise LicenceFileError(f"{file.name} cannot be read: {error.strerror}.") from error


def _licences(file: Path) -> Iterator[Licence]:
    for position, line in enumerate(_lines(file, LICENCE_COLUMNS, key=["spdx_id"]), start=1):
        cells = line.cells
        licence = Licence(
            spdx_id=cells["spdx_id"],
            name=cells["name_fr"],
            name_en=cells["name_en"],
            url=cells["url"],
            attribution=line.flag("attribution"),
            share_alike=line.flag("share_alike"),
            non_commercial=line.flag("non_commercial"),
            no_derivatives=line.flag("no_derivatives"),
            is_free=line.flag("free_cultural_work"),
            family=cells["family"],
            domain=line.some_of("domain", Licence.Domain.values),
            status=cells["status"],
            open_definition=""
            if cells["open_definition"] == NO_ENTRY
            else cells["open_definition"],
            summary=cells["summary_fr"],
            position=position,
        )
        if licence.is_free is (
            licence.non_commercial
            or licence.no_derivatives
            or licence.status == Licence.Status.NOT_FREE
        ):
            raise line.error("free_cultural_work", "the other columns say the contrary")
        yield line.checked(licence)


def _verdicts(
    file: Path, *, known: Collection[str], french: Mapping[str, str]
) -> Iterator[Compatibility]:
    for line in _lines(file, VERDICT_COLUMNS, key=["from", "to"]):
        source, note = line.cells["source"], line.cells["note"]
        verdict = Compatibility(
            from_licence_id=line.one_of("from", known),
            to_licence_id=line.one_of("to", known),
            allowed=line.cells["allowed"],
            source=french.get(source, source),
            note=french.get(note, note),
        )
        yield line.checked(verdict, but=["from_licence", "to_licence"])


def _wording(file: Path) -> dict[str, str]:
    """Read the French of notes and sources; what it lacks stays in English."""
    return {
        line.cells["en"]: line.cells["fr"] for line in _lines(file, WORDING_COLUMNS, key=["en"])
    }
