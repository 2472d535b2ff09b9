"""A council's own growth of EHC plans, worked out from the plans of every council in DfE's national file.

The growth and its range are those of `planner.demand`, measured against the record in planner/demand/BACKTEST.md. A
council that was reorganised takes the growth of its joined series, and its own share of the plans in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.demand.expected import StatedPlans, against_record
from planner.demand.growth import GrowthSettings
from planner.demand.history import History, join_councils, joined_councils, unit_of
from planner.demand.intervals import PlansForecast, forecast_plans
from planner.domain.assumption import Assumption, Assumptions
from planner.inputs import pack_rows
from planner.inputs.assumptions_file import require
from planner.inputs.bundled import ASSUMPTIONS_FILE, OWN_ASSUMPTIONS_FILE
from planner.inputs.cells import parse_rows
from planner.inputs.new.caseload import CASELOAD_SOURCE
from planner.inputs.new.plans_history import read_plans_counts
from planner.inputs.new.report import Notes
from planner.inputs.pack_rows import COLUMNS
from planner.inputs.tables import read_table

GROWTH = "ehcp_growth_rate"
SETTINGS = ("plans_usual_low_rate", "plans_usual_high_rate", "plans_national_error_rate")
YEARS_AHEAD = (1, 2, 3)
DECIMALS = 4
WORKED_OUT_IN = "planner/demand/BACKTEST.md"


@dataclass(frozen=True, slots=True)
class CouncilGrowth:
    """Plans of the council by January, and its growth; `assumption` None = it could not be worked out.

    `stated` are published numbers of plans, empty when no such file was given.
    """

    counts: Mapping[int, int]
    forecasts: tuple[PlansForecast, ...]
    assumption: Assumption | None
    stated: tuple[StatedPlans, ...] = ()


def growth_settings(assumptions: Assumptions) -> GrowthSettings:
    """Settings of the forecast of plans, from their assumptions."""
    low, high, error = (assumptions.value(name) for name in SETTINGS)
    return GrowthSettings(usual_low_rate=low, usual_high_rate=high, national_error_rate=error)


def read_council_growth(
    newest: Path,
    older: Sequence[Path],
    la_code: str,
    assumptions: Assumptions,
    notes: Notes,
    stated: Path | None = None,
) -> CouncilGrowth | None:
    """Growth from the newest national file and older editions; None after a fault.

    The report tells the counts, and the forecast with its range or what stands in for it, from `assumptions`, the
    bundled ones; `stated` is stated_plans.csv with expectations to hold against both.
    """
    published = _read_stated(stated, notes)
    counts = read_plans_counts(newest, older, notes)
    before = len(notes.faults)
    require(assumptions, (GROWTH, *SETTINGS), ASSUMPTIONS_FILE, notes.faults)
    if len(notes.faults) > before:
        return None
    own = {count.census_year: count.plans_pupils for count in counts if count.la_code == la_code}
    history, doubts = join_councils(counts)
    for doubt in doubts:
        notes.doubt(doubt)
    found = council_growth(own, history, la_code, growth_settings(assumptions), (newest, *older))
    _tell(found, history, la_code, assumptions[GROWTH], notes)
    for line in against_record(published, found.counts, found.forecasts):
        notes.plans(line)
    return replace(found, stated=published)


def _read_stated(path: Path | None, notes: Notes) -> tuple[StatedPlans, ...]:
    table = None if path is None else read_table(path, notes.faults, COLUMNS["stated_plans.csv"])
    if path is None or table is None:
        return ()
    notes.file(path, len(table.rows), table.encoding)
    return tuple(parse_rows(table.rows, notes.faults, pack_rows.stated_plans, ("claim",)))


def council_growth(
    own: Mapping[int, int], history: History, la_code: str, settings: GrowthSettings, files: Sequence[Path]
) -> CouncilGrowth:
    """Forecasts of each year ahead from the council's last January, and the assumption that says the same."""
    counts = dict(sorted(own.items()))
    origin = max(counts, default=0)
    whole = history.plans_pupils(unit_of(la_code)).get(origin)
    found = [forecast_plans(history, origin, years, settings).get(unit_of(la_code)) for years in YEARS_AHEAD]
    known = [_share(each, counts[origin] / whole) for each in found if each is not None and whole]
    if len(known) < len(YEARS_AHEAD) or any(each.lower_pupils is None for each in known):
        return CouncilGrowth(counts, (), None)
    return CouncilGrowth(counts, tuple(known), _assumption(counts[origin], known, len(history.units), files))


