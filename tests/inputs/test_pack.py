"""Claims about area packs: a sound one is read, and each bad one is refused with one clear fault."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from planner.domain.terms import AcademicYear, Bound, NeedGroup, Phase
from planner.errors import InputError
from planner.inputs.pack import read_pack
from tests.inputs.editing import edit, only_fault

DEMAND_HEADER = "bound,locality,phase,need_group,academic_year,pupils,source\n"


def test_a_sound_pack_is_read(pack_folder: Path) -> None:
    pack = read_pack(pack_folder)
    assert (len(pack.localities), len(pack.areas), len(pack.schools), len(pack.provision)) == (3, 8, 12, 7)
    assert pack.areas[7].imd_score is None
    assert pack.schools[8].pupils_on_roll is None
    assert pack.schools[7].may_host_reason == "selective intake"
    assert pack.provision[4].need_groups == (NeedGroup.COMMUNICATION_INTERACTION, NeedGroup.SEMH)
    assert pack.provision[5].urn is None
    assert pack.demand is None
    assert pack.about.attribution == ("Made-up boundaries, no rights reserved.",)


def test_every_file_read_is_hashed(pack_folder: Path) -> None:
    hashes = dict(read_pack(pack_folder).hashes)
    assert sorted(hashes) == sorted(path.name for path in pack_folder.iterdir())
    assert hashes["areas.csv"] == hashlib.sha256((pack_folder / "areas.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1252"])
def test_other_encodings_are_read_right_and_named(pack_folder: Path, codec: str) -> None:
    path = pack_folder / "schools.csv"
    text = path.read_text(encoding="utf-8").replace("Alder Primary", "St Anne’s Primary")
    path.write_bytes(text.encode(codec))
    pack = read_pack(pack_folder)
    assert pack.schools[0].name == "St Anne’s Primary"
    assert dict(pack.encodings)["schools.csv"] != "UTF-8"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "provision.csv",
            "2019/20,7,10",
            "2019/20,-7,10",
            "provision.csv, row 2, column commissioned_places: found -7; expected a whole number of 0 or more",
        ),
        (
            "provision.csv",
            "2019/20,7,10",
            "2019/20,12x,10",
            "row 2, column commissioned_places: found '12x', which is not a whole number",
        ),
        (
            "schools.csv",
            "410000,256000",
            "480000,256000",
            "schools.csv, school 900007 (Birch Primary): found a site outside the county, at 480000, 256000",
        ),
        ("schools.csv", "410000,256000", "410000,", "row 8, column northing: found no coordinates"),
        ("schools.csv", "410000,256000", "410000,0", "row 8, column northing: found no coordinates"),
        ("schools.csv", "410000,256000", "-1.85,52.2", "row 8, column easting: found -1.85, 52.2, a point outside"),
        ("schools.csv", "900012,", "900011,", "row 13, column urn: found 900011 again (first in row 12)"),
        ("schools.csv", "pupils_on_roll", "pupil_on_roll", "Did you mean 'pupils_on_roll'?"),
        ("localities.csv", "Cedar,East", "Elm,Westmarch,E07000901,x\nCedar,East", "locality 'Elm' without areas"),
        ("areas.csv", "Square 8,Birch", "Square 8,Brich", "Did you mean 'Birch'?"),
        ("areas.csv", "A08,Square 8,Birch,414000,256000,,110", "A08,Square 8,Birch,414000,256000,,many", "'many'"),
        ("areas.csv", "A08,Square", "A09,Square", "found"),
        ("provision.csv", "R01,900001", "R01,900099", "row 2, column urn: found 900099; expected a URN of schools.csv"),
        ("provision.csv", "R01,900001,Alder Primary,,,primary", "R01,900001,Alder Primary,,,nursery", "nursery class"),
        ("provision.csv", "interaction+semh", "interaction+smeh", "Did you mean 'semh'?"),
        ("provision.csv", "committed,2025/26", "committed,2021/22", "R03, 2021/22 again (first in row 4)"),
        ("schools.csv", "all-through,0,11", "all-through,0,13", "found 13"),
        ("schools.csv", "no,selective intake", "no,", "column may_host_reason: found a blank cell"),
        ("caseload.csv", "2024,19,all,80", "2024,19,al,80", "column primary_need: found 'al'"),
        ("pack.toml", "council =", "counsel =", "counsel"),
        ("stated_totals.csv", "aim for 2028,60,2024-06-20", "aim for 2028,60,20.6.2024", "found '20.6.2024'"),
    ],
)
def test_a_bad_file_is_refused_with_where_found_and_expected(
    pack_folder: Path, file: str, old: str, new: str, words: str
) -> None:
    edit(pack_folder / file, old, new)
    with pytest.raises(InputError) as caught:
        read_pack(pack_folder)
    assert words in str(caught.value)
    assert len(caught.value.faults) <= 2, str(caught.value)


def test_codes_of_areas_and_polygons_must_match(pack_folder: Path) -> None:
    edit(pack_folder / "areas.csv", "A08,Square", "A09,Square")
    with pytest.raises(InputError) as caught:
        read_pack(pack_folder)
    where = [fault.where for fault in caught.value.faults]
    assert where == ["areas.geojson, area A08", "areas.csv, area A09"]


def test_demand_for_an_unknown_locality_is_refused(pack_folder: Path) -> None:
    (pack_folder / "demand.csv").write_text(DEMAND_HEADER + "central,Aldr,primary,semh,2024/25,5,x\n", encoding="utf-8")
    message = only_fault(lambda: read_pack(pack_folder))
    assert "demand.csv, row 2, column locality: found unknown locality 'Aldr'" in message
    assert "Did you mean 'Alder'?" in message


def test_the_councils_own_demand_is_read(pack_folder: Path) -> None:
    (pack_folder / "demand.csv").write_text(DEMAND_HEADER + "upper,Alder,primary,semh,2024/25,5,x\n", encoding="utf-8")
    demand = read_pack(pack_folder).demand
    assert demand is not None
    row = demand[0]
    assert (row.bound, row.locality, row.phase, row.academic_year) == (
        Bound.UPPER,
        "Alder",
        Phase.PRIMARY,
        AcademicYear(2024),
    )


def test_faults_of_all_files_come_together(pack_folder: Path) -> None:
    edit(pack_folder / "provision.csv", "2019/20,7,10", "2019/20,-7,10")
    edit(pack_folder / "areas.csv", "Square 8,Birch", "Square 8,")
    (pack_folder / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    (pack_folder / "stated_totals.csv").unlink()
    with pytest.raises(InputError) as caught:
        read_pack(pack_folder)
    assert {"provision.csv", "areas.csv", "areas.geojson"} <= {
        fault.where.split(",")[0] for fault in caught.value.faults
    }


def test_an_unreadable_key_file_does_not_flood_the_reader(pack_folder: Path) -> None:
    edit(pack_folder / "localities.csv", "locality,district,", "name,district,")
    with pytest.raises(InputError) as caught:
        read_pack(pack_folder)
    assert {fault.where for fault in caught.value.faults} == {"localities.csv, header"}
