"""What the backtest says: errors of each method and how often the range held the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from planner.demand.intervals import PlansForecast

# From here on every plan is a plan: the last statement was converted in 2018, and DfE's own series starts in 2019.
FIRST_ORIGIN = 2019
SMALLEST_SCORED = 1
NINE_TENTHS = 0.9


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


def summary(rows: Sequence[Scored]) -> list[str]:
    """Lines of a report: for each horizon all methods pooled over origins, then origin by origin."""
    lines = [f"series {rows[0].series}" if rows else "no forecast has an outcome"]
    for years_ahead in sorted({row.forecast.years_ahead for row in rows}):
        by_origin = groups(rows, years_ahead)
        recent = [each for origin, each in by_origin.items() if origin >= FIRST_ORIGIN]
        lines += ["", f"{years_ahead} years ahead, mean over {len(recent)} origins from January {FIRST_ORIGIN}"]
        lines += [f"  {'method':20} {'median':>7} {'p90':>7} {'WAPE':>7}"]
        lines += [_line(name, mean_errors(_method_errors(each, name) for each in recent)) for name in _names(recent)]
        lines += [f"  range held {_share(held([row for each in recent for row in each]))}"]
        lines += ["  origin  councils  range held   median of " + "  ".join(SHOWN) + ", then WAPE of them"]
        lines += [_origin_line(origin, each) for origin, each in by_origin.items()]
    return lines


SHOWN = ("mixture", "three_year_growth", "national", "no_change")


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
