import gzip
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from territories import files
from territories.files import BadFileError
from territories.loading import load_territories
from territories.models import Containment, FormerCode, Kind, Territory, Vintage
from tests.territories.conftest import FORMER_CODES, ROWS, WriteFiles, square

pytestmark = pytest.mark.django_db


def without(*codes: str) -> list[str]:
    """Give the rows but those of these codes."""
    return [row for row in ROWS if row.split(",")[1] not in codes]


def everything() -> list[Any]:
    """Give all that is stored, to compare before and after."""
    return [
        list(Territory.objects.order_by("pk").values()),
        list(FormerCode.objects.order_by("pk").values()),
        list(Containment.objects.order_by("pk").values()),
    ]


def keys_containing(key: str) -> set[str]:
    return {t.key for t in Territory.objects.containing(Territory.objects.by_key(key))}


def test_rows_say_what_the_files_say(write_files: WriteFiles) -> None:
    load_territories(write_files())

    brest = Territory.objects.by_key("commune:29019")
    assert brest.label == "Brest · Finistère, Bretagne"
    assert (brest.slug, brest.liaison, brest.population) == ("brest", "0", 140_000)
    assert (brest.latitude, brest.longitude) == (48.39, -4.48)
    assert (brest.postcodes, brest.siren) == ("29200", "212900195")
    assert Territory.objects.by_key("commune:35300").postcodes == "35400 35430"


def test_names_have_the_apostrophe_of_print_and_addresses_none(write_files: WriteFiles) -> None:
    renamed = [row.replace(",Brest,", ",L'Île-d'Yeu,") for row in ROWS]
    former = [row.replace(",Les Œillets,", ",L'Hôpital,") for row in FORMER_CODES]

    load_territories(write_files(rows=renamed, former_codes=former))

    island = Territory.objects.by_key("commune:29019")
    assert (island.name, island.slug) == ("L’Île-d’Yeu", "lile-dyeu")
    assert FormerCode.objects.filter(name="L’Hôpital").exists()
    assert not FormerCode.objects.filter(name__contains="'").exists()


def test_loading_counts_what_it_did(write_files: WriteFiles) -> None:
    summary = load_territories(write_files())

    assert (summary.added, summary.updated, summary.retired) == (len(ROWS), 0, 0)
    assert Territory.objects.count() == len(ROWS)
    assert summary.contained_added == Containment.objects.count()


def test_containment_has_every_level_and_the_territory_itself(write_files: WriteFiles) -> None:
    load_territories(write_files())

    assert keys_containing("commune:29019") == {
        "commune:29019",
        "epci:242900314",
        "departement:29",
        "region:53",
        "pays:FR",
    }
    assert {"region:52", "region:53"} < keys_containing("epci:243500741")


def test_place_says_departement_and_region_and_no_name_twice(write_files: WriteFiles) -> None:
    load_territories(write_files())

    places = {t.key: t.place for t in Territory.objects.all()}
    assert places["departement:29"] == "Bretagne"
    assert places["epci:242900314"] == "Finistère, Bretagne"
    assert places["epci:243500741"] == "Ille-et-Vilaine, Loire-Atlantique"
    assert places["commune:97411"] == "La Réunion"
    assert [places[key] for key in ("departement:974", "region:53", "pays:FR")] == ["", "", ""]


def test_arrondissement_is_placed_in_its_town(write_files: WriteFiles) -> None:
    district = (
        "arrondissement-municipal,29901,Brest 1er,0,x,"
        "commune:29019;departement:29;region:53;pays:FR,,,10,,"
    )
    load_territories(write_files(rows=[*ROWS, district]))

    assert Territory.objects.get(code="29901").place == "Brest, Finistère, Bretagne"


def test_commune_takes_the_density_of_its_surroundings(write_files: WriteFiles) -> None:
    load_territories(write_files())

    density = {t.key: t.density for t in Territory.objects.all()}
    # A tenth of a degree at 48.35° north is 82.2 km²; one degree is 8,192 km².
    assert density["epci:242900314"] == pytest.approx(150_000 / 82.2, rel=0.01)
    assert density["commune:29019"] == density["epci:242900314"]
    assert density["departement:29"] == pytest.approx(160_000 / 8_192, rel=0.01)
    assert density["commune:29155"] == density["departement:29"]
    assert density["commune:97411"] is None
    assert density["pays:FR"] is not None


def test_overseas_is_what_lies_in_an_overseas_region(write_files: WriteFiles) -> None:
    load_territories(write_files())

    overseas = Territory.objects.filter(is_overseas=True)
    assert {t.key for t in overseas} == {"region:04", "departement:974", "commune:97411"}


def test_most_obvious_bearer_has_the_bare_name_for_address(write_files: WriteFiles) -> None:
    load_territories(write_files())

    slugs = {t.key: t.slug for t in Territory.objects.all()}
    assert slugs["commune:35236"] == "redon"
    assert slugs["commune:44007"] == "redon-loire-atlantique"
    assert slugs["region:04"] == "la-reunion"
    assert slugs["departement:974"] == "la-reunion-departement"
    assert slugs["epci:243500741"] == "ca-redon-agglomeration"


