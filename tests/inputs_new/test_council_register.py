"""A council's own list of bases is read as it lies in the office; what it leaves open is asked, never guessed."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from planner.domain.geography import School
from planner.domain.terms import AcademicYear, Governance
from planner.inputs.new.council_register.reading import read_council_register
from planner.inputs.new.council_register.school_names import SchoolNames
from planner.inputs.new.report import Notes
from tests.inputs_new.official_files import faults_of, real, write_lines

Row = dict[str, str]
OPEN_SINCE = AcademicYear(2024)
LAESTAB = {"100001": "9992001", "100002": "9992002"}


def pack_school(urn: str, name: str, phase: str = "primary", low: int = 0, high: int = 6) -> School:
    return School(
        urn, name, phase, low, high, "ZZ1 1AA", 430_500, 270_500, "Alder", Governance.MAINTAINED, 200, True, ""
    )


SCHOOLS = (
    pack_school("100001", "Ash Primary School"),
    pack_school("100002", "St Matthew's Bloxam CofE Primary School"),
    pack_school("100003", "Cedar High", "secondary", 7, 11),
    pack_school("100004", "Elm All-through", "all-through", 0, 11),
    pack_school("100005", "Holy Trinity CofE Primary School"),
    pack_school("100006", "Holy Trinity Catholic Primary School"),
    pack_school("100007", "Oak Junior School", "primary", 3, 6),
)


def workbook(path: Path, sheets: dict[str, list[list[Any]]], merges: tuple[tuple[str, str, str], ...] = ()) -> Path:
    """A workbook of these cells; `merges` are (sheet, range, text); datetimes become dates of the spreadsheet."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "d-mmm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
    for name, cells, text in merges:
        book.get_worksheet_by_name(name).merge_range(cells, text)
    book.close()
    return path


def read(path: Path, sheet: str | None = None, answers: Path | None = None) -> tuple[tuple[Row, ...], Notes]:
    notes = Notes()
    return read_council_register(path, sheet, answers, SchoolNames(SCHOOLS, LAESTAB), OPEN_SINCE, notes), notes


def read_lines(folder: Path, *lines: str, answers: str = "") -> tuple[tuple[Row, ...], Notes]:
    """Rows of a CSV list of these lines."""
    settled = write_lines(folder / "answers.toml", [answers]) if answers else None
    return read(write_lines(folder / "list.csv", lines), answers=settled)


HEADER = "School,Need,No. of places,Date opened"


def one(folder: Path, places: str, header: str = HEADER) -> tuple[tuple[Row, ...], Notes]:
    """Rows of a list with one base beside one that is plain, which is not returned."""
    rows, notes = read_lines(
        folder, header, f'Ash Primary School,ASD,"{places}",Sept 2019', "Cedar High,SEMH,10,2019/20"
    )
    return tuple(row for row in rows if row["urn"] == "100001"), notes


GROWS = "8 (10 from Sept 2026)"
MESSY: list[list[Any]] = [
    ["Resourced provision in Madeupshire"],
    ["Updated by J Bloggs, ext 1234"],
    [],
    ["DfE no", "School", "Type", "Designation", "Places", None, "Opening date", "Status", "SENCO", "Comments"],
    [None, None, None, None, "Commissioned", "Maximum"],
    ["Primary schools"],
    ["999/2001", "Ash Primary School", "SRP", "ASD", 8, 10, "Sept 2019", "Open", "Jo Secret", "ring Jo"],
    [None, None, "SEN unit", "HI unit", "6 places", None, datetime(2021, 9, 1), "Open", "Jo Secret"],
    ["999 2002", "St Matthew's Bloxam CE Primary", "RP", "C&I / SEMH", GROWS, None, "2018/19", "Open"],
    ["Subtotal", None, None, None, 22],
    [],
    ["Secondary schools"],
    [None, "Cedar High", "Resourced provision", "autism", 12.0, None, datetime(2026, 9, 1), "Approved"],
    ["Grand total", None, None, None, 35],
    ["* places as at census"],
]  # fmt: skip


def messy(path: Path) -> Path:
    merges = (
        ("Provision", "A1:H1", "Resourced provision in Madeupshire"),
        ("Provision", "E4:F4", "Places"),
        ("Provision", "A7:A8", "999/2001"),
        ("Provision", "B7:B8", "Ash Primary School"),
    )
    return workbook(path, {"Contents": [["Sheet", "Holds"], ["Provision", "bases"]], "Provision": MESSY}, merges)


