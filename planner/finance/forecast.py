"""The forecast: places become months, months become financial years, and years become whole pounds.

Only months inside the planned academic years are priced. A financial year that they cover in part says in its causes
how many of its twelve months are in; one that they do not touch has no line, because its cost is unknown, not 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from planner.domain.forecast import Budget, Forecast, ForecastLine, Pathway
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.terms import MONTHS_IN_YEAR, FinancialYear
from planner.finance import capital, counterfactual, running, transport
from planner.finance.calendar import Month, planned_months
from planner.finance.charges import Cell, Charge
from planner.finance.places import SitePlaces, priced_bounds, require_priceable, split_places
from planner.finance.prices import PLACE_OCCUPIED, PLACE_VACANT, PRICE_BASE, TOP_UP, TOP_UP_RATE, PriceBook
from planner.finance.rounding import share_out, whole_pounds

ALWAYS_NEEDED = (
    PLACE_OCCUPIED,
    PLACE_VACANT,
    TOP_UP,
    TOP_UP_RATE,
    PRICE_BASE,
    transport.TRANSPORT_PRICE,
    transport.LIMIT_UNDER_8,
    transport.LIMIT_8_AND_OVER,
)


@dataclass(frozen=True, slots=True, order=True)
class MonthAmount:
    """Whole pounds of one forecast line in one month; the months of a line sum to its amount."""

    month: Month
    line: ForecastLine
    amount_gbp: int


@dataclass(slots=True)
class _Sum:
    """Exact sums of one cell; places are sums over months, None where nothing stated them."""

    by_month: dict[Month, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    place_months: Fraction | None = None
    occupied_months: Fraction | None = None

    def add(self, charge: Charge) -> None:
        for month in charge.months:
            self.by_month[month] += charge.monthly_gbp
        self.place_months = _plus(self.place_months, charge.commissioned_places, len(charge.months))
        self.occupied_months = _plus(self.occupied_months, charge.occupied_places, len(charge.months))


def forecast_costs(plan: Plan, scenario: Scenario) -> Forecast:
    """Forecast the money of a plan by financial year, for every bound that the plan has placed pupils for.

    Lines are in whole pounds, sorted by financial year, locality (balancing rows last), phase, budget and line.
    `average_places` and `occupied_places` are sums over the priced months divided by 12, so a September opening of 12
    places averages 7 in its first financial year. Raises InputError for a missing assumption, or for a plan with more
    pupils than places at a site.
    """
    sums, prices = _priced(plan, scenario)
    return Forecast(tuple(line for line, _ in _lines(sums, scenario)), prices.used)


def forecast_months(plan: Plan, scenario: Scenario) -> tuple[MonthAmount, ...]:
    """Spread the same forecast over its months in whole pounds, in the order of lines and months."""
    sums, _ = _priced(plan, scenario)
    return tuple(
        MonthAmount(month, line, amount)
        for line, by_month in _lines(sums, scenario)
        for month, amount in zip(by_month, share_out(line.amount_gbp, list(by_month.values())), strict=True)
    )


def _priced(plan: Plan, scenario: Scenario) -> tuple[dict[Cell, _Sum], PriceBook]:
    require_priceable(plan, scenario.problem)
    prices = PriceBook(scenario.problem.assumptions)
    prices.require(ALWAYS_NEEDED, "the forecast prices places, top-ups and transport with it")
    first, last = scenario.finance.first_financial_year, scenario.finance.last_financial_year
    sums: dict[Cell, _Sum] = defaultdict(_Sum)
    for charge in _charges(plan, scenario, prices):
        if first <= charge.cell.financial_year.start <= last:
            sums[charge.cell].add(charge)
    return sums, prices


def _charges(plan: Plan, scenario: Scenario, prices: PriceBook) -> Iterator[Charge]:
    problem, mix = scenario.problem, scenario.finance.counterfactual
    bounds = priced_bounds(plan, problem)
    rows: list[SitePlaces] = [row for bound in bounds for row in split_places(plan, problem, bound)]
    yield from running.running_charges(rows, problem, prices)
    yield from transport.transport_charges(rows, plan, problem, prices)
    works = list(capital.capital_works(plan, problem))
    prices.note(capital.capital_assumptions(works))
    yield from capital.capital_charges(works, problem, bounds)
    if mix is not None:
        counterfactual.require_prices(mix, prices)
        yield from counterfactual.counterfactual_charges(rows, problem, prices, mix)


def _lines(sums: Mapping[Cell, _Sum], scenario: Scenario) -> list[tuple[ForecastLine, dict[Month, Fraction]]]:
    """Round group by group, then put the lines in order; each comes with its exact months."""
    planned = planned_months(scenario.problem.academic_years)
    amounts = _rounded(sums)
    return [
        (_line(cell, sums[cell], amounts[cell], planned), dict(sorted(sums[cell].by_month.items())))
        for cell in sorted(sums, key=lambda cell: cell.order)
    ]


def _rounded(sums: Mapping[Cell, _Sum]) -> dict[Cell, int]:
    amounts: dict[Cell, int] = {}
    for _, grouped in groupby(sorted(sums, key=lambda cell: (cell.group, cell.order)), key=lambda cell: cell.group):
        cells = list(grouped)
        exact = [sum(sums[cell].by_month.values(), Fraction()) for cell in cells]
        amounts.update(zip(cells, share_out(whole_pounds(sum(exact, Fraction())), exact), strict=True))
    return amounts


def _line(cell: Cell, total: _Sum, amount_gbp: int, planned: Mapping[FinancialYear, int]) -> ForecastLine:
    return ForecastLine(
        financial_year=cell.financial_year,
        locality=cell.locality,
        phase=cell.phase.value,
        budget=cell.budget,
        line=cell.line,
        bound=cell.bound,
        pathway=cell.pathway,
        average_places=_average(total.place_months),
        occupied_places=_average(total.occupied_months),
        amount_gbp=amount_gbp,
        cause="; ".join(_causes(cell, planned[cell.financial_year])),
    )


def _causes(cell: Cell, months: int) -> Iterable[str]:
    if cell.budget is Budget.CAPITAL:
        known = "as published" if cell.line == capital.PUBLISHED else "estimated from a fixed sum and a sum a place"
        yield f"works for places that open in September {cell.financial_year.start}, {known}"
        return
    yield {
        Pathway.STOCK: "stated places of existing and committed provision",
        Pathway.PLAN: "places that the plan adds",
        Pathway.COUNTERFACTUAL: "pupils in the plan's added places, had they gone elsewhere",
    }[cell.pathway]
    if cell.line.endswith(running.UNLOCATED):
        yield "no source names the school: occupancy unknown, priced as if every place were occupied"
    if months < MONTHS_IN_YEAR:
        yield f"only {months} of {MONTHS_IN_YEAR} months are planned"


def _average(months: Fraction | None) -> float | None:
    return None if months is None else float(months / MONTHS_IN_YEAR)


def _plus(total: Fraction | None, each: Fraction | None, months: int) -> Fraction | None:
    return total if each is None else (total or Fraction()) + each * months
