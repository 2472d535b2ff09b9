"""The scenario that a job asks about.

`plain-need` and `rich` are counties of the generator with one and with three need groups. `bundled` is Warwickshire's
pack as the project carries it and `real` the pack built from the official files. Their published question has no
regime. In a regime they get the same factors as a county, on the scenario's opening limits and on 2.5 million pounds:
the published 21 million would buy more than the opening limits let open, so it never binds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.domain.scenario import Rule, Scenario, SolveLimits
from planner.inputs import read_scenario
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.opening_limit import OpeningLimit
from tests.benchmarks import real_pack
from tests.benchmarks.county import REGIMES, county, final_year_only, first_goals
from tests.benchmarks.job import Job

COUNTIES = ("plain-need", "rich")
PACKS = ("bundled", "real")
TIGHT_GBP = 2_500_000
# So few that the work ends a search before the clock does: only then is the same plan promised.
NODES_WITHOUT_CLOCK = 50


@contextmanager
def scenario_of(job: Job) -> Iterator[Scenario]:
    """The scenario of a job, with its goals and limits; its files stay until the end of the block."""
    with TemporaryDirectory() as folder:
        scenario = _question(job, Path(folder))
        if job.suite == "single":
            scenario = final_year_only(scenario)
        if job.suite != "main":
            nodes = NODES_WITHOUT_CLOCK if job.suite == "repeat" else scenario.limits.work_nodes
            scenario = replace(scenario, limits=SolveLimits(job.gap, nodes, job.seconds))
        yield scenario if job.goals is None else first_goals(scenario, job.goals)


def _question(job: Job, folder: Path) -> Scenario:
    if job.instance in COUNTIES:
        if job.seed is None or job.size is None:
            msg = f"{job}: a county has a seed and a size"
            raise ValueError(msg)
        return county(job.seed, job.size, job.regime, rich=job.instance == "rich")
    published = read_scenario("warwickshire_2024" if job.instance == "bundled" else real_pack.build(folder))
    return in_regime(published, job.regime) if job.regime else published


def in_regime(scenario: Scenario, regime: str) -> Scenario:
    """A pack's scenario with the money and opening limits of a regime."""
    budget, build = REGIMES[regime]
    rules = tuple(_scaled(rule, budget, build) for rule in scenario.rules)
    return replace(scenario, title=f"{scenario.title}, {regime}", rules=rules)


def _scaled(rule: Rule, budget: float, build: float) -> Rule:
    if isinstance(rule, CapitalLimit):
        return CapitalLimit(round(TIGHT_GBP * budget))
    if isinstance(rule, OpeningLimit):
        return OpeningLimit(_times(rule.sites_per_year, build), _times(rule.places_per_year, build))
    return rule


def _times(limit: int | None, factor: float) -> int | None:
    return None if limit is None else int(limit * factor + 0.5)


def size_of(job: Job, scenario: Scenario) -> str:
    """How large a problem is: in counties, or a pack's in words."""
    if job.size is not None:
        return f"{job.size:g}"
    problem = scenario.problem
    return f"{len(problem.areas)} areas, {len(problem.schools)} schools, {len(problem.sites)} sites"