def test_a_messy_workbook_is_read_whole(tmp_path: Path) -> None:
    """Title, two rows of header, merged cells, headings, totals and notes; a base that grows has two steps."""
    rows, notes = read(messy(tmp_path / "register.xlsx"))
    assert faults_of(notes) == ""
    shown = [
        (row["site"], row["urn"], row["provision_type"], row["need_groups"], row["status"], row["academic_year"],
         row["commissioned_places"], row["max_places"])
        for row in rows
    ]  # fmt: skip
    assert shown == [
        ("C001", "100001", "resourced_provision", "communication_interaction", "existing", "2019/20", "8", "10"),
        ("C002", "100001", "sen_unit", "sensory_physical", "existing", "2021/22", "6", ""),
        ("C003", "100002", "resourced_provision", "communication_interaction+semh", "existing", "2018/19", "8", ""),
        ("C003", "100002", "resourced_provision", "communication_interaction+semh", "committed", "2026/27", "10", ""),
        ("C004", "100003", "resourced_provision", "communication_interaction", "committed", "2026/27", "12", ""),
    ]
    assert {row["phase"] for row in rows if row["urn"] == "100003"} == {"secondary"}


def test_what_a_messy_workbook_leaves_open_is_told_with_sheet_and_row(tmp_path: Path) -> None:
    """The subtotal agrees with its rows, the grand total does not; the sheet that was read is named."""
    _, notes = read(messy(tmp_path / "register.xlsx"))
    report = notes.report("Madeupshire")
    doubtful = "\n".join(report.doubtful)
    assert "sheet 'Provision', row 14: 'Grand total' states 35, the rows above hold 12 since the last total" in doubtful
    assert "'Subtotal' states" not in doubtful
    assert "row 9" in doubtful
    assert "8 places, and 10 from 2026/27" in doubtful
    assert any("sheet 'Provision' is read, 'Contents' not" in line for line in report.assumed)


def test_people_are_never_loaded(tmp_path: Path) -> None:
    """Names and comments are in no row and in no line of the report."""
    rows, notes = read(messy(tmp_path / "register.xlsx"))
    text = f"{rows}{notes.report('Madeupshire')}"
    assert "SENCO" in text
    assert "Secret" not in text
    assert "ring Jo" not in text
    assert "Bloggs" not in text


@pytest.mark.parametrize(
    ("cell", "places", "most", "doubt"),
    [
        ("8", "8", "", ""),
        (" 8 places ", "8", "", ""),
        ("8-10", "8", "10", "8 taken as commissioned, 10 as the most"),
        ("8 to 10", "8", "10", "8 taken as commissioned"),
        ("8 (phase 1 of 2)", "8", "", "phase 1 of 2: other phases are not in this row"),
        ("circa 8", "8", "", "taken as 8 places"),
        ("8*", "8", "", "taken as 8 places"),
        ("0", "0", "", "0 places are commissioned"),
    ],
)
def test_numbers_of_places_as_offices_write_them(tmp_path: Path, cell: str, places: str, most: str, doubt: str) -> None:
    (row,), notes = one(tmp_path, cell)
    assert faults_of(notes) == ""
    assert (row["commissioned_places"], row["max_places"]) == (places, most)
    assert row["quality"] == ("amber" if doubt else "green")
    assert doubt in row["note"]
    assert [line for line in notes.doubts() if "row 2" in line and doubt in line] or not doubt


@pytest.mark.parametrize("cell", ["c", "<5", "..", "x", "z", "tbc", "TBC", "", "phase 1 of 2", "n/a", "?"])
def test_places_that_are_not_told_are_unknown(tmp_path: Path, cell: str) -> None:
    """Never 0: the row is left out, counted and asked about."""
    rows, notes = one(tmp_path, cell)
    assert rows == ()
    assert faults_of(notes) == ""
    assert any("row 2" in line and "unknown" in line and "left out until [places]" in line for line in notes.doubts())
    assert dict(notes.report("").counts)["rows of bases in the council's list that are left out and asked about"] == 1


@pytest.mark.parametrize("cell", ["8-Oct", "10-Aug", "Oct-08", "08 Oct"])
def test_a_date_that_the_spreadsheet_made_is_asked_about(tmp_path: Path, cell: str) -> None:
    rows, notes = one(tmp_path, cell)
    assert rows == ()
    assert any("a date, which the spreadsheet may have made" in line for line in notes.doubts())