def test_homonyms_of_one_departement_take_their_code(write_files: WriteFiles) -> None:
    twins = [
        f"commune,2900{n},Brest,0,commune,departement:29;region:53;pays:FR,,,1{n},," for n in "123"
    ]
    load_territories(write_files(rows=[*ROWS, *twins]))

    slugs = Territory.objects.filter(name="Brest").order_by("code").values_list("slug", flat=True)
    assert list(slugs) == ["brest-29001", "brest-commune", "brest-finistere", "brest"]


def test_no_territory_takes_the_address_of_another_page(write_files: WriteFiles) -> None:
    named_so = "commune,29001,Suggestions,0,commune,departement:29;region:53;pays:FR,,,1,,"
    load_territories(write_files(rows=[*ROWS, named_so]))

    assert Territory.objects.get(code="29001").slug == "suggestions-finistere"


def test_second_loading_of_the_same_files_costs_one_query(
    write_files: WriteFiles, django_assert_num_queries: Any
) -> None:
    folder = write_files()
    load_territories(folder)

    with django_assert_num_queries(1):
        summary = load_territories(folder)

    assert summary.unchanged


def test_loading_again_from_the_start_changes_no_row(
    write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_files()
    load_territories(folder)
    before = everything()
    monkeypatch.setattr(files, "RULES", "other rules")

    summary = load_territories(folder)

    assert not summary.unchanged
    assert (summary.added, summary.updated, summary.retired) == (0, 0, 0)
    assert (summary.contained_added, summary.contained_removed) == (0, 0)
    assert everything() == before


def test_new_edition_updates_a_row_and_keeps_its_address(write_files: WriteFiles) -> None:
    load_territories(write_files())
    before = Territory.objects.by_key("commune:29019")
    rows = [row.replace("29019,Brest,0", "29019,Brest-sur-Mer,0") for row in ROWS]

    summary = load_territories(write_files(rows=rows))

    after = Territory.objects.by_key("commune:29019")
    assert (summary.added, summary.updated) == (0, 1)
    assert (after.pk, after.slug, after.name) == (before.pk, "brest", "Brest-sur-Mer")


def test_new_homonym_however_large_does_not_take_an_address(write_files: WriteFiles) -> None:
    load_territories(write_files(rows=without("35236")))

    load_territories(write_files())

    assert Territory.objects.by_key("commune:44007").slug == "redon"
    assert Territory.objects.by_key("commune:35236").slug == "redon-ille-et-vilaine"


def test_commune_that_changes_epci_is_no_longer_in_the_first(write_files: WriteFiles) -> None:
    load_territories(write_files())
    rows = [row.replace("commune,epci:242900314;", "commune,") for row in ROWS]

    load_territories(write_files(rows=rows))

    assert "epci:242900314" not in keys_containing("commune:29019")


def test_merged_commune_is_kept_inside_the_one_of_today(write_files: WriteFiles) -> None:
    load_territories(write_files())
    merged = Territory.objects.by_key("commune:29155")

    summary = load_territories(
        write_files(rows=without("29155"), former_codes=[*FORMER_CODES, "29155,Ouessant,x,29019"])
    )

    merged.refresh_from_db()
    brest = Territory.objects.by_key("commune:29019")
    assert (summary.retired, merged.is_current, merged.slug) == (1, False, "ouessant")
    assert merged in Territory.objects.inside(brest)
    assert merged in Territory.objects.inside(Territory.objects.by_key("epci:242900314"))
    assert merged not in Territory.objects.current()
    assert Territory.objects.by_key("commune:29155") == brest


def test_dissolved_epci_is_kept_where_it_was_and_contains_nothing_new(
    write_files: WriteFiles,
) -> None:
    load_territories(write_files())
    rows = [row.replace("epci:242900314;", "") for row in without("242900314")]

    load_territories(write_files(rows=rows))

    epci = Territory.objects.by_key("epci:242900314")
    assert not epci.is_current
    assert "region:53" in keys_containing(epci.key)
    assert list(Territory.objects.inside(epci)) == [epci]


def test_commune_that_comes_back_is_current_again(write_files: WriteFiles) -> None:
    load_territories(write_files())
    before = Territory.objects.by_key("commune:29155")
    former = [*FORMER_CODES, "29155,Ouessant,x,29019"]
    load_territories(write_files(rows=without("29155"), former_codes=former))

    load_territories(write_files())

    assert Territory.objects.by_key("commune:29155") == before
    assert Territory.objects.by_key("commune:29155").is_current
    assert not FormerCode.objects.filter(code="29155").exists()
    assert "commune:29019" not in keys_containing("commune:29155")


def test_former_code_follows_a_second_merger(write_files: WriteFiles) -> None:
    load_territories(write_files(former_codes=[*FORMER_CODES, "29900,Lampaul,x,29155"]))

    load_territories(
        write_files(rows=without("29155"), former_codes=[*FORMER_CODES, "29155,Ouessant,x,29019"])
    )

    assert Territory.objects.by_key("commune:29900").code == "29019"


def test_former_code_the_files_forget_is_kept(write_files: WriteFiles) -> None:
    load_territories(write_files())

    load_territories(write_files(former_codes=FORMER_CODES[1:]))

    assert Territory.objects.by_key("commune:29145").code == "29019"


def test_former_codes_alone_may_change(write_files: WriteFiles) -> None:
    load_territories(write_files())

    load_territories(
        write_files(former_codes=["29145,Les Œillets,commune-associee,29155", *FORMER_CODES[1:]])
    )

    assert Territory.objects.by_key("commune:29145").code == "29155"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("planet,29001,Mars,0,x,,,,,,", "line 18: 'planet'"),
        ("commune,29001,Mars,0,x,region:99,,,,,", "commune:29001 is in unknown region:99"),
        ("commune,29019,Brest,0,x,,,,,,", "line 18: commune:29019 is there twice"),
        ("commune,29001,Mars,0,x,,north,,,,", "line 18: could not convert"),
        ("commune,29001,Mars,0,x,,91,,,,", "line 18: 91 is no coordinate"),
        ("commune,29001,Mars,0,x,,nan,,,,", "line 18: nan is no coordinate"),
        ("commune,29001,Mars,0,x,,,,many,,", "line 18: invalid literal"),
        ("commune,29001,Mars,0,x,,,,-1,,", "line 18: population below zero"),
        ("commune,,Mars,0,x,,,,,,", "line 18: no code or no name"),
        ("commune,29001,Mars,zero,x,,,,,,", "line 18: liaison longer than 1"),
        ("commune,29001,Mars", "line 18: no liaison, nature"),
        ('commune,29001,"Ma"rs,0,x,,,,,,', "territories.csv.gz: "),
    ],
)
def test_bad_row_is_refused_by_its_line_and_nothing_is_loaded(
    write_files: WriteFiles, row: str, reason: str
) -> None:
    folder = write_files(rows=[*ROWS, row])

    with pytest.raises(BadFileError) as refused:
        load_territories(folder)

    assert reason in str(refused.value)
    assert not Territory.objects.exists()


