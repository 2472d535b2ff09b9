"""Help for a misspelt word: the nearest known one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from planner.errors import Faults

LIKENESS = 0.6
# Of six digits one may differ.
CODE_LIKENESS = 0.8
MOST_CODES = 3


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Known word most like `word`, whatever its case; None when none is alike."""
    by_lower = {name.casefold(): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), list(by_lower), n=1, cutoff=LIKENESS)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Remedy for an unknown word: the nearest known one, else an empty text."""
    match = nearest(word, known)
    return "" if match is None else f"Did you mean {match!r}?"


def near_codes(code: str, known: Iterable[str]) -> list[str]:
    """Known codes that a slip of the pen could have made this of, at most three: two digits swapped first."""
    codes = sorted(known)
    swapped = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)} - {code}
    alike = difflib.get_close_matches(code, codes, n=MOST_CODES, cutoff=CODE_LIKENESS)
    return list(dict.fromkeys([*(each for each in codes if each in swapped), *alike]))[:MOST_CODES]


def note_unknown_school(urn: str, names: Mapping[str, str], where: str, faults: Faults) -> None:
    """Note a URN that no school has, with the nearest ones; `names` are the schools by URN."""
    near = " or ".join(f"{code} ({names[code]})" for code in near_codes(urn, names))
    remedy = f"Did you mean {near}?" if near else "Look it up by the school's name."
    faults.add(where, f"unknown school {urn}", "a URN of schools.csv of the pack", remedy)


def near_names(text: str, names: Mapping[str, str]) -> list[str]:
    """Codes of the names that a text may mean, at most three: names with all its words first, then names like it."""
    by_code = {code: name.casefold() for code, name in sorted(names.items())}
    words = text.casefold().split()
    holding = [code for code, name in by_code.items() if words and all(word in name for word in words)]
    alike = difflib.get_close_matches(text.casefold(), list(by_code.values()), n=MOST_CODES, cutoff=LIKENESS)
    like = [code for name in alike for code in by_code if by_code[code] == name]
    return list(dict.fromkeys([*holding, *like]))[:MOST_CODES]
