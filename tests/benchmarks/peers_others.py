"""The peers, each on the problem that it states: spopt's MCLP and p-median, lokigi's p-median.

They are imported only when they run: the extra `peers` installs them. All solve on one thread, to a gap of 0, within
the same seconds as the planner. Of a plan only the chosen schools are believed: what it is worth is worked out again.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from planner.model.program import IntArray
from tests.benchmarks.checker import WrongResultError
from tests.benchmarks.peers_ground import Ground

PACKAGES = ("spopt", "lokigi", "pulp")
WORTH = 1e-6


def installed() -> bool:
    """Whether the extra `peers` is there."""
    return all(find_spec(name) for name in PACKAGES)


def load() -> None:
    """Import the peers, so that no run pays for it."""
    for name in ("pulp", "spopt.locate", "lokigi.site"):
        import_module(name)


def _cbc(seconds: float) -> Any:  # noqa: ANN401 - pulp has no types
    import pulp

    return pulp.PULP_CBC_CMD(msg=False, threads=1, gapRel=0.0, timeLimit=seconds)


def spopt_coverage(ground: Ground, bases: int, metres: int, seconds: float) -> float:
    """Pupils without a base within reach, by spopt's MCLP on CBC."""
    from spopt.locate import MCLP

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MCLP.from_cost_matrix(ground.metres, ground.pupils, metres, bases).solve(_cbc(seconds), results=False)
    value = float(ground.pupils.sum()) - model.problem.objective.value()
    covered = (ground.metres[:, _chosen(model)] <= metres).any(axis=1)
    return _same("spopt MCLP", value, float(ground.pupils[~covered].sum()))


def spopt_median(ground: Ground, bases: int, capacity: int | None, seconds: float) -> float:
    """Pupil-metres by spopt's p-median on CBC; with a capacity each area goes whole to one school."""
    from spopt.locate import PMedian

    limits = None if capacity is None else np.full(ground.metres.shape[1], capacity)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = PMedian.from_cost_matrix(ground.metres, ground.pupils, bases, facility_capacities=limits)
        model = model.solve(_cbc(seconds), results=False)
    value = float(model.problem.objective.value())
    return value if capacity is not None else _same("spopt p-median", value, nearest(ground, _chosen(model)))


def lokigi_median(ground: Ground, bases: int, strategy: str) -> float:
    """Pupil-metres by lokigi's p-median; its greedy and GRASP strategies prove nothing, brute force does."""
    import pandas as pd
    from lokigi.site import SiteProblem

    areas = [f"a{row}" for row in range(len(ground.pupils))]
    schools = [f"s{column}" for column in range(ground.metres.shape[1])]
    ways = pd.DataFrame(ground.metres, columns=schools)
    ways.insert(0, "area", areas)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        question = SiteProblem(debug_mode=False)
        question.add_demand(pd.DataFrame({"area": areas, "pupils": ground.pupils}), "pupils", "area")
        question.add_travel_matrix(ways, source_col="area")
        found = question.solve(p=bases, objectives="p_median", search_strategy=strategy, show_progress=False)
    best = found.solution_df.iloc[0]
    value = float(best["weighted_average"]) * float(ground.pupils.sum())
    return _same("lokigi p-median", value, nearest(ground, np.asarray(best["site_indices"], dtype=np.int64)))


def nearest(ground: Ground, schools: IntArray) -> float:
    """Pupil-metres when everybody goes to the nearest of these schools."""
    return float(ground.pupils @ ground.metres[:, schools].min(axis=1))


def _chosen(model: Any) -> IntArray:  # noqa: ANN401 - spopt has no types
    return np.flatnonzero([variable.value() > 0.5 for variable in model.fac_vars])


def _same(who: str, stated: float, recomputed: float) -> float:
    if abs(stated - recomputed) > WORTH * max(1.0, recomputed):
        msg = f"{who} states {stated}, its schools give {recomputed}"
        raise WrongResultError(msg)
    return recomputed
