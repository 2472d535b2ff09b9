"""Where the bundled packs and scenarios are: in the checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from planner.errors import Faults
from planner.inputs.suggest import did_you_mean

PACKAGE = Path(__file__).resolve().parents[1]
ASSUMPTIONS_FILE = "assumptions.toml"
# In a pack: another name, so that a message says which of the two files it is about.
OWN_ASSUMPTIONS_FILE = "own_assumptions.toml"


def bundled_folder(name: str) -> Path:
    """Folder `geodata` or `scenarios`: inside the package when it was installed, else beside it in the checkout."""
    inside = PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def bundled_packs() -> list[str]:
    """Names of the bundled packs."""
    folder = bundled_folder("geodata")
    return sorted(path.parent.name for path in folder.glob("*/pack.toml"))


def bundled_scenarios() -> list[str]:
    """Names of the bundled scenarios, without ".toml"."""
    folder = bundled_folder("scenarios")
    return sorted(path.stem for path in folder.glob("*.toml") if path.name != ASSUMPTIONS_FILE)


def find_scenario(path: str | Path) -> Path:
    """A scenario file, by path or by the name of a bundled one; raises InputError when there is neither."""
    given = Path(path)
    named = bundled_folder("scenarios") / f"{given.name.removesuffix('.toml')}.toml"
    if given.is_file():
        return given
    if given.parent == Path() and named.is_file():
        return named
    faults = Faults()
    known = bundled_scenarios()
    expected = f"a file, or a bundled scenario ({', '.join(known) or 'none'})"
    faults.add(f"scenario {path}", "no such file", expected, did_you_mean(given.stem, known))
    faults.raise_if_any()
    return given


def find_pack(name: str, scenario: str, faults: Faults) -> Path | None:
    """A pack folder, by path or by the name of a bundled one; None with a fault when there is neither."""
    if (Path(name) / "pack.toml").is_file():
        return Path(name)
    folder = bundled_folder("geodata") / name
    if (folder / "pack.toml").is_file():
        return folder
    known = bundled_packs()
    expected = f"a folder that holds pack.toml, or a bundled pack ({', '.join(known) or 'none'})"
    faults.add(f"{scenario}, pack", repr(name), expected, did_you_mean(name, known))
    return None
