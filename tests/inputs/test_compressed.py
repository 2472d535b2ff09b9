"""Claims about packed files: read as if they were not, never beyond the limit, broken ones refused in words."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from planner.errors import Faults, InputError
from planner.inputs import compressed
from planner.inputs.tables import read_table

TABLE = b"urn,name\n100001,D\xc3\xbbr\n"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_dot_", ".").replace("_in_", "/"), content)
    return buffer.getvalue()


def rows(folder: Path, raw: bytes) -> tuple[list[str], str]:
    """Names in the table, and the faults in words."""
    path = folder / "schools.csv.gz"
    path.write_bytes(raw)
    faults = Faults()
    table = read_table(path, faults, ["urn", "name"])
    try:
        faults.raise_if_any()
    except InputError as error:
        return [], str(error)
    assert table is not None
    return [row.cells["name"] for row in table.rows], ""


@pytest.mark.parametrize(
    "raw",
    [
        gzip.compress(TABLE),
        gzip.compress(TABLE[:9]) + gzip.compress(TABLE[9:]),
        zipped(edubase_dot_csv=TABLE),
        zipped(folder_in_edubase_dot_csv=TABLE, __MACOSX_in_edubase_dot_csv=b"\x00\x05"),
        TABLE,
    ],
    ids=["gzip", "gzip in two members", "zip", "zip from a Mac", "plain whatever its ending"],
)
def test_packed_tables_are_read(tmp_path: Path, raw: bytes) -> None:
    assert rows(tmp_path, raw) == (["Dûr"], "")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (gzip.compress(TABLE)[:-9], "a broken gzip file"),
        (gzip.compress(TABLE)[:12] + b"\xff" * 20, "a broken gzip file"),
        (zipped(one_dot_csv=TABLE)[:-30], "a broken or locked zip archive"),
        (zipped(one_dot_csv=TABLE, two_dot_csv=TABLE), "a zip archive of 2 files"),
        (zipped(), "a zip archive of 0 files"),
        (zipped(**{"[Content_Types]_dot_xml": b"<x/>"}), "a spreadsheet workbook"),
        (gzip.compress(gzip.compress(TABLE)), "UTF-16 or binary content"),
    ],
    ids=["cut off", "damaged", "cut-off zip", "two files", "empty zip", "workbook", "packed twice"],
)
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, raw: bytes, words: str) -> None:
    assert words in rows(tmp_path, raw)[1]


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(bomb_dot_csv=content)], ids=["gzip", "zip"])
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: object
) -> None:
    monkeypatch.setattr(compressed, "MOST_UNPACKED_BYTES", 1 << 20)
    assert callable(pack)
    raw = pack(b"0" * (1 << 21))
    assert len(raw) < 1 << 14
    words = rows(tmp_path, raw)[1]
    assert "more than that when it is unpacked; expected at most 1 MiB unpacked" in words


def test_an_archive_is_never_unpacked_beyond_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members that point upwards land in the folder by their bare name; all together stay within the limit."""
    path, folder = tmp_path / "areas.zip", tmp_path / "inside"
    folder.mkdir()
    path.write_bytes(zipped(**{"../../evil_dot_shp": b"12345", "b_dot_dbf": b"12345"}))
    written = compressed.unpack_all(path, folder, Faults())
    assert written == [folder / "evil.shp", folder / "b.dbf"]
    monkeypatch.setattr(compressed, "MOST_UNPACKED_BYTES", 9)
    faults = Faults()
    assert compressed.unpack_all(path, folder, faults) is None
    assert len(faults) == 1
