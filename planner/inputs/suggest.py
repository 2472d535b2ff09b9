"""Help for a misspelt word: the nearest known one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LIKENESS = 0.6


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Known word most like `word`, whatever its case; None when none is alike."""
    by_lower = {name.casefold(): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), list(by_lower), n=1, cutoff=LIKENESS)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Remedy for an unknown word: the nearest known one, else an empty text."""
    match = nearest(word, known)
    return "" if match is None else f"Did you mean {match!r}?"
