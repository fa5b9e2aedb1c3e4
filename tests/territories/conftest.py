"""A small country in files of the official form."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

COLUMNS = [
    *["kind", "code", "name", "liaison", "nature", "parents", "latitude", "longitude"],
    *["population", "postcodes", "siren"],
]

BRITTANY = "region:53;pays:FR"
LOIRE = "region:52;pays:FR"
BREST = f"epci:242900314;departement:29;{BRITTANY}"
REDON = "departement:35;departement:44;region:53;region:52;pays:FR"
ROWS = [
    "pays,FR,France,,pays,,46.5,2.5,250000,,",
    "region,53,Bretagne,0,region,pays:FR,48.2,-2.8,240000,,",
    "region,52,Pays de la Loire,4,region,pays:FR,47.4,-0.8,5000,,",
    "region,04,La Réunion,0,region-outre-mer,pays:FR,-21.1,55.5,5000,,",
    f"departement,29,Finistère,2,departement,{BRITTANY},48.2,-4.1,160000,,",
    f"departement,35,Ille-et-Vilaine,1,departement,{BRITTANY},48.1,-1.6,80000,,",
    f"departement,44,Loire-Atlantique,3,departement,{LOIRE},47.3,-1.6,5000,,",
    "departement,974,La Réunion,0,departement-outre-mer,region:04;pays:FR,-21.1,55.5,5000,,",
    f"epci,242900314,Brest Métropole,,METRO,departement:29;{BRITTANY},48.4,-4.5,150000,,242900314",
    f"epci,243500741,CA Redon Agglomération,,CA,{REDON},47.6,-2.0,10000,,243500741",
    f"commune,29019,Brest,0,commune,{BREST},48.39,-4.48,140000,29200,212900195",
    f"commune,29155,Ouessant,1,commune,departement:29;{BRITTANY},48.45,-5.09,833,29242,",
    f"commune,35236,Redon,0,commune,epci:243500741;departement:35;{BRITTANY},,,9000,35600,",
    f"commune,35300,Saint-Malo,0,commune,departement:35;{BRITTANY},,,46000,35400;35430,",
    f"commune,44007,Redon,0,commune,epci:243500741;departement:44;{LOIRE},,,100,44460,",
    "commune,97411,Saint-Denis,0,commune,departement:974;region:04;pays:FR,,,5000,97400,",
]
FORMER_CODES = [
    "29145,Les Œillets,commune-associee,29019",
    "29999,,ancien-code,29019",
    "29019,Brest,commune-deleguee,29019",
]


def square(kind: str, code: str, *, west: float, south: float, size: float) -> dict[str, Any]:
    """Make the outline of a square, in degrees."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"kind": kind, "code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


REGIONS_AND_DEPARTEMENTS = [
    square("region", "53", west=-5, south=47, size=2),
    square("region", "52", west=-3, south=46, size=1),
    square("departement", "29", west=-5, south=48, size=1),
    square("departement", "35", west=-2, south=48, size=1),
]
EPCIS = [square("epci", "242900314", west=-4.5, south=48.3, size=0.1)]

WriteFiles = Callable[..., Path]


@pytest.fixture
def write_files(tmp_path: Path) -> WriteFiles:
    """Give a function that writes the four files, each as above unless said, and their folder."""

    def write(
        *,
        rows: Iterable[str] = ROWS,
        former_codes: Iterable[str] = FORMER_CODES,
        regions: Iterable[dict[str, Any]] = REGIONS_AND_DEPARTEMENTS,
        epcis: Iterable[dict[str, Any]] = EPCIS,
    ) -> Path:
        territories = "\n".join([",".join(COLUMNS), *rows]) + "\n"
        former = "\n".join(["code,name,kind,commune", *former_codes]) + "\n"
        (tmp_path / "territories.csv.gz").write_bytes(gzip.compress(territories.encode()))
        (tmp_path / "commune-aliases.csv.gz").write_bytes(gzip.compress(former.encode()))
        (tmp_path / "france-outlines.geojson").write_text(json.dumps({"features": list(regions)}))
        (tmp_path / "epci-outlines.geojson.gz").write_bytes(
            gzip.compress(json.dumps({"features": list(epcis)}).encode())
        )
        return tmp_path

    return write
