"""Schools that a question names: by URN or by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planner.domain.geography import School
from planner.errors import Faults
from planner.inputs.suggest import near_names, note_unknown_school


def find_schools(asked: Mapping[str, Sequence[str]], schools: Iterable[School]) -> dict[str, tuple[str, ...]]:
    """URNs of the schools asked for, each once, by the option that names them.

    A name counts whatever its case and spaces. Raises InputError with all names that are unknown or that several
    schools have.
    """
    faults = Faults()
    known = sorted(schools, key=lambda school: school.urn)
    found: dict[str, tuple[str, ...]] = {}
    for option, texts in asked.items():
        urns = [_find(text, known, f"{option} {text}", faults) for text in texts]
        found[option] = tuple(dict.fromkeys(urn for urn in urns if urn is not None))
    faults.raise_if_any()
    return found


def _find(text: str, schools: Sequence[School], where: str, faults: Faults) -> str | None:
    names = {school.urn: school.name for school in schools}
    if text.strip() in names:
        return text.strip()
    if text.strip().isdigit():
        note_unknown_school(text.strip(), names, where, faults)
        return None
    alike = [school for school in schools if _plain(school.name) == _plain(text)]
    if len(alike) == 1:
        return alike[0].urn
    if alike:
        each = " or ".join(f"{school.urn} (in {school.locality})" for school in alike)
        faults.add(where, f"the name of {len(alike)} schools", "one school", f"Name its URN: {each}.")
        return None
    near = " or ".join(f"{urn} ({names[urn]})" for urn in near_names(text, names))
    remedy = f"Did you mean {near}?" if near else "Look it up in schools.csv of the pack."
    faults.add(where, "an unknown school", "the URN or the whole name of a school of the pack", remedy)
    return None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
