"""Whatever is wrong with a file: it is read, or refused in words that say what and where; nothing is half done."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.inputs.new import build_pack
from planner.inputs.pack import read_pack
from planner.inputs.read import read_scenario
from tests.inputs_new.official_files import CODES, small_council, small_frame, write_lines
from tests.properties.mutations import HARMLESS, mutations_of
from tests.small_pack import write_small_pack

EXAMPLES = settings(max_examples=250, deadline=None, derandomize=True, database=None)
FEWER = settings(EXAMPLES, max_examples=60)
CHANCES = st.integers(0, 2**32)
LIST = ["Our bases", "URN,School,Designation,Places,Date opened", "100001,Ash Primary,ASD,8-10,Sept 2019", "Total,,,8,"]
PACK_REGISTER = [
    "site,urn,school_name,ncy_low,ncy_high,phase,need_groups,provision_type,status,academic_year,commissioned_places,"
    "max_places,capital_gbp,quality,note,source",
    "R1,100001,Ash,,,primary,semh,resourced_provision,existing,2024/25,8,,,green,,news",
]
TOTALS = [
    "claim,stated_places,as_at,computed_from,explanation,source",
    "places in summer 2024,8,2024-06-20,existing,,made up",
]


def demand_lines(places: Sequence[str], first: int) -> list[str]:
    """A council's own demand: 9 pupils everywhere, in five years from the first."""
    return [
        "bound,locality,phase,need_group,academic_year,pupils,source",
        *(
            f"{bound},{place},{phase},semh,{year}/{year - 1999},9,made up"
            for bound in ("lower", "central", "upper")
            for place in places
            for phase in ("nursery", "primary", "secondary")
            for year in range(first, first + 5)
        ),
    ]


TABLES = {
    "caseload": (
        "plans.csv",
        [
            "time_period,old_la_code,breakdown_topic,breakdown,ehcplans",
            *(f"202425,999,Child or young persons age,age {age},20" for age in range(3, 16)),
        ],
    ),
    "lookup_lsoa": ("lookup.csv", ["LSOA11CD,LSOA21CD,CHGIND", *(f"{code},{code},U" for code in CODES)]),
    "localities": (
        "localities.csv",
        ["LSOA21CD,locality", *(f"{code},{'West' if code in CODES[:2] else 'East'}" for code in CODES)],
    ),
    "points": (
        "points.csv",
        ["LSOA21CD,easting,northing", *(f"{code},{431_000 + 2_000 * n},271000" for n, code in enumerate(CODES))],
    ),
    "postcodes": ("postcodes.csv", ["pcds,oseast1m,osnrth1m", "ZZ1 1AA,430500,270500", "ZZ1 1AB,432500,270500"]),
    "pupils_by_postcode": (
        "pupils.csv",
        ["postcode,phase,need,pupils", "ZZ1 1AA,primary,asd,3", "ZZ11AB,primary,semh,2"],
    ),
    "demand": ("demand.csv", demand_lines(["West", "East"], 2025)),
    "register": ("bases.csv", LIST),
    "stated_totals": ("stated_totals.csv", TOTALS),
    "links": ("links.csv", ["URN,LinkURN,LinkType", "100099,100001,Successor", "100001,100099,Predecessor"]),
    "capacity": ("capacity.csv", ["URN,SchoolCapacity", "100001,210", "100002,420"]),
}
A_FOLDER = "a folder"
NEVER_READ = {"UTF-16", "a page of the web", "a zip archive", A_FOLDER}
"""What no reader can make sense of: refused, and the file is named."""
Choice = TypeVar("Choice")


class Council:
    """The made-up council's files for the builder, written once; each example changes one of them."""

    def __init__(self, folder: Path) -> None:
        shapes = folder / "areas.geojson"
        small_frame().to_crs("EPSG:4326").to_file(shapes, driver="GeoJSON")
        written = {name: write_lines(folder / file, lines) for name, (file, lines) in TABLES.items()}
        repeatable = {name: [written.pop(name)] for name in ("postcodes", "capacity")}
        self.arguments: dict[str, Any] = small_council(folder, boundaries=shapes, needs=None, **written, **repeatable)
        self.other_registers = [_book(folder / "bases.xlsx"), write_lines(folder / "provision.csv", PACK_REGISTER)]
        self.answers = write_lines(folder / "answers.toml", ["[needs]", 'pod = "semh"'])
        single = {name: path for name, path in self.arguments.items() if isinstance(path, Path)}
        self.given = {**single, **{name: paths[0] for name, paths in repeatable.items()}}

    def with_file(self, name: str, path: Path) -> dict[str, Any]:
        """Arguments of the builder with another file for one input."""
        return {**self.arguments, name: [path] if isinstance(self.arguments.get(name), list) else path}

    def cases(self) -> list[tuple[str, Path]]:
        """Each input with each of its forms."""
        forms = [*self.given.items(), *(("register", path) for path in self.other_registers)]
        return [*forms, ("register_map", self.answers)]


