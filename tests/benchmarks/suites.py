"""The suites: what each runs, on which instances, and for how long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tests.benchmarks import (
    conflicts,
    orlib,
    peers,
    reading,
    real_pack,
    repeat,
    single_source,
    solving,
    timing,
    what_if,
)
from tests.benchmarks.county import REGIMES, SPLITS
from tests.benchmarks.instances import COUNTIES, PACKS
from tests.benchmarks.job import PLANTED, Job
from tests.benchmarks.results import Row

ALL_REGIMES = tuple(REGIMES)
PUBLISHED = ("",)
# Instances that are no counties: neither a seed nor a size.
UNSEEDED = (0,)


@dataclass(frozen=True, slots=True)
class Suite:
    """How a suite runs a job, and its defaults. `seeds` empty means those of the split asked for."""

    words: str
    run: Callable[[Job], list[Row]]
    instances: tuple[str, ...]
    regimes: tuple[str, ...] = ALL_REGIMES
    seeds: tuple[int, ...] = ()
    size: float = 1
    seconds: float = 60
    gap: float = 0.0005
    goals: int | None = 3


SUITES: dict[str, Suite] = {
    "main": Suite("the published question, every goal", solving.run, PACKS, PUBLISHED, goals=None),
    "single": Suite("final year alone, goals 1 to 3, to the proof", solving.run, COUNTIES, gap=0.0),
    "five": Suite("five years, goals 1 to 3", solving.run, COUNTIES),
    "all": Suite("five years, every goal", solving.run, COUNTIES, seconds=300, gap=0.001, goals=None),
    "real": Suite("Warwickshire in the regimes, goals 1 to 3", solving.run, PACKS),
    "whatif": Suite("twenty what-ifs from what the base plan knows", what_if.run, PACKS, PUBLISHED, gap=0.001),
    "evaluate": Suite(
        "a placement without planning again", timing.evaluate, (*COUNTIES, *PACKS), ("middle",), (1,), goals=None
    ),
    "build": Suite(
        "network and master of a scenario", timing.build, (*COUNTIES, *PACKS), ("middle",), (1,), goals=None
    ),
    "repeat": Suite(
        "twenty runs of one scenario", repeat.run, COUNTIES, ("middle",), (1,), size=0.25, seconds=600, gap=0.005
    ),
    "conflict": Suite(
        "twenty planted conflicts", conflicts.run, (PLANTED,), PUBLISHED, tuple(range(1, 21)), goals=None
    ),
    "read": Suite(
        "the school register of all England", reading.run, reading.INSTANCES, PUBLISHED, UNSEEDED, size=0, goals=None
    ),
    "orlib": Suite(
        "OR-Library against its published optima",
        orlib.run_orlib,
        tuple(orlib.SETS),
        PUBLISHED,
        UNSEEDED,
        size=0,
        goals=None,
    ),
    "peers": Suite(
        "spopt, lokigi and PuLP on the same arrays",
        peers.run_peers,
        peers.INSTANCES,
        PUBLISHED,
        UNSEEDED,
        size=0,
        goals=None,
    ),
    "single-source": Suite(
        "single-source sets, which split demand relaxes",
        single_source.run_single_source,
        tuple(single_source.SETS),
        PUBLISHED,
        UNSEEDED,
        size=0,
        goals=None,
    ),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks of a suite; None and empty leave the suite's default."""

    instance: str | None = None
    regime: str | None = None
    size: float | None = None
    split: str = "tune"
    seeds: tuple[int, ...] = ()
    variant: str = ""
    seconds: float | None = None
    gap: float | None = None
    goals: int | None = None


def jobs(name: str, wish: Wish) -> Iterator[Job]:
    """The jobs of a suite, in order. Instances without files here are named on standard error and left out."""
    suite = SUITES[name]
    for instance in [wish.instance] if wish.instance else suite.instances:
        if instance == "real" and not real_pack.available():
            sys.stderr.write("real: left out, the official files do not lie beside the project\n")
            continue
        yield from _jobs_of_instance(name, suite, instance, wish)


def _jobs_of_instance(name: str, suite: Suite, instance: str, wish: Wish) -> Iterator[Job]:
    job = Job(
        name,
        instance,
        variant=wish.variant,
        seconds=wish.seconds or suite.seconds,
        gap=suite.gap if wish.gap is None else wish.gap,
        goals=suite.goals if wish.goals is None else wish.goals or None,
    )
    sized = instance not in PACKS
    for regime in [wish.regime] if wish.regime else _regimes(suite, instance):
        for seed in _seeds(suite, wish) if sized else [None]:
            yield replace(job, regime=regime, seed=seed, size=(wish.size or suite.size) if sized else None)


def _regimes(suite: Suite, instance: str) -> Sequence[str]:
    """A county always has a regime; a pack has none where a suite asks one regime alone: its published question."""
    if instance in PACKS and len(suite.regimes) == 1:
        return PUBLISHED
    return ("middle",) if instance in COUNTIES and suite.regimes == PUBLISHED else suite.regimes


def _seeds(suite: Suite, wish: Wish) -> Sequence[int]:
    return wish.seeds or suite.seeds or tuple(SPLITS[wish.split])
