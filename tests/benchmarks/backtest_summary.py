"""What the backtest says: errors of each method and how often the range held the outcome."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from planner.demand.intervals import PlansForecast

# From here on every plan is a plan: the last statement was converted in 2018, and DfE's own series starts in 2019.
FIRST_ORIGIN = 2019
SMALLEST_SCORED = 1
RESAMPLES, SEED = 1000, 2025
NINE_TENTHS = 0.9
SHOWN = ("mixture", "three_year_growth", "national", "no_change")
Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast with its outcome; `others` are the forecasts of every method by name."""

    series: str
    forecast: PlansForecast
    actual: int
    others: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Errors:
    """Absolute errors as shares: median and nine tenths over councils, and of all pupils together (WAPE)."""

    count: int
    median: float
    nine_tenths: float
    weighted: float


def errors(pairs: Sequence[tuple[float, int]]) -> Errors:
    """Errors of (forecast, outcome); outcomes of 0 have no share and count in the weighted error only."""
    shares = sorted(abs(forecast / actual - 1) for forecast, actual in pairs if actual >= SMALLEST_SCORED)
    position = NINE_TENTHS * (len(shares) - 1)
    low = int(position)
    high = min(low + 1, len(shares) - 1)
    nine_tenths = shares[low] + (position - low) * (shares[high] - shares[low])
    weighted = sum(abs(forecast - actual) for forecast, actual in pairs) / sum(actual for _, actual in pairs)
    return Errors(len(pairs), median(shares), nine_tenths, weighted)


def mean_errors(by_origin: Iterable[Errors]) -> Errors:
    """Mean over origins, each alike, of medians, nine tenths and weighted errors."""
    each = list(by_origin)
    return Errors(
        sum(one.count for one in each),
        fmean(one.median for one in each),
        fmean(one.nine_tenths for one in each),
        fmean(one.weighted for one in each),
    )


def held(rows: Sequence[Scored]) -> float | None:
    """Share of outcomes inside their range; None when none has a range."""
    inside = [
        row.forecast.lower_pupils <= row.actual <= row.forecast.upper_pupils
        for row in rows
        if row.forecast.lower_pupils is not None and row.forecast.upper_pupils is not None
    ]
    return fmean(inside) if inside else None


def groups(rows: Iterable[Scored], years_ahead: int) -> dict[int, list[Scored]]:
    """Forecasts of one horizon by origin."""
    by_origin: dict[int, list[Scored]] = {}
    for row in rows:
        if row.forecast.years_ahead == years_ahead:
            by_origin.setdefault(row.forecast.origin, []).append(row)
    return dict(sorted(by_origin.items()))


def summary(rows: Sequence[Scored], ours: str) -> list[str]:
    """Lines of a report: for each horizon all methods over origins and how `ours` compares, then origin by origin."""
    lines = [f"series {rows[0].series}" if rows else "no forecast has an outcome"]
    for years_ahead in sorted({row.forecast.years_ahead for row in rows}):
        by_origin = groups(rows, years_ahead)
        recent = [each for origin, each in by_origin.items() if origin >= FIRST_ORIGIN]
        lines += ["", f"{years_ahead} years ahead, mean over {len(recent)} origins from January {FIRST_ORIGIN}"]
        lines += [f"  {'method':20} {'median':>7} {'p90':>7} {'WAPE':>7}"]
        lines += [_line(name, mean_errors(_method_errors(each, name) for each in recent)) for name in _names(recent)]
        lines += _margin_lines(recent, ours)
        lines += [f"  range held {_share(held([row for each in recent for row in each]))}"]
        lines += ["  origin  councils  range held   median of " + "  ".join(SHOWN) + ", then WAPE of them"]
        lines += [_origin_line(origin, each) for origin, each in by_origin.items()]
    return lines


def margin(origins: Sequence[Sequence[Scored]], name: str, rival: str) -> tuple[Interval, Interval]:
    """Median error and WAPE of a method less those of its rival, with 95 per cent intervals, in points.

    Councils are drawn anew with all their origins together, since the same council is out the same way for years.
    """
    units = sorted({row.forecast.unit for rows in origins for row in rows})
    by_unit = [{row.forecast.unit: row for row in rows} for rows in origins]
    draw = random.Random(SEED)
    samples = [units, *(draw.choices(units, k=len(units)) for _ in range(RESAMPLES))]
    found = []
    for sample in samples:
        drawn = [[rows[unit] for unit in sample if unit in rows] for rows in by_unit]
        ours, theirs = (mean_errors(_method_errors(rows, each) for rows in drawn) for each in (name, rival))
        found.append((100 * (ours.median - theirs.median), 100 * (ours.weighted - theirs.weighted)))
    medians, weighted = zip(*found, strict=True)
    return _interval(medians), _interval(weighted)


def _interval(samples: Sequence[float]) -> Interval:
    """First sample (everybody once), and the middle 95 per cent of the others."""
    ordered = sorted(samples[1:])
    tail = len(ordered) // 40
    return samples[0], ordered[tail], ordered[-1 - tail]


def _margin_lines(recent: Sequence[Sequence[Scored]], ours: str) -> list[str]:
    lines = []
    for rival in ("three_year_growth", "national") if recent else ():
        words = " ".join(
            f"{what} {points:+.2f} ({low:+.2f} to {high:+.2f})"
            for what, (points, low, high) in zip(("median", "WAPE"), margin(recent, ours, rival), strict=True)
        )
        lines.append(f"  {ours} less {rival}, points: {words}")
    return lines


def _names(recent: Sequence[Sequence[Scored]]) -> list[str]:
    return list(recent[0][0].others) if recent else []


def _method_errors(rows: Sequence[Scored], name: str) -> Errors:
    return errors([(row.others[name], row.actual) for row in rows if name in row.others])


def _origin_line(origin: int, rows: Sequence[Scored]) -> str:
    found = [_method_errors(rows, name) for name in SHOWN]
    medians = " ".join(f"{100 * one.median:6.2f}" for one in found)
    weighted = " ".join(f"{100 * one.weighted:6.2f}" for one in found)
    return f"  {origin}  {len(rows):8}  {_share(held(rows)):>10}   {medians}   {weighted}"


def _line(name: str, found: Errors) -> str:
    return f"  {name:20} {100 * found.median:7.2f} {100 * found.nine_tenths:7.2f} {100 * found.weighted:7.2f}"


def _share(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.1f} %"