def test_a_date_cell_among_the_places_is_asked_about_with_what_it_may_have_been(tmp_path: Path) -> None:
    lines = [
        ["School", "Need", "Places"],
        ["Ash Primary School", "ASD", datetime(2026, 10, 8)],
        ["Cedar High", "ASD", 8],
    ]
    rows, notes = read(workbook(tmp_path / "list.xlsx", {"A": lines}))
    assert [row["urn"] for row in rows] == ["100003"]
    assert any("'2026-10-08'" in line and "made of 8-10" in line for line in notes.doubts())


@pytest.mark.parametrize("cell", ["eight", "£8", "80%", "-8", "8.5", "99999", "10-8", "=SUM(C3:C9)"])
def test_what_is_no_number_of_places_is_a_fault(tmp_path: Path, cell: str) -> None:
    _, notes = one(tmp_path, cell)
    (line,) = faults_of(notes).splitlines()
    assert "row 2" in line
    assert "No. of places" in line
    assert cell in line


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    lines = [HEADER, "Ash Primary School,ASD,eight,2019/20", "Cedar High,SEMH,10,yesterday"]
    _, notes = read_lines(tmp_path, *lines)
    found = faults_of(notes).splitlines()
    assert len(found) == 2
    assert "row 2" in found[0]
    assert "'yesterday'" in found[1]


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("Sept 2019", "2019/20"),
        ("2019/20", "2019/20"),
        ("2019-2020", "2019/20"),
        ("01/09/2019", "2019/20"),
        ("1st September 2019", "2019/20"),
        ("Sep-19", "2019/20"),
        ("Autumn 2019", "2019/20"),
        ("2019", "2019/20"),
        ("43709", "2019/20"),
        ("1/1/2020", "2020/21"),
        ("April 2020", "2020/21"),
        ("", "2024/25"),
    ],
)
def test_dates_of_opening(tmp_path: Path, cell: str, year: str) -> None:
    """A base that opens within a year counts from its first whole year; one that is open without a date, always."""
    (row,), notes = read_lines(tmp_path, HEADER, f"Ash Primary School,ASD,8,{cell}")
    assert faults_of(notes) == ""
    assert row["academic_year"] == year


@pytest.mark.parametrize(
    ("need", "groups"),
    [
        ("ASD", "communication_interaction"),
        ("Autism", "communication_interaction"),
        ("C&I", "communication_interaction"),
        ("Communication and Interaction", "communication_interaction"),
        ("SLCN unit", "communication_interaction"),
        ("Social, Emotional and Mental Health", "semh"),
        ("SEMH", "semh"),
        ("MLD", "cognition_learning"),
        ("HI unit", "sensory_physical"),
        ("Hearing Impairment", "sensory_physical"),
        ("S&P", "sensory_physical"),
        ("C&I; SEMH", "communication_interaction+semh"),
        ("ASD & SEMH", "communication_interaction+semh"),
    ],
)
def test_words_for_need(tmp_path: Path, need: str, groups: str) -> None:
    (row,), notes = read_lines(tmp_path, HEADER, f'Ash Primary School,"{need}",8,2019/20')
    assert row["need_groups"] == groups
    assert notes.doubts() == ()


def test_a_need_that_is_not_known_is_asked_and_an_undecided_one_is_told(tmp_path: Path) -> None:
    lines = [HEADER, "Ash Primary School,range of SEN,8,2019/20", "Cedar High,C&I or SEMH,8,2019/20"]
    rows, notes = read_lines(tmp_path, *lines)
    assert [row["need_groups"] for row in rows] == ["communication_interaction+semh"]
    assert "no need that is known; left out until [needs] 'range of SEN' = ..." in notes.doubts()[0]
    assert "undecided" in notes.doubts()[1]


def test_a_school_that_is_nearly_named_so_is_offered_not_taken(tmp_path: Path) -> None:
    """Bloxham in print is Bloxam in the register of schools: asked about with the near name."""
    name = '"St Matthew\'s Bloxham CE Primary, Rugby"'
    rows, notes = read_lines(tmp_path, HEADER, f"{name},ASD,8,2019/20", "Cedar High,SEMH,8,2019/20")
    assert [row["urn"] for row in rows] == ["100003"]
    (line,) = notes.doubts()
    assert "row 2" in line
    assert "did you mean 100002 St Matthew's Bloxam CofE Primary School" in line


