"""Text that lines up in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def text_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align rows of text: the first column left, the others right, two spaces between."""
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    lines = []
    for row in rows:
        others = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  " + "  ".join([row[0].ljust(widths[0]), *others]))
    return lines


def school_list(names: Iterable[str]) -> str:
    """Names side by side; a school's name may hold a comma, as in "St Anne's School, Northtown"."""
    return "; ".join(names)


def pounds(amount_gbp: int) -> str:
    """Write whole pounds with a sign in front."""
    return f"-£{-amount_gbp:,}" if amount_gbp < 0 else f"£{amount_gbp:,}"