def test_former_code_of_no_commune_is_refused(write_files: WriteFiles) -> None:
    with pytest.raises(BadFileError, match="29888 leads to no commune"):
        load_territories(write_files(former_codes=["29888,Ys,x,29999"]))


def test_empty_list_of_territories_is_refused(write_files: WriteFiles) -> None:
    with pytest.raises(BadFileError, match="no row"):
        load_territories(write_files(rows=[]))


@pytest.mark.parametrize(
    "outline",
    [
        {"properties": {"kind": "epci"}},
        {**square("epci", "1", west=0, south=0, size=1), "geometry": {"type": "Point"}},
        {**square("epci", "1", west=0, south=0, size=1), "geometry": None},
    ],
)
def test_bad_outline_is_refused(write_files: WriteFiles, outline: dict[str, Any]) -> None:
    with pytest.raises(BadFileError, match=r"epci-outlines\.geojson\.gz"):
        load_territories(write_files(epcis=[outline]))


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(b"not zipped"),
        lambda path: path.write_bytes(gzip.compress(b"kind\xff")),
    ],
    ids=["missing", "cut", "not zipped", "not UTF-8"],
)
def test_damaged_file_is_refused_and_what_was_loaded_stays(
    write_files: WriteFiles, damage: Any
) -> None:
    folder = write_files()
    load_territories(folder)
    before = everything()
    damage(folder / "territories.csv.gz")

    with pytest.raises(BadFileError, match=r"territories\.csv\.gz"):
        load_territories(folder)

    assert everything() == before


def test_failure_halfway_leaves_what_was_loaded(
    write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_territories(write_files())
    before = everything()
    token = Vintage.objects.get().token

    def fail(*_args: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("territories.loading._write_containment", fail)

    with pytest.raises(RuntimeError):
        load_territories(write_files(rows=without("29155")))

    assert everything() == before
    assert Vintage.objects.get().token == token


def test_command_says_what_it_does_then_that_it_is_done(write_files: WriteFiles) -> None:
    folder = write_files()
    first, second = StringIO(), StringIO()

    call_command("load_territories", folder=folder, stdout=first)
    call_command("load_territories", folder=folder, stdout=second)

    assert str(len(ROWS)) in first.getvalue()
    assert len(first.getvalue().splitlines()) > 1
    assert len(second.getvalue().splitlines()) == 1


def test_command_refuses_a_folder_without_the_files(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"territories\.csv\.gz"):
        call_command("load_territories", folder=tmp_path, stdout=StringIO())


def test_vintage_is_shown_by_its_date(write_files: WriteFiles) -> None:
    load_territories(write_files())

    assert str(Vintage.objects.get()).startswith("20")
    assert Containment.objects.filter(container__kind=Kind.COUNTRY).exists()
