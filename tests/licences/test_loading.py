"""From the data files to rows, and again."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licences.loading import DATA, Counts, LicenceFileError, LoadSummary, load_licences
from licences.models import Compatibility, Licence

Rewrite = Callable[[str, str, str], None]


def data_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the data files, to spoil."""
    for file in DATA.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.fixture
def rewrite(folder: Path) -> Rewrite:
    """Replace some words of a copied file, once."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def without(folder: Path, name: str, start: str) -> None:
    """Take out of a copied file the lines that begin with `start`."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines)
    (folder / name).write_text("".join(kept), encoding="utf-8")


@pytest.mark.django_db
def test_load_makes_a_licence_for_every_row_of_the_file() -> None:
    rows = data_rows("licences.csv")

    load_licences()

    assert list(Licence.objects.values_list("spdx_id", "name", "status")) == [
        (row["spdx_id"], row["name_fr"], row["status"]) for row in rows
    ]
    assert Licence.objects.count() == 34


@pytest.mark.django_db
def test_load_keeps_every_cell_of_a_licence() -> None:
    load_licences()

    licence = Licence.objects.get(pk="CC-BY-NC-SA-4.0")
    assert (
        licence.name_en == "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International"
    )
    assert licence.url == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert (licence.attribution, licence.share_alike) == (True, True)
    assert (licence.non_commercial, licence.no_derivatives) == (True, False)
    assert licence.is_free is False
    assert licence.family == Licence.Family.NOT_FREE
    assert licence.domains == [Licence.Domain.CONTENT]
    assert licence.open_definition == Licence.OpenDefinition.REJECTED
    assert licence.summary.startswith("Pas une licence libre")


@pytest.mark.django_db
def test_load_makes_a_verdict_for_every_pair_of_the_file() -> None:
    rows = data_rows("licence-compatibility.csv")

    load_licences()

    stored = Compatibility.objects.values_list("from_licence_id", "to_licence_id", "allowed")
    assert set(stored) == {(row["from"], row["to"], row["allowed"]) for row in rows}
    assert len(stored) == len(rows) == 661


def test_every_note_and_source_has_its_french_wording() -> None:
    french = {row["en"] for row in data_rows("compatibility-wording.csv")}

    english = {
        row[column]
        for row in data_rows("licence-compatibility.csv")
        for column in ("note", "source")
        if row[column]
    }

    assert english == french


@pytest.mark.django_db
def test_load_keeps_a_note_in_english_when_its_wording_is_missing(folder: Path) -> None:
    without(folder, "compatibility-wording.csv", "Same licence,")

    load_licences(folder)

    same = Compatibility.objects.get(from_licence="PDDL-1.0", to_licence="PDDL-1.0")
    assert same.source == "Same licence"


@pytest.mark.django_db
def test_first_load_counts_what_it_made() -> None:
    summary = load_licences()

    assert summary == LoadSummary(licences=Counts(34, 0, 0, 0), verdicts=Counts(661, 0, 0, 0))
    assert summary.changed


@pytest.mark.django_db
def test_second_load_changes_nothing_and_costs_two_queries(loaded: LoadSummary) -> None:
    before = list(Compatibility.objects.values_list()), list(Licence.objects.values_list())

    with CaptureQueriesContext(connection) as queries:
        summary = load_licences()

    assert summary == LoadSummary(licences=Counts(0, 0, 34, 0), verdicts=Counts(0, 0, 661, 0))
    assert not summary.changed
    assert [query["sql"][:6] for query in queries if "SAVEPOINT" not in query["sql"]] == [
        "SELECT",
        "SELECT",
    ]
    assert before == (
        list(Compatibility.objects.values_list()),
        list(Licence.objects.values_list()),
    )


@pytest.mark.django_db
def test_first_load_takes_a_few_queries() -> None:
    with CaptureQueriesContext(connection) as queries:
        load_licences()

    assert len(queries) < 20


@pytest.mark.django_db
def test_load_brings_back_what_was_changed_in_the_database(loaded: LoadSummary) -> None:
    Licence.objects.filter(pk="CC-BY-4.0").update(name="Something else")
    Compatibility.objects.filter(from_licence="CC-BY-SA-4.0", to_licence="CC-BY-4.0").update(
        allowed="yes"
    )

    summary = load_licences()

    assert summary == LoadSummary(licences=Counts(0, 1, 33, 0), verdicts=Counts(0, 1, 660, 0))
    assert Licence.objects.get(pk="CC-BY-4.0").name.startswith("Creative Commons")
    verdict = Compatibility.objects.get(from_licence="CC-BY-SA-4.0", to_licence="CC-BY-4.0")
    assert verdict.allowed == Compatibility.Answer.NO


