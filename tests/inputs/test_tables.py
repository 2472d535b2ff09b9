"""Claims about reading CSV files as text."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from planner.errors import Faults, InputError
from planner.inputs import tables
from planner.inputs.tables import read_table


def write(folder: Path, raw: bytes) -> Path:
    path = folder / "schools.csv"
    path.write_bytes(raw)
    return path


def test_text_stays_text(tmp_path: Path) -> None:
    """Leading zeros, exponents and words such as None or NA are not changed."""
    faults = Faults()
    table = read_table(write(tmp_path, b"urn,name\n001,None\n3E5,NA\n"), faults, ["urn", "name"])
    assert table is not None
    assert [dict(row.cells) for row in table.rows] == [{"urn": "001", "name": "None"}, {"urn": "3E5", "name": "NA"}]
    assert not len(faults)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("name\nDŵr’s\n".encode(), tables.UTF_8),
        ("name\nDŵr’s\n".encode("utf-8-sig"), tables.UTF_8_BOM),
        ("name\nDûr’s\n".encode("cp1252"), tables.WINDOWS_1252),
    ],
)
def test_encodings_are_read_and_named(tmp_path: Path, raw: bytes, encoding: str) -> None:
    table = read_table(write(tmp_path, raw), Faults(), ["name"])
    assert table is not None
    assert table.encoding == encoding
    assert table.rows[0].cells["name"] in ("Dŵr’s", "Dûr’s")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04rest", "workbook"),
        ("urn\n1\n".encode("utf-16"), "UTF-16"),
        (b"urn\n\x81\n", "no known text"),
        (b"", "empty file"),
        (b'urn\n"1\n', "broken CSV"),
    ],
)
def test_files_that_are_no_csv_are_refused_in_words(tmp_path: Path, raw: bytes, words: str) -> None:
    faults = Faults()
    read_table(write(tmp_path, raw), faults, ["urn"])
    with pytest.raises(ValueError, match=words):
        faults.raise_if_any()


def test_header_faults_come_together_with_the_nearest_name(tmp_path: Path) -> None:
    faults = Faults()
    assert read_table(write(tmp_path, b"urn,plces,urn\n1,2,3\n"), faults, ["urn", "places", "phase"]) is None
    with pytest.raises(ValueError, match="faults in the input") as caught:
        faults.raise_if_any()
    text = str(caught.value)
    assert "unknown column 'plces'" in text
    assert "Did you mean 'places'?" in text
    assert "no column 'phase'" in text
    assert "column 'urn' 2 times" in text


def test_other_columns_are_passed_over_on_request(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"a,b,b\n1,2,3\n"), Faults(), ["a"], other_columns=True)
    assert table is not None
    assert dict(table.rows[0].cells) == {"a": "1"}


def test_row_numbers_count_blank_rows_and_the_header(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"a,b\n\n1,2,,\n , \n3,4\n"), Faults(), ["a", "b"])
    assert table is not None
    assert [row.number for row in table.rows] == [3, 5]


def test_a_row_with_a_stray_comma_is_a_fault(tmp_path: Path) -> None:
    faults = Faults()
    read_table(write(tmp_path, b"a,b\n1,2,3\n1\n"), faults, ["a", "b"])
    with pytest.raises(ValueError, match=r"row 2: found 3 cells; expected 2") as caught:
        faults.raise_if_any()
    assert "row 3: found 1 cells" in str(caught.value)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    faults = Faults()
    assert read_table(tmp_path / "none.csv", faults, ["a"]) is None
    assert len(faults) == 1


def test_a_file_packed_with_gzip_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    """National tables are kept as .gz; one that was cut off is a fault and not half a table."""
    packed = gzip.compress("name\nDŵr\n".encode())
    table = read_table(write(tmp_path, packed), Faults(), ["name"])
    assert table is not None
    assert [row.cells["name"] for row in table.rows] == ["Dŵr"]
    faults = Faults()
    assert read_table(write(tmp_path, packed[:-9]), faults, ["name"]) is None
    with pytest.raises(InputError, match="broken gzip file"):
        faults.raise_if_any()
