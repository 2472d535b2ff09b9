"""Parts of a program near a point: where a search with whole numbers looks first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.model.program import FloatArray, IntArray, Program

Bounds = tuple[FloatArray, FloatArray]

ROUNDING = 1e-6


@dataclass(frozen=True)
class Neighbourhood:
    """`opens` are the columns of openings, `sizes` those of size steps; all others stay free."""

    program: Program
    opens: IntArray
    sizes: IntArray

    def of_relaxation(self, point: FloatArray) -> Bounds:
        """Openings that the relaxation decides stay decided; sizes stay near it (relaxation-enforced neighbourhood)."""
        return self._between(point, np.rint(point))

    def of_plan(self, point: FloatArray, decisions: Mapping[int, float]) -> Bounds:
        """Openings on which the relaxation and a plan agree stay; holds the plan, so has a solution.

        `decisions` are the plan's values of the columns of openings and sizes.
        """
        current = point.copy()
        current[list(decisions)] = list(decisions.values())
        return self._between(point, current)

    def _between(self, point: FloatArray, current: FloatArray) -> Bounds:
        """Sizes stay within one below and two above both points."""
        lower, upper = self.program.lower.copy(), self.program.upper.copy()
        sizes, opens = self.sizes, self.opens
        low = np.minimum(np.floor(point[sizes]), current[sizes]) - 1
        high = np.maximum(np.ceil(point[sizes]), current[sizes]) + 2
        lower[sizes] = np.clip(low, lower[sizes], upper[sizes])
        upper[sizes] = np.clip(high, lower[sizes], upper[sizes])
        agree = opens[np.abs(point[opens] - current[opens]) < ROUNDING]
        lower[agree] = upper[agree] = np.rint(current[agree])
        return lower, upper
