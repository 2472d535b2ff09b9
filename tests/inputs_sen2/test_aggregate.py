"""Counts of invented returns: right numbers, defects found by their number, nothing of a child in any output."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.inputs.bundled import bundled_folder
from planner.inputs.new.caseload import read_caseload
from planner.inputs.new.report import Notes
from planner.inputs.sen2 import Aggregate, aggregate
from planner.inputs.sen2.aggregate import ALL, BY_AGE, PLANS, SURE, UNSURE
from planner.inputs.sen2.checks import Check
from planner.inputs.sen2.dates import read_date
from planner.outputs.sen2_counts import counts_text, write_counts
from tests.inputs_sen2.returns import (
    BASE_URN,
    CENSUS,
    FORBIDDEN,
    PLAIN_URN,
    POSTCODES,
    Child,
    Return,
    files_beside,
    write_template,
)

ASSUMPTIONS = bundled_folder("scenarios") / "assumptions.toml"


def count(folder: Path, made: Return | Sequence[Child], **changes: Any) -> Aggregate:  # noqa: ANN401 - any argument
    written = (made if isinstance(made, Return) else Return(made)).write(folder / "return")
    return aggregate(written, **{"assumptions": ASSUMPTIONS, **files_beside(folder), **changes})


def sound(number: int = 40) -> list[Child]:
    """Children without any defect, in two localities, two needs and ages 4 to 15."""
    places = list(POSTCODES)
    return [
        Child(n, date(2020 - n % 12, 3, 1), places[n % 2], ("ASD", "SEMH")[n % 3 == 0], named_settings=1)
        for n in range(1, number + 1)
    ]


def told(counted: Aggregate) -> dict[Check, int]:
    return {check: number for check, number in counted.defects if number}


def test_counts_are_those_of_the_children(tmp_path: Path) -> None:
    """Age on 31 August: born on that day or the day after makes a year of difference; bands and needs follow."""
    children = [
        *(Child(n, date(2020, 8, 31)) for n in range(6)),
        *(Child(n + 10, date(2020, 9, 1), need="SEMH") for n in range(7)),
        *(Child(n + 20, date(2010, 3, 1), postcode="zz1  2aa") for n in range(8)),
    ]
    counted = count(tmp_path, children)
    assert counted.tables.counts[PLANS, "North", "infant", "communication_interaction"] == 6
    assert counted.tables.counts[PLANS, "North", "nursery", "semh"] == 7
    assert counted.tables.counts[PLANS, "South", "secondary", "communication_interaction"] == 8
    assert counted.tables.counts[BY_AGE, "4", "asd"] == 6
    assert counted.tables.counts[BY_AGE, "3", "semh"] == 7
    assert str(counted.academic_year) == "2024/25"
    assert told(counted) == {}


def test_a_flag_is_sure_only_where_a_base_is_known(tmp_path: Path) -> None:
    """Set at a base: at least; blank at a base or set elsewhere: unsure; 0: not in a base."""
    children = [
        *(Child(n, urn=BASE_URN, rp_flag="1") for n in range(9)),
        *(Child(n + 10, urn=BASE_URN, rp_flag="", unit_flag="0") for n in range(6)),
        *(Child(n + 20, urn=PLAIN_URN, rp_flag="true") for n in range(5)),
        *(Child(n + 30, urn=BASE_URN) for n in range(7)),
    ]
    counted = count(tmp_path, children)
    assert counted.number(SURE, ALL, ALL, ALL) == 9
    assert counted.number(UNSURE, ALL, ALL, ALL) == 11
    assert counted.sites == (f"{BASE_URN} resourced_provision", f"{PLAIN_URN} resourced_provision")
    assert told(counted) == {Check.FLAG_NOT_SET: 6, Check.FLAG_UNEXPECTED: 5}


PLANTED: list[tuple[Check, dict[str, Any]]] = [
    (Check.SEVERAL_REQUESTS, {"requests": 2}),
    (Check.SEVERAL_PLANS, {"plans": 2}),
    (Check.CEASED, {"ceased": date(2024, 7, 1)}),
    (Check.NO_ESTABLISHMENT, {"urn": ""}),
    (Check.FLAG_NOT_SET, {"rp_flag": ""}),
    (Check.FLAG_UNEXPECTED, {"unit_flag": "1"}),
    (Check.NEED_MISSING, {"need": ""}),
    (Check.NEED_INVALID, {"need": "XYZ"}),
    (Check.FEWER_PLACEMENTS, {"named_settings": 2}),
    (Check.NCY_INVALID, {"born": date(1990, 1, 1)}),
    (Check.LEFT_BEFORE_ENTRY, {"leaving": date(2019, 7, 1)}),
    (Check.POSTCODE_MISSING, {"postcode": ""}),
    (Check.POSTCODE_UNKNOWN, {"postcode": "ZZ9 9ZZ"}),
]


@pytest.mark.parametrize(("check", "change"), PLANTED, ids=lambda each: getattr(each, "name", ""))
def test_each_known_defect_is_counted_and_the_child_too(tmp_path: Path, check: Check, change: dict[str, Any]) -> None:
    children = sound()
    for place in (3, 8, 13):
        children[place] = replace(children[place], **change)
    counted = count(tmp_path, children)
    assert told(counted) == {check: 3}
    assert counted.tables.counts[PLANS, ALL, ALL, ALL] == 40


def test_a_plan_without_a_placement_and_one_that_ended(tmp_path: Path) -> None:
    children = sound()
    children[0] = replace(children[0], placements=0, named_settings=0)
    children[1] = replace(children[1], leaving=date(2024, 12, 20), named_settings=0)
    assert told(count(tmp_path, children)) == {Check.NO_PLACEMENT: 2}


def test_repeated_keys_and_lost_parents_are_counted(tmp_path: Path) -> None:
    """The first row of a repeated key counts; a row without a row above it is left out."""
    made = Return(sound())
    made.tables["person"].append(dict(made.tables["person"][0]))
    made.tables["activeplans"].append(dict(made.tables["activeplans"][5]))
    made.tables["senneed"].append({"activeplanstableid": "799999999", "sentype": "ASD", "sentyperank": "1"})
    made.tables["placementdetail"][0]["entrydate"] = "30th of May"
    made.tables["placementdetail"][1]["placementdetailtableid"] = "76"
    made.tables["placementdetail"].append(dict(made.tables["placementdetail"][1]))
    counted = count(tmp_path, made)
    assert told(counted) == {Check.REPEATED_KEY: 3, Check.NO_PARENT: 1, Check.DATE_UNREADABLE: 1}
    assert counted.tables.counts[PLANS, ALL, ALL, ALL] == 40


def test_versions_and_absent_tables_make_no_difference(tmp_path: Path) -> None:
    """`gendercurrent` for `sex`, no named plans, and a return without its header record but with a day given."""
    new = count(tmp_path / "new", sound())
    old = Return(sound(), sex_column="gendercurrent")
    for name in ("sen2", "assessment", "namedplan", "plandetail"):
        del old.tables[name]
    counted = count(tmp_path / "old", old, as_at=CENSUS)
    assert counted.tables == new.tables
    assert counted.not_looked_for
    assert new.not_looked_for == ()


def test_the_template_counts_as_the_export_does(tmp_path: Path) -> None:
    """The Excel template, with ids that Excel turned into numbers and ISO dates, gives the same tables and defects."""
    children = sound()
    children[4] = replace(children[4], urn=BASE_URN, rp_flag="1")
    children[5] = replace(children[5], need="", leaving=date(2019, 1, 1))
    exported = count(tmp_path / "export", children)
    made = Return(children, dates=lambda day: "" if day is None else day.isoformat())
    template = write_template(made, tmp_path / "template.xlsx")
    from_template = aggregate(template, assumptions=ASSUMPTIONS, **files_beside(tmp_path))
    assert from_template.tables == exported.tables
    assert from_template.defects == exported.defects


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-Sep-28 00:00:00", date(2022, 9, 28)),
        ("2022-09-28", date(2022, 9, 28)),
        ("2022-09-28T00:00:00", date(2022, 9, 28)),
        ("28/09/2022", date(2022, 9, 28)),
        ("03-02-2022", date(2022, 2, 3)),
        ("2022-Sept-28", date(2022, 9, 28)),
        ("2022-Feb-30", None),
        ("44832", None),
        ("", None),
    ],
)
def test_dates_of_every_layout(text: str, day: date | None) -> None:
    assert read_date(text) == day


CHILDREN = st.builds(
    Child,
    number=st.integers(1, 400_000),
    born=st.dates(date(1999, 1, 1), date(2023, 1, 1)),
    postcode=st.sampled_from([*POSTCODES, "ZZ9 9ZZ", ""]),
    need=st.sampled_from(["ASD", "SEMH", "HI", "OTH", "", "XX"]),
    urn=st.sampled_from([BASE_URN, PLAIN_URN, ""]),
    rp_flag=st.sampled_from(["1", "0", ""]),
    plans=st.integers(1, 2),
    requests=st.integers(1, 2),
    placements=st.integers(0, 2),
)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHILDREN, min_size=1, max_size=60, unique_by=lambda child: child.number))
def test_no_cell_of_any_output_holds_anything_of_a_child(
    tmp_path_factory: pytest.TempPathFactory, children: list[Child]
) -> None:
    folder = tmp_path_factory.mktemp("made")
    made = Return(children)
    counted = count(folder, made)
    write_counts(counted, folder / "out")
    secret = {cell for rows in made.tables.values() for row in rows for name, cell in row.items() if "tableid" in name}
    secret |= {child.born.isoformat() for child in children} | {made.dates(child.born) for child in children}
    secret |= {made.dates(child.born).split(" ")[0] for child in children} | set(POSTCODES) | {"ZZ9 9ZZ", *FORBIDDEN}
    rows = [row for path in (folder / "out").iterdir() for row in rows_of(path)]
    cells = [cell for row in rows for cell in (*row.keys(), *row.values())]
    words = [*cells, *counts_text(counted).split(), *(word for cell in cells for word in cell.split())]
    assert not (secret - {"1"}) & set(words)
    counts = [text for row in rows for name, text in row.items() if COUNTED.search(name)]
    assert not [text for text in counts if re.fullmatch(r"[1-4]", text)]


COUNTED = re.compile("pupils|plans|number")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damaged_cell_or_column_breaks_the_count(
    tmp_path_factory: pytest.TempPathFactory, choose: st.DataObject
) -> None:
    """Cells of junk, a lost row or a lost column: counted as they can be, or refused; never anything else."""
    folder = tmp_path_factory.mktemp("damaged")
    made = Return(sound(12))
    for _ in range(choose.draw(st.integers(1, 4))):
        rows = made.tables[choose.draw(st.sampled_from(sorted(made.tables)))]
        column = choose.draw(st.sampled_from(sorted(rows[0])))
        junk = choose.draw(st.text(max_size=12) | st.sampled_from(["=1+1", "1e309", "-5", "2025-13-45", "NULL", '"']))
        if choose.draw(st.booleans()):
            rows[choose.draw(st.integers(0, len(rows) - 1))][column] = junk
        else:
            rows[:] = [{name: cell for name, cell in row.items() if name != column} for row in rows]
        rows[:] = [row for row in rows if row] or [{"nothing": "left"}]
    with contextlib.suppress(InputError):
        assert count(folder, made).tables.counts[PLANS, ALL, ALL, ALL] <= 12


def test_the_files_feed_a_pack(tmp_path: Path) -> None:
    """plans_by_age.csv and plans_by_age_and_need.csv are read as DfE's own; `c` is unknown, never 0."""
    children = [*sound(200), *(Child(n + 900, date(2000, 3, 1)) for n in range(2))]
    write_counts(count(tmp_path, children), tmp_path / "out")
    notes = Notes()
    out = tmp_path / "out"
    rows = read_caseload(out / "plans_by_age.csv", out / "plans_by_age_and_need.csv", "999", notes)
    notes.faults.raise_if_any()
    known = {(row.age, row.primary_need): row.plans_pupils for row in rows}
    assert {row.census_year for row in rows} == {2025}
    assert known[10, "all"] == sum(1 for n in range(1, 201) if n % 12 == 6)
    assert (24, "all") not in known


