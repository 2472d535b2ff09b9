"""Bytes of a file, unpacked where it is gzip or a zip archive, never beyond a limit.

Publishers ship the school register and the boundaries as zip archives, and national tables are kept as `.gz`. A small
file can be made to unpack to terabytes, so what comes out is counted while it comes.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from planner.errors import Faults

MOST_UNPACKED_BYTES = 1 << 30
"""One gibibyte: fifteen times the whole school register of England."""
GZIP_START = b"\x1f\x8b"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype")
UNPACK_YOURSELF = "Unpack it and give the file inside."
BROKEN = (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
MAC_MEMBERS = "__MACOSX/"
"""What a Mac's archiver adds."""


def read_unpacked(path: Path, faults: Faults, expected: str) -> bytes | None:
    """Bytes of a plain, gzip or one-file zip file; None when there are none, with the reason among the faults.

    A zip archive that is a workbook is returned as it stands.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        faults.add(str(path), f"no readable file ({error.strerror})", expected, "Add the file or correct its path.")
        return None
    if raw.startswith(GZIP_START):
        return _gunzipped(path.name, raw, faults)
    if raw.startswith(ZIP_STARTS):
        return _only_member(path.name, raw, faults, expected)
    return raw


def _gunzipped(file: str, raw: bytes, faults: Faults) -> bytes | None:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            content = stream.read(MOST_UNPACKED_BYTES + 1)
    except BROKEN as error:
        faults.add(file, f"a broken gzip file ({error})", "a whole file", "Download it again.")
        return None
    return _within_limit(file, content, faults)


def _within_limit(file: str, content: bytes, faults: Faults) -> bytes | None:
    if len(content) <= MOST_UNPACKED_BYTES:
        return content
    _too_large(file, faults)
    return None


def _too_large(file: str, faults: Faults) -> None:
    expected = f"at most {MOST_UNPACKED_BYTES >> 20:,} MiB unpacked"
    faults.add(file, "more than that when it is unpacked", expected, "Check where the file comes from.")


def _only_member(file: str, raw: bytes, faults: Faults, expected: str) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if any(name in WORKBOOK_MEMBERS for name in archive.namelist()):
                return raw
            members = file_members(archive)
            if len(members) != 1:
                found = f"a zip archive of {len(members)} files"
                faults.add(file, found, f"{expected}, or an archive of one", UNPACK_YOURSELF)
                return None
            with archive.open(members[0]) as stream:
                return _within_limit(file, stream.read(MOST_UNPACKED_BYTES + 1), faults)
    except BROKEN as error:
        faults.add(file, f"a broken or locked zip archive or workbook ({error})", expected, "Download it again.")
        return None


def file_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Files of an archive without folders and hidden ones."""
    return [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith(MAC_MEMBERS) and Path(member.filename).name[:1] != "."
    ]


def unpack_all(path: Path, folder: Path, faults: Faults) -> list[Path] | None:
    """Write the files of a zip archive flat into a folder, by their bare names; None after a fault."""
    left = MOST_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            written = []
            for target, content in _contents(archive, folder, left):
                if content is None:
                    _too_large(path.name, faults)
                    return None
                target.write_bytes(content)
                written.append(target)
            return written
    except BROKEN as error:
        faults.add(path.name, f"a broken or locked zip archive ({error})", "a whole file", "Download it again.")
        return None


def _contents(archive: zipfile.ZipFile, folder: Path, left: int) -> Iterator[tuple[Path, bytes | None]]:
    """Where each member goes and its bytes; None in place of bytes once the limit of all together is passed."""
    for member in file_members(archive):
        with archive.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        yield folder / Path(member.filename).name, content if left >= 0 else None
