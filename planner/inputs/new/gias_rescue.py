"""Rows of the school register with another width than its header: only what is certain of them is read.

Files joined from two downloads hold such rows, and one field of a person's name that holds a comma makes another. The
columns up to the number of pupils have stood in one order since 2017; they are taken only when every cell among them
has the form that its column asks for, so that a single shifted cell refuses the row. What stands behind them is found
by its form (a postcode, a council's code before two coordinates, an LSOA), where only one cell has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from planner.inputs.boundaries import in_england
from planner.inputs.new.gias_columns import BASE_WORDS, GIAS_COLUMNS, OTHER_PHASES, SCHOOL_PHASES, STATUSES
from planner.inputs.new.official_csv import plain_name

LAST_IN_ORDER = "NumberOfPupils"
COUNT, DAY = re.compile(r"\d{0,5}"), re.compile(r"(\d{2}[-/]\d{2}[-/]\d{4})?")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
COUNCIL, LSOA = re.compile(r"[EW](06|07|08|09|10)\d{6}"), re.compile(r"E01\d{6}")
NEED = re.compile(r"[A-Za-z]{2,5} - \S.*")
GRID_DIGITS = 6
BASE_COLUMNS = ("base_type", "rp_on_roll", "rp_places", "unit_on_roll", "unit_places")


def _form(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _one_of(words: frozenset[str]) -> Callable[[str], bool]:
    return lambda text: text.casefold() in words


def _words(text: str) -> bool:
    return not text or any(letter.isalpha() for letter in text)


FORMS: dict[str, Callable[[str], bool]] = {
    "URN": _form(re.compile(r"\d{6}")),
    "LA (code)": _form(re.compile(r"\d{3}")),
    "EstablishmentNumber": _form(re.compile(r"\d{0,4}")),
    "EstablishmentStatus (name)": _one_of(STATUSES),
    "OpenDate": _form(DAY),
    "CloseDate": _form(DAY),
    "PhaseOfEducation (name)": _one_of(OTHER_PHASES | frozenset(SCHOOL_PHASES)),
    "StatutoryLowAge": _form(re.compile(r"\d{0,2}")),
    "StatutoryHighAge": _form(re.compile(r"\d{0,2}")),
    "Gender (name)": _one_of(frozenset({"", "mixed", "girls", "boys", "not applicable"})),
    "SchoolCapacity": _form(COUNT),
    "CensusDate": _form(DAY),
    LAST_IN_ORDER: _form(COUNT),
}
CODE = re.compile(r"[A-Z0-9]{0,9}")


@cache
def _layout(header: tuple[str, ...]) -> tuple[int, tuple[Callable[[str], bool], ...]] | None:
    """How many columns stand in the known order, and the form of each; None for another layout."""
    names = [plain_name(name) for name in header]
    last = plain_name(LAST_IN_ORDER)
    if last not in names:
        return None
    known = {plain_name(name): form for name, form in FORMS.items()}
    ordered = names[: names.index(last) + 1]
    if not known.keys() <= set(ordered):
        return None
    return len(ordered), tuple(
        known.get(plain, _usual_form(name)) for plain, name in zip(ordered, header, strict=False)
    )


def _usual_form(name: str) -> Callable[[str], bool]:
    return _form(CODE) if name.endswith("(code)") else _words


def certain_cells(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, str] | None:
    """Cells of a row by our column names, as far as they are certain; None when the known columns do not fit."""
    layout = _layout(tuple(header))
    if layout is None or len(cells) < layout[0]:
        return None
    count, forms = layout
    texts = [cell.strip() for cell in cells]
    if not all(form(text) for form, text in zip(forms, texts[:count], strict=True)):
        return None
    position = {plain_name(name): index for index, name in enumerate(header[:count])}
    sure = {
        ours: texts[position[plain_name(name)]]
        for ours, names in GIAS_COLUMNS.items()
        for name in names
        if plain_name(name) in position
    }
    return sure | _by_form(texts[count:])


def _by_form(texts: Sequence[str]) -> dict[str, str]:
    found = {"postcode": _only([text for text in texts if POSTCODE.fullmatch(text)])}
    found["lsoa"] = _only([text for text in texts if LSOA.fullmatch(text)])
    found["easting"], found["northing"] = _point(texts)
    found["sen_types"] = ";".join(text for text in texts if NEED.fullmatch(text))
    bases = [
        texts[index : index + len(BASE_COLUMNS)]
        for index, text in enumerate(texts)
        if text.casefold() in BASE_WORDS and all(map(COUNT.fullmatch, texts[index + 1 : index + len(BASE_COLUMNS)]))
    ]
    return found | (dict(zip(BASE_COLUMNS, bases[0], strict=True)) if len(bases) == 1 else {})


def _only(found: Sequence[str]) -> str:
    """The one text that was found; empty when there is none or several."""
    return found[0] if len(set(found)) == 1 else ""


def _point(texts: Sequence[str]) -> tuple[str, str]:
    """Easting and northing that follow a council's code; both empty when there is no such place or several."""
    points = {
        (east, north)
        for code, east, north in zip(texts, texts[1:], texts[2:], strict=False)
        if COUNCIL.fullmatch(code)
        and east.isdecimal()
        and north.isdecimal()
        and max(len(east), len(north)) <= GRID_DIGITS
        and in_england(int(east), int(north))
    }
    return points.pop() if len(points) == 1 else ("", "")