def test_same_return_same_bytes_and_no_overwriting(tmp_path: Path) -> None:
    counted = count(tmp_path, sound())
    write_counts(counted, tmp_path / "one")
    write_counts(count(tmp_path, sound()), tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    with pytest.raises(InputError, match="--force"):
        write_counts(counted, tmp_path / "one")
    write_counts(counted, tmp_path / "one", force=True)


def test_faults_quote_no_cell(tmp_path: Path) -> None:
    """A lost header, a short row and a missing table are told together, without what stands in them."""
    folder = Return(sound()).write(tmp_path / "return")
    person = folder / "Blade-Export_20-01-2025_person.csv"
    person.write_text(person.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
    needs = folder / "Blade-Export_20-01-2025_senneed.csv"
    needs.write_text(needs.read_text(encoding="utf-8") + "715000001\n", encoding="utf-8")
    (folder / "Blade-Export_20-01-2025_activeplans.csv").unlink()
    with pytest.raises(InputError) as caught:
        aggregate(folder, assumptions=ASSUMPTIONS, **files_beside(tmp_path))
    words = str(caught.value)
    assert "no column persontableid" in words
    assert "no table activeplans" in words
    assert "senneed.csv, row" in words
    assert not re.search(r"7\d{8}", words)
    assert not any(text in words for text in (*FORBIDDEN, *POSTCODES))


def test_two_exports_in_one_folder_are_refused(tmp_path: Path) -> None:
    folder = Return(sound()).write(tmp_path / "return")
    (folder / "Blade-Export_03-02-2025_person.csv").write_text("persontableid\n", encoding="utf-8")
    with pytest.raises(InputError, match="2 exports"):
        aggregate(folder, assumptions=ASSUMPTIONS, **files_beside(tmp_path))