@pytest.mark.parametrize(
    ("name", "urn"),
    [
        ("ASH PRIMARY SCHOOL", "100001"),
        ("St. Matthews Bloxam C of E Primary School", "100002"),
        ("Saint Matthew’s Bloxam Church of England Primary School", "100002"),
        ("Holy Trinity CE Primary School", "100005"),
    ],
)
def test_spellings_of_a_name_are_one_name(tmp_path: Path, name: str, urn: str) -> None:
    (row,), notes = read_lines(tmp_path, HEADER, f"{name},ASD,8,2019/20")
    assert (row["urn"], notes.doubts()) == (urn, ())


def test_a_name_that_two_schools_have_is_a_fault_with_both(tmp_path: Path) -> None:
    twins = (*SCHOOLS, pack_school("100009", "Ash Primary School"))
    notes = Notes()
    path = write_lines(tmp_path / "list.csv", [HEADER, "Ash Primary School,ASD,8,2019/20"])
    read_council_register(path, None, None, SchoolNames(twins, {}), OPEN_SINCE, notes)
    assert "It may be 100001 Ash Primary School or 100009 Ash Primary School: write the URN." in faults_of(notes)


def test_a_urn_and_a_name_of_two_schools_are_told(tmp_path: Path) -> None:
    lines = ["URN,School,Need,Places", "100001,Cedar High,ASD,8", "100010,Oak Junior School,ASD,8"]
    rows, notes = read_lines(tmp_path, *lines)
    assert [row["urn"] for row in rows] == ["100001"]
    assert "though the row names 'Cedar High'" in notes.doubts()[0]
    assert "no mainstream school of the pack (did you mean 100007 Oak Junior School" in notes.doubts()[1]


def test_year_groups_and_phases(tmp_path: Path) -> None:
    """Key stages become year groups; an all-through school without a phase is asked; a phase not taught is asked."""
    lines = [
        "School,Phase,Key stage,Need,Places",
        "Ash Primary School,,KS1,ASD,8",
        "Cedar High,Secondary,KS3/4,ASD,8",
        "Elm All-through,,KS3-4,ASD,8",
        "Elm All-through,,,SEMH,8",
        "Oak Junior School,Secondary,,ASD,8",
    ]
    rows, notes = read_lines(tmp_path, *lines)
    shown = [(row["urn"], row["phase"], row["ncy_low"], row["ncy_high"]) for row in rows]
    assert shown == [
        ("100001", "primary", "0", "2"),
        ("100003", "secondary", "", ""),
        ("100004", "secondary", "", ""),
    ]
    assert any("row 5" in line and "Elm All-through teaches primary and secondary" in line for line in notes.doubts())
    assert any("row 6" in line and "a secondary base at Oak Junior School" in line for line in notes.doubts())


def test_a_table_with_a_column_for_each_year_becomes_steps(tmp_path: Path) -> None:
    lines = [
        "School,Need,Commissioned places 2023/24,Places 2024/25,Places Sept 2025,Pupils 2024/25",
        "Ash Primary School,ASD,8,8,12,99",
        "Cedar High,SEMH,,,10,99",
    ]
    rows, notes = read_lines(tmp_path, *lines)
    shown = [(row["site"], row["academic_year"], row["commissioned_places"], row["status"]) for row in rows]
    assert shown == [
        ("C001", "2023/24", "8", "existing"),
        ("C001", "2025/26", "12", "committed"),
        ("C002", "2025/26", "10", "committed"),
    ]
    assert notes.doubts() == ()


def test_one_number_merged_over_two_schools_is_shared_not_doubled(tmp_path: Path) -> None:
    lines = [
        ["School", "Need", "Places"],
        ["Ash Primary School", "ASD", 16],
        ["Oak Junior School", "ASD"],
        ["Cedar High", "ASD", 8],
    ]
    path = workbook(tmp_path / "list.xlsx", {"A": lines}, (("A", "C2:C3", "16"),))
    rows, notes = read(path)
    assert [row["urn"] for row in rows] == ["100003"]
    assert sum("one number of places merged over several rows" in line for line in notes.doubts()) == 2


def test_the_sheet_can_be_chosen_and_a_hidden_one_is_not_preferred(tmp_path: Path) -> None:
    table = [["School", "Need", "Places"], ["Ash Primary School", "ASD", 8]]
    other = [["School", "Need", "Places"], ["Cedar High", "SEMH", 10]]
    path = workbook(tmp_path / "list.xlsx", {"2025": table, "2024": other})
    rows, notes = read(path)
    assert [row["urn"] for row in rows] == ["100001"]
    assert any("('2024' could hold bases too)" in line for line in notes.doubts())
    assert [row["urn"] for row in read(path, "2024")[0]] == ["100003"]
    assert "'2023'" in faults_of(read(path, "2023")[1])


