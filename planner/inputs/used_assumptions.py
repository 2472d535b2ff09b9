"""Which assumptions a plan stands on, and which of them are another council's judgement rather than its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planner.demand.stock_and_flow import assumption_names
from planner.domain.assumption import Assumption, Assumptions
from planner.domain.terms import NeedGroup
from planner.finance.prices import PLACE_OCCUPIED, PLACE_VACANT, PRICE_BASE, TOP_UP, TOP_UP_RATE
from planner.finance.transport import TRANSPORT_PRICE
from planner.inputs.demand import DEPRIVATION_RATE
from planner.inputs.sites import ASSUMPTION_NAMES

FINANCE_NAMES = (PLACE_OCCUPIED, PLACE_VACANT, PRICE_BASE, TOP_UP, TOP_UP_RATE, TRANSPORT_PRICE)


def used_names(need_groups: Sequence[NeedGroup], *, forecasts: bool) -> list[str]:
    """Names that every scenario reads; `forecasts` False = the pack states demand, so nothing of the forecast.

    Levers and the counterfactual read more where they are set: they name what they read themselves.
    """
    of_forecast = assumption_names(need_groups) if forecasts else []
    return [*of_forecast, DEPRIVATION_RATE, *ASSUMPTION_NAMES, *FINANCE_NAMES]


def weighty(assumptions: Assumptions, names: Iterable[str], qualities: Sequence[str]) -> Iterator[Assumption]:
    """Yield those of high impact and of one of these qualities, in the order of `names`."""
    for name in names:
        if name in assumptions and assumptions[name].impact == "high" and assumptions[name].quality in qualities:
            yield assumptions[name]