@pytest.mark.django_db
def test_licence_that_left_the_file_is_kept_as_legacy_with_its_verdicts(
    loaded: LoadSummary, folder: Path
) -> None:
    without(folder, "licences.csv", "LAL-1.3,")
    without(folder, "licence-compatibility.csv", "LAL-1.3,")
    pairs = (folder / "licence-compatibility.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in pairs if ",LAL-1.3," not in line]
    (folder / "licence-compatibility.csv").write_text("\n".join(kept), encoding="utf-8")

    summary = load_licences(folder)
    again = load_licences(folder)

    gone = Licence.objects.get(pk="LAL-1.3")
    assert gone.status == Licence.Status.LEGACY
    assert gone not in Licence.objects.offered()
    assert gone.may_become(gone)
    assert summary.licences.set_aside == 1
    assert summary.verdicts.set_aside == 0
    assert not again.changed


@pytest.mark.django_db
def test_verdict_that_left_the_file_is_removed(loaded: LoadSummary, folder: Path) -> None:
    without(folder, "licence-compatibility.csv", "CC-BY-4.0,CC-BY-SA-4.0,")

    summary = load_licences(folder)

    by, by_sa = Licence.objects.get(pk="CC-BY-4.0"), Licence.objects.get(pk="CC-BY-SA-4.0")
    assert summary.verdicts == Counts(created=0, updated=0, unchanged=660, set_aside=1)
    assert by.verdict_on(by_sa) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("licences.csv", "yes,no,no,no,yes", "maybe,no,no,no,yes", "attribution='maybe'"),
        ("licences.csv", ",recommended,", ",perfect,", "line 2, status: "),
        ("licences.csv", "contenu;donnees", "contenu;cuisine", "domain='contenu;cuisine'"),
        ("licences.csv", "CC-BY-3.0,", "CC-BY-4.0,", "spdx_id='CC-BY-4.0': this line says again"),
        ("licences.csv", "yes,no,no,no,yes", "yes,no,yes,no,yes", "free_cultural_work='yes'"),
        ("licences.csv", "no,non-libre", "yes,non-libre", "free_cultural_work='yes'"),
        ("licences.csv", "https://creativecommons", "creativecommons", "line 2, url: "),
        ("licences.csv", "name_fr", "nom", "licences.csv lacks name_fr"),
        ("licences.csv", ",Creative Commons Zero 1.0 Universal,", ",,", "line 2, name_en: "),
        ("licence-compatibility.csv", "CC-BY-4.0,yes", "CC-BY-9.0,yes", "to='CC-BY-9.0'"),
        ("licence-compatibility.csv", ",yes,", ",perhaps,", "line 2, allowed: "),
    ],
)
def test_wrong_file_is_refused_by_name_and_nothing_is_kept(
    folder: Path, rewrite: Rewrite, name: str, old: str, new: str, complaint: str
) -> None:
    rewrite(name, old, new)

    with pytest.raises(LicenceFileError) as refusal:
        load_licences(folder)

    assert complaint in str(refusal.value)
    assert name in str(refusal.value)
    assert not Licence.objects.exists()


@pytest.mark.django_db
def test_load_that_fails_half_way_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_asked: object) -> Counts:
        raise OSError("the disk is full")

    monkeypatch.setattr("licences.loading._keep_verdicts", fail)

    with pytest.raises(OSError, match="full"):
        load_licences()

    assert not Licence.objects.exists()


@pytest.mark.django_db
def test_missing_file_is_refused_by_name(folder: Path) -> None:
    (folder / "licence-compatibility.csv").unlink()

    with pytest.raises(LicenceFileError, match=r"licence-compatibility\.csv cannot be read"):
        load_licences(folder)


@pytest.mark.django_db
def test_command_says_what_it_did_then_that_nothing_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_licences")
    first = capsys.readouterr().out
    call_command("load_licences")
    second = capsys.readouterr().out

    assert [re.findall(r"\d+", line) for line in first.splitlines()] == [
        ["34", "0", "0", "0"],
        ["661", "0", "0", "0"],
    ]
    assert [re.findall(r"\d+", line) for line in second.splitlines()] == [["34", "661"]]


@pytest.mark.django_db
def test_command_given_an_empty_folder_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"licences\.csv cannot be read"):
        call_command("load_licences", folder=tmp_path)