def _share(forecast: PlansForecast, share: float) -> PlansForecast:
    low, high = forecast.lower_pupils, forecast.upper_pupils
    return replace(
        forecast,
        plans_pupils=share * forecast.plans_pupils,
        lower_pupils=None if low is None else share * low,
        upper_pupils=None if high is None else share * high,
    )


def _yearly(forecast: PlansForecast, last: int) -> tuple[float, float, float]:
    """Lower, central and upper growth a year that lead from the last count to the forecast."""
    ends = (forecast.lower_pupils, forecast.plans_pupils, forecast.upper_pupils)
    lower, central, upper = (((end or 0.0) / last) ** (1 / forecast.years_ahead) - 1 for end in ends)
    return lower, central, upper


def _assumption(last: int, forecasts: Sequence[PlansForecast], units: int, files: Sequence[Path]) -> Assumption:
    """Range of the furthest year: the plan looks further still, where the range of one year would be too wide."""
    lower, central, upper = (round(rate, DECIMALS) for rate in _yearly(forecasts[-1], last))
    by_year = "; ".join(
        f"January {each.origin + each.years_ahead}: {_percent(low)} to {_percent(high)}"
        for each in forecasts
        for low, _, high in [_yearly(each, last)]
    )
    return Assumption(
        name=GROWTH,
        value=central,
        unit="share a year",
        valid_from=date(forecasts[0].origin, 1, 1),
        low=lower,
        high=upper,
        quality="amber",
        impact="high",
        source=f"{CASELOAD_SOURCE} ({', '.join(path.name for path in files)})",
        note=(
            f"Mean of the council's three- and five-year growth to January {forecasts[0].origin}, each shrunk towards "
            f"England's growth of the last year by what {units} councils show, with the range in which eight outcomes "
            f"in ten fell ({WORKED_OUT_IN}); low and high are those of the third year. A year, by year ahead: "
            f"{by_year}. Of plans of every age, taken for every age."
        ),
    )


def _tell(growth: CouncilGrowth, history: History, la_code: str, general: Assumption, notes: Notes) -> None:
    counts = growth.counts
    if not counts:
        return
    notes.plans("counted in January: " + ", ".join(f"{census_year} {counts[census_year]:,}" for census_year in counts))
    joined = joined_councils(la_code)
    if joined is not None:
        notes.plans(f"growth is that of {joined.name} together, reorganised on {joined.reorganised_on:%d %B %Y}")
    if growth.assumption is None:
        units = "1 council" if len(history.units) == 1 else f"{len(history.units)} councils"
        januaries = "1 January" if len(counts) == 1 else f"{len(counts)} Januaries"
        notes.assume(
            f"growth of EHC plans could not be worked out from {units} and {januaries} of this one, so "
            f"scenarios take {GROWTH} of the bundled assumptions: {_range_of(general)} a "
            f"year, of {general.valid_from:%B %Y} ({general.source}). Give DfE's national file of all councils, with "
            "seven Januaries or more"
        )
        return
    for each in growth.forecasts:
        low, high = each.lower_pupils or 0.0, each.upper_pupils or 0.0
        notes.plans(
            f"forecast for January {each.origin + each.years_ahead}: {each.plans_pupils:,.0f} "
            f"({low:,.0f} to {high:,.0f})"
        )
    notes.plans(
        f"growth {_range_of(growth.assumption)} a year, written to {OWN_ASSUMPTIONS_FILE} as {GROWTH} in place of the "
        f"general {_range_of(general)}"
    )


def _range_of(assumption: Assumption) -> str:
    ends = (assumption.value, assumption.low, assumption.high)
    value, low, high = (assumption.value if end is None else end for end in ends)
    return f"{_percent(value)} per cent ({_percent(low)} to {_percent(high)})"


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f}"