def ods(path: Path, rows: list[list[str]]) -> Path:
    """An OpenDocument sheet of these texts, with nothing but what the format asks for."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(cell.format(text) for text in row) for row in rows)
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    sheet = f'<office:spreadsheet><table:table table:name="Bases">{table}</table:table></office:spreadsheet>'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        body = f"<office:body>{sheet}</office:body>"
        file.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
    return path


def test_an_opendocument_sheet_is_read_too(tmp_path: Path) -> None:
    """Blank cells under a school stand for blocks that are merged, which the format does not tell."""
    lines = [HEADER.split(","), ["Ash Primary School", "ASD", "8", "2019/20"], ["", "SEMH", "6", "2021/22"]]
    rows, notes = read(ods(tmp_path / "list.ods", lines))
    assert [(row["urn"], row["commissioned_places"]) for row in rows] == [("100001", "8"), ("100001", "6")]
    assert any("row 3: no school named" in line for line in notes.report("").assumed)


ANSWERED = [
    "Host,Specialism,Agreed nos,Date opened,Status,Type",
    "Ash Primary School,range of SEN,8-10,2019/20,Open,RP",
    "St Matthew's Bloxham CE Primary,ASD,8,2019/20,Open,RP",
    "Cedar High,SEMH,tbc,tbc,Phase two,pod",
    "The Coleshill Pod,SEMH,8,2019/20,Open,RP",
]
ANSWERS = """
[columns]
school = "Host"
places = "Agreed nos"
[needs]
"range of SEN" = ["asd", "semh"]
[schools]
"St Matthew's Bloxham CE Primary" = 100002
"The Coleshill Pod" = "leave out"
[places]
"8-10" = { places = 8, max_places = 10 }
"row 4" = 12
[opened]
"row 4" = "2026/27"
[status]
"phase two" = "committed"
[types]
"pod" = "sen_unit"
"""


def test_what_the_council_answers_is_not_asked_again(tmp_path: Path) -> None:
    """The second run with a register map has every base and no doubt."""
    assert "a row of headers with a school" in faults_of(read_lines(tmp_path, *ANSWERED)[1])
    rows, notes = read_lines(tmp_path, *ANSWERED, answers=ANSWERS)
    assert faults_of(notes) == ""
    assert notes.doubts() == ()
    shown = [
        (row["urn"], row["need_groups"], row["commissioned_places"], row["max_places"], row["status"]) for row in rows
    ]
    assert shown == [
        ("100001", "communication_interaction+semh", "8", "10", "existing"),
        ("100002", "communication_interaction", "8", "", "existing"),
        ("100003", "semh", "12", "", "committed"),
    ]
    assert {row["quality"] for row in rows} == {"green"}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ('[need]\n"x" = "asd"', ["[need]", "needs"]),
        ('[needs]\n"x" = "asdd"', ["'asdd'", "Did you mean 'asd'?"]),
        ('[schools]\n"x" = 12', ["12", "six digits"]),
        ('[places]\n"x" = -1', ["-1", "whole number"]),
        ('[opened]\n"x" = "2026/28"', ["2026/28"]),
        ('[columns]\nplace = "x"', ["'place'", "Did you mean 'places'?"]),
        ("columns = 3", ["columns", "a table"]),
        ('[status]\n"x" = "opne"', ["'opne'"]),
    ],
)
def test_an_answer_that_cannot_be_is_refused(tmp_path: Path, answers: str, words: list[str]) -> None:
    _, notes = read_lines(tmp_path, HEADER, "Ash Primary School,ASD,8,2019/20", answers=answers)
    assert all(word in faults_of(notes) for word in words)


def test_an_answer_nobody_asked_for_is_told(tmp_path: Path) -> None:
    _, notes = read_lines(tmp_path, HEADER, "Ash Primary School,ASD,8,2019/20", answers='[needs]\n"autsim" = "asd"')
    assert any("[needs] 'autsim': no cell of the register asked" in line for line in notes.doubts())


def test_a_base_listed_twice_is_a_fault_and_a_later_date_is_a_step(tmp_path: Path) -> None:
    lines = [HEADER, "Ash Primary School,ASD,8,2019/20", "Ash Primary School,Autism,10,2026/27"]
    rows, notes = read_lines(tmp_path, *lines)
    assert [(row["site"], row["academic_year"]) for row in rows] == [("C001", "2019/20"), ("C001", "2026/27")]
    assert any("read as a later step of it" in line for line in notes.doubts())
    _, notes = read_lines(tmp_path, *lines[:2], "Ash Primary School,Autism,10,2019/20")
    assert "row 3" in faults_of(notes)
    assert "again" in faults_of(notes)


def test_a_list_without_places_is_refused_with_its_columns(tmp_path: Path) -> None:
    _, notes = read_lines(tmp_path, "School,Need,Capacity", "Ash Primary School,ASD,210")
    words = faults_of(notes)
    assert all(word in words for word in ("row 1", "'School' (school)", "not known: 'Capacity'", "[columns] places"))


@pytest.mark.real_files
def test_a_published_list_of_schools_is_no_register_of_places() -> None:
    """Trafford's list has whole-school capacities: never taken for places of bases."""
    notes = Notes()
    path = real("council", "trafford_schools_with_resourced_provision.csv")
    assert read_council_register(path, None, None, SchoolNames(SCHOOLS, {}), OPEN_SINCE, notes) == ()
    assert "its number of places" in faults_of(notes)
    assert "'resource_provision' (type)" in faults_of(notes)