def _book(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Bases")
    for number, line in enumerate(LIST):
        sheet.write_row(number, 0, line.split(","))
    book.close()
    return path


@cache
def council() -> Council:
    folder = tempfile.mkdtemp()
    return Council(Path(folder))


@contextmanager
def changed(path: Path, mutate: Callable[[bytes], bytes | None]) -> Iterator[Path]:
    """A copy of the file with other bytes, alone in a folder; None = a folder in its place."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        raw = mutate(path.read_bytes())
        if raw is None:
            copy.mkdir()
        else:
            copy.write_bytes(raw)
        yield copy


def refusal(action: Callable[[], object]) -> str:
    """Faults of an action that ends in a bad input, each with where, what was found and what was expected; else ''."""
    try:
        action()
    except InputError as error:
        faults = error.faults
    else:
        return ""
    assert faults
    assert all(fault.where and fault.found and fault.expected for fault in faults)
    return "\n".join(map(str, faults))


def built(arguments: dict[str, Any], folder: Path) -> dict[str, bytes] | str:
    """Files of the pack, or the faults when it was refused; nothing else may be left in the folder."""
    folder.mkdir()
    faults = refusal(lambda: build_pack(folder / "pack", **arguments))
    if faults:
        assert list(folder.iterdir()) == []
        return faults
    assert [path.name for path in folder.iterdir()] == ["pack"]
    read_pack(folder / "pack")
    return {path.name: path.read_bytes() for path in (folder / "pack").iterdir()}


@cache
def untouched() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        files = built(council().arguments, Path(folder) / "out")
    assert not isinstance(files, str), files
    return files


def picked(choices: Sequence[Choice], number: int) -> Choice:
    return choices[number % len(choices)]


def tables(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: raw for name, raw in files.items() if name not in {"SOURCES.txt", "data_report.txt"}}


@EXAMPLES
@given(which=CHANCES, how=CHANCES, seed=CHANCES)
def test_a_changed_input_of_the_builder_is_read_or_refused(which: int, how: int, seed: int) -> None:
    argument, path = picked(council().cases(), which)
    change_and_build(argument, path, picked([*mutations_of(path.name), A_FOLDER], how), seed)


def change_and_build(argument: str, path: Path, kind: str, seed: int) -> None:
    mutate = mutations_of(path.name).get(kind)
    with changed(path, lambda raw: mutate(raw, random.Random(seed)) if mutate else None) as copy:
        outcome = built(council().with_file(argument, copy), copy.parent / "out")
    assert kind not in NEVER_READ or (isinstance(outcome, str) and path.name in outcome)


@FEWER
@given(which=CHANCES, how=CHANCES, seed=CHANCES)
def test_what_changes_nothing_in_a_file_changes_nothing_in_the_pack(which: int, how: int, seed: int) -> None:
    tabular = [(name, path) for name, path in council().given.items() if path.suffix == ".csv" and name != "register"]
    argument, path = picked(tabular, which)
    mutate = HARMLESS[picked(sorted(HARMLESS), how)]
    with changed(path, lambda raw: mutate(raw, random.Random(seed))) as copy:
        files = built(council().with_file(argument, copy), copy.parent / "out")
    assert not isinstance(files, str), files
    assert tables(files) == tables(untouched())


@cache
def small_scenario() -> Path:
    path = write_small_pack(Path(tempfile.mkdtemp()))
    write_lines(path.parent / "pack" / "demand.csv", demand_lines(["Alder", "Birch", "Cedar"], 2024))
    read_scenario(path)
    return path


def files_of_the_scenario() -> list[Path]:
    return sorted(path for path in small_scenario().parent.rglob("*") if path.is_file())


@EXAMPLES
@given(which=CHANCES, how=CHANCES, seed=CHANCES)
def test_a_changed_file_of_a_pack_is_read_or_refused(which: int, how: int, seed: int) -> None:
    path = picked(files_of_the_scenario(), which)
    change_and_read(path, picked([*mutations_of(path.name), A_FOLDER], how), seed)


def change_and_read(path: Path, kind: str, seed: int) -> None:
    mutate = mutations_of(path.name).get(kind)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(small_scenario().parent, home)
        copy = home / path.relative_to(small_scenario().parent)
        raw = copy.read_bytes()
        copy.unlink()
        if mutate is None:
            copy.mkdir()
        else:
            copy.write_bytes(mutate(raw, random.Random(seed)))
        outcome = refusal(lambda: read_scenario(home / "scenario.toml"))
    assert kind not in NEVER_READ or path.name in outcome
