"""Two official files in each other's place are told as that, in one fault a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.new.caseload import BASE_COLUMNS, NEED_COLUMNS
from planner.inputs.new.file_kinds import kinds_of
from planner.inputs.new.gias_columns import GIAS_COLUMNS
from planner.inputs.new.official_csv import plain_name
from tests.inputs_new.official_files import CODES, small_council, warwickshire, write_lines

OPTIONS = ("gias", "population", "caseload", "needs", "imd", "lookup_lsoa")
SWAPS = (
    ("gias", "population"),
    ("caseload", "gias"),
    ("imd", "lookup_lsoa"),
    ("needs", "imd"),
    ("population", "caseload"),
)


@pytest.mark.real_files
@pytest.mark.parametrize("option", OPTIONS)
def test_each_official_file_is_known_by_its_header(option: str) -> None:
    """The real header of each option is that of the option, and of no other (a file of needs is one of plans too)."""
    path = warwickshire()[option]
    header = path.read_text(encoding="utf-8-sig").splitlines()[0].replace('"', "").split(",")
    assert kinds_of({plain_name(name) for name in header})[0] == f"--{option.replace('_', '-')}"


@pytest.mark.real_files
@pytest.mark.parametrize(("one", "other"), SWAPS)
def test_a_file_in_the_place_of_another_is_one_fault(tmp_path: Path, one: str, other: str) -> None:
    """No list of missing columns: what each file is, and the option it belongs to."""
    files = warwickshire()
    with pytest.raises(InputError) as caught:
        build_pack(tmp_path / "pack", **{**files, one: files[other], other: files[one]})
    for option in (one, other):
        told = [fault for fault in caught.value.faults if fault.where.startswith(files[option].name)]
        assert len(told) == 1, [str(fault) for fault in told]
        assert f"give it as --{option.replace('_', '-')}" in told[0].remedy


@pytest.mark.parametrize(
    ("columns", "kind"), [(GIAS_COLUMNS, "--gias"), (NEED_COLUMNS, "--needs"), (BASE_COLUMNS, "--caseload")]
)
def test_the_words_of_a_kind_keep_step_with_the_columns_that_are_read(
    columns: dict[str, tuple[str, ...]], kind: str
) -> None:
    assert kinds_of({plain_name(names[0]) for names in columns.values()})[0] == kind


def test_a_file_that_lacks_a_column_of_its_own_kind_is_told_the_column(tmp_path: Path) -> None:
    """A school register without a column of postcodes is no other file."""
    files = small_council(tmp_path)
    gias = files["gias"]
    gias.write_text(gias.read_text().replace("Postcode", "Post code of old"))
    with pytest.raises(InputError, match="a column Postcode"):
        build_pack(tmp_path / "pack", **files)


def test_a_file_that_has_all_that_is_asked_may_hold_more(tmp_path: Path) -> None:
    """Localities with a district and a score of deprivation beside them are no file of deprivation."""
    rows = [
        f"{code},{name},E07000901,10" for code, name in zip(CODES, ("North", "North", "South", "South"), strict=True)
    ]
    localities = write_lines(tmp_path / "localities.csv", ["LSOA21CD,locality,LAD24CD,IMD_score", *rows])
    try:
        build_pack(tmp_path / "pack", **small_council(tmp_path, localities=localities))
    except InputError as error:
        assert "looks like" not in str(error)  # noqa: PT017 - other faults are no matter here


def test_plans_by_age_given_for_plans_by_need_are_refused(tmp_path: Path) -> None:
    """Both files have the same first columns; one without a single need was read as needs of nobody."""
    files = small_council(tmp_path)
    with pytest.raises(InputError, match=r"no column of a need; .* give it as --caseload"):
        build_pack(tmp_path / "pack", **{**files, "needs": files["caseload"]})