@pytest.mark.real_files
def test_a_published_list_with_places_beside_it_tells_bases_from_schools_without(tmp_path: Path) -> None:
    """Of Trafford's 103 schools 72 are blank (NA) and 19 not applicable: neither is a base."""
    lines = real("council", "trafford_schools_with_resourced_provision.csv").read_text(encoding="utf-8").splitlines()
    cells = [line.split(",") for line in lines]
    schools = tuple(pack_school(line[3], line[0]) for line in cells[1:])
    made = [f"{lines[0]},places,need"]
    made += [f"{line},{'8,ASD' if 'esourced' in line or 'SEN unit' in line else ','}" for line in lines[1:]]
    notes = Notes()
    path = write_lines(tmp_path / "trafford.csv", made)
    rows = read_council_register(path, None, None, SchoolNames(schools, {}), OPEN_SINCE, notes)
    kinds = [row["provision_type"] for row in rows]
    assert (kinds.count("resourced_provision"), kinds.count("sen_unit")) == (4, 7)
    assert any("'Resourced provision and SEN unit'" in line for line in notes.doubts())
    assert dict(notes.report("").counts)["rows of the council's list that say there is no base"] == 72 + 19


@pytest.mark.real_files
def test_facts_typed_from_council_papers_are_read_as_a_register(tmp_path: Path) -> None:
    """Warwickshire: open bases with places are read, the total of four and three special schools are not bases."""
    names = (
        *("148362 Trinity Catholic School", "125620 Water Orton Primary School", "147642 Lillington Primary School"),
        *("125761 Middlemarch School", "147164 Stockingford Academy", "125500 Nursery Hill Primary School"),
    )
    primary = tuple(pack_school(name[:6], name[7:]) for name in names[1:])
    schools = (pack_school(names[0][:6], names[0][7:], "secondary", 7, 11), *primary)
    notes = Notes()
    path = real("council", "warwickshire_resourced_provision_facts.csv")
    rows = read_council_register(path, None, None, SchoolNames(schools, {}), OPEN_SINCE, notes)
    assert faults_of(notes) == ""
    assert [(row["urn"], row["commissioned_places"]) for row in rows] == [
        (name[:6], "10" if name.startswith("125500") else "8") for name in names
    ]
    report = notes.report("")
    assert any("'TOTAL of the four SRPs above' states 40" in line for line in report.doubtful)
    assert sum("its kind is 'special school'" in line for line in report.assumed) == 3
    assert any("row 5" in line and "'range of SEN'" in line for line in report.doubtful)
    assert {row["note"] for row in rows} == {"no date of opening: written as open since 2024/25"}


def test_a_cell_of_any_length_is_refused_or_asked_in_a_readable_line(tmp_path: Path) -> None:
    """A number of 5,000 digits is no number that Python reads; a need of 70,000 letters is cut where it is shown."""
    rows, notes = read_lines(
        tmp_path, HEADER, f"Ash Primary School,ASD,{'9' * 5_000},2019/20", f"Cedar High,{'a' * 70_000},8,"
    )
    assert rows == ()
    assert len(faults_of(notes)) < 1_000
    assert all(len(line) < 500 for line in notes.doubts())
    assert any("[needs] 'row 3'" in line for line in notes.doubts())
