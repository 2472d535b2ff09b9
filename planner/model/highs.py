"""HiGHS as it is used here: silent, and on one thread whatever ran before."""

from __future__ import annotations

import os
import sys
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

HEURISTICS = ("rens", "rins", "root_reduced_cost", "feasibility_jump")


def new_solver() -> Any:  # noqa: ANN401 - highspy has no types
    """Give a silent solver. HiGHS prints a banner once a process, from C, where standard output must stay ours."""
    if not _banner_printed:
        sys.stdout.flush()
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            highspy.Highs()  # type: ignore[no-untyped-call]
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
        _banner_printed.append(True)
    return highspy.Highs()  # type: ignore[no-untyped-call]


_banner_printed: list[bool] = []


def keep_points(solver: Any) -> list[NDArray[np.float64]]:  # noqa: ANN401 - highspy has no types
    """Give a list to which the solver adds each better point that it finds."""
    found: list[NDArray[np.float64]] = []
    solver.cbMipImprovingSolution.subscribe(lambda event: found.append(np.array(event.data_out.mip_solution)))
    return found


def turn_off_heuristics(solver: Any) -> None:  # noqa: ANN401 - highspy has no types
    """Search by branching alone: where there is seldom a better point, sub-problems to look for one cost half a run.

    Nor is a search begun anew when the root has fixed many columns: presolve costs more than the tree that is left.
    """
    solver.setOptionValue("mip_allow_restart", False)
    for name in HEURISTICS:
        solver.setOptionValue(f"mip_heuristic_run_{name}", False)


def run(solver: Any) -> None:  # noqa: ANN401 - highspy has no types
    """Run a solver; HiGHS keeps the threads of a process's first run, whoever made it, and fails with others."""
    if solver.run() == highspy.HighsStatus.kError:
        highspy.Highs.resetGlobalScheduler(True)
        solver.run()
