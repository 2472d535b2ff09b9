"""A scenario file with the files it extends and the changes on top, merged into one table.

`extends` names another scenario file, relative to this one. Tables merge key by key, everything else is replaced; the
later layer wins: extended file, file, `--set key.path=value`, `--what-if`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.errors import Faults
from planner.inputs.settings import shown
from planner.inputs.toml_file import Table, read_toml, values_are_sound
from planner.inputs.what_if import LOCKED_PATH, WHAT_IF, parse_what_if

PATH_KEYS = ("pack", "assumptions")
SHOWN_CHARACTERS = 60
EXTENDS = "a scenario file (TOML), path relative to this file"


@dataclass
class Layers:
    """The merged table, which layer each key came from, and the files that were read, in the order of reading.

    `changed` are the `--set` texts that leave a setting other than the files have it.
    """

    table: Table = field(default_factory=dict)
    origins: dict[tuple[str, ...], str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    changed: tuple[str, ...] = ()

    def lay(self, table: Table, origin: str) -> None:
        """Put one more layer on top."""
        _merge(self.table, table, origin, (), self.origins)

    def where(self, path: Sequence[str]) -> str:
        """Layer and key path of a setting, for messages."""
        keys = tuple(path)
        origin = next((self.origins[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in self.origins), None)
        return f"{origin or self.files[-1].name}, {'.'.join(keys)}"


def read_layers(path: Path, overrides: Sequence[str], what_ifs: Sequence[str], faults: Faults) -> Layers:
    """Read a scenario file with everything below and above it."""
    layers = Layers()
    for file, table in _chain(path, faults):
        layers.files.append(file)
        layers.lay({key: value for key, value in table.items() if key != "extends"}, file.name)
    stated = dict(_settings(layers.table))
    parsed = [(text, parse_override(text, faults)) for text in overrides]
    changes = [(text, change) for text, change in parsed if change is not None]
    for text, change in changes:
        layers.lay(change, f"--set {text}")
    layers.changed = tuple(_what_changes(stated, changes))
    for text in what_ifs:
        placement = parse_what_if(text, faults)
        if placement is not None:
            _append(layers, placement, f"{WHAT_IF} {text}")
    return layers


def parse_override(text: str, faults: Faults) -> Table | None:
    """A nested table from "key.path=value"; the value is TOML, or else taken as a text."""
    key, equals, value = text.partition("=")
    quoted = value.strip().replace("\\", "\\\\").replace('"', '\\"')
    for candidate in (f"{key}={value}", f'{key}="{quoted}"'):
        try:
            table = tomllib.loads(candidate) if equals and "\n" not in text else None
        except (ValueError, RecursionError):
            continue
        if table is not None:
            return table if values_are_sound(table, f"--set {text[:SHOWN_CHARACTERS]}", faults) else None
    remedy = 'Put a key that is no plain word in quotes, as in priorities.districts."North Park"=2.'
    faults.add(f"--set {text}", "no setting", "key.path=value", remedy)
    return None


def _settings(table: Table, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each setting that is no table, by its path."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _settings(value, (*path, key))
        else:
            yield (*path, key), value


def _what_changes(stated: Mapping[tuple[str, ...], Any], changes: Sequence[tuple[str, Table]]) -> Iterator[str]:
    """Texts that set something else than was stated and that no later one overrules."""
    last = {path: number for number, (_, change) in enumerate(changes) for path, _ in _settings(change)}
    for number, (text, change) in enumerate(changes):
        if any(last[path] == number and stated.get(path) != value for path, value in _settings(change)):
            yield text


def _chain(path: Path, faults: Faults) -> list[tuple[Path, Table]]:
    """Files from the one extended last to the one asked for."""
    chain: list[tuple[Path, Table]] = []
    seen: set[Path] = set()
    while path.resolve() not in seen:
        seen.add(path.resolve())
        table = read_toml(path, faults)
        if table is None:
            return [*chain, (path, {})][::-1]
        chain.append((path, _with_paths(table, path.parent)))
        parent = table.get("extends")
        if parent is None:
            return chain[::-1]
        if not isinstance(parent, str):
            faults.add(f"{path.name}, extends", shown(parent), EXTENDS)
            return chain[::-1]
        if not (path.parent / parent).is_file():
            faults.add(f"{path.name}, extends", f"{parent!r}, where no file is", EXTENDS)
            return chain[::-1]
        path = path.parent / parent
    faults.add(f"{chain[-1][0].name}, extends", path.name, "files that do not extend each other in a ring")
    return chain[::-1]


def _with_paths(table: Table, folder: Path) -> Table:
    """Table whose paths that exist beside its file no longer depend on the file."""
    paths = {key: table[key] for key in PATH_KEYS if isinstance(table.get(key), str)}
    return {**table, **{key: str(folder / value) for key, value in paths.items() if (folder / value).exists()}}


def _merge(below: Table, above: Table, origin: str, path: tuple[str, ...], origins: dict[tuple[str, ...], str]) -> None:
    for key, value in above.items():
        here = (*path, key)
        origins[here] = origin
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            _merge(below[key], value, origin, here, origins)
        else:
            below[key] = value
            if isinstance(value, dict):
                _mark(value, origin, here, origins)


def _mark(table: Table, origin: str, path: tuple[str, ...], origins: dict[tuple[str, ...], str]) -> None:
    for key, value in table.items():
        origins[(*path, key)] = origin
        if isinstance(value, dict):
            _mark(value, origin, (*path, key), origins)


def _append(layers: Layers, placement: Table, origin: str) -> None:
    """Add one locked placement to those of the files."""
    found: Any = layers.table
    for key in LOCKED_PATH:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    locked = [*found, placement] if isinstance(found, list) else [placement]
    layers.lay({LOCKED_PATH[0]: {LOCKED_PATH[1]: {LOCKED_PATH[2]: locked}}}, origin)
