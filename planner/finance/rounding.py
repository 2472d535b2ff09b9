"""Whole pounds that add up.

Amounts stay exact fractions until the end. Then each group of cells (one financial year, budget, line, bound and
pathway) is rounded once, half a pound upwards, and that total is shared out by the largest remainder: every cell gets
its whole pounds, and the pounds that are left go to the cells with the largest fractions, the first in order on a tie.
No cell is a pound or more from its exact amount, no group more than half a pound, and totals by locality, phase,
budget or year are plain sums of the lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

HALF = Fraction(1, 2)


def whole_pounds(exact: Fraction) -> int:
    """Nearest whole pound, half a pound upwards."""
    return math.floor(exact + HALF)


def share_out(total: int, exact: Sequence[Fraction]) -> list[int]:
    """Split a total into whole parts near the exact ones, by the largest remainder.

    Raises ValueError when the total is not within rounding of the sum, because then no such split exists.
    """
    parts = [math.floor(amount) for amount in exact]
    left = total - sum(parts)
    if not 0 <= left <= len(parts):
        msg = f"{total} cannot be shared over amounts that sum to {float(sum(exact))}"
        raise ValueError(msg)
    by_remainder = sorted(range(len(parts)), key=lambda number: parts[number] - exact[number])
    for number in by_remainder[:left]:
        parts[number] += 1
    return parts
