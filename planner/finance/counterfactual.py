"""What pupils in the plan's new places would have cost elsewhere: only with a mix that the scenario states.

It counts pupils in places that the plan adds, who are new placements and phase transfers; nobody is moved out of a
special school. Unit costs are those of a whole placement in each setting and grow by that setting's rate; an EHC plan
in a mainstream class grows by the rate of resourced provision, because both are top-ups to mainstream schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.domain.forecast import Budget, Pathway
from planner.domain.problem import Problem
from planner.domain.scenario import Counterfactual
from planner.finance.calendar import periods
from planner.finance.charges import Charge
from planner.finance.places import SitePlaces
from planner.finance.prices import PRICE_BASE, TOP_UP_RATE, PriceBook
from planner.finance.running import charge_cell


@dataclass(frozen=True, slots=True)
class Setting:
    """Somewhere else a pupil could be: its line, and the assumptions for its price and the price's growth."""

    line: str
    price: str
    rate: str


INDEPENDENT = Setting("without_independent", "independent_special_gbp", "inflation_independent_rate")
STATE_SPECIAL = Setting("without_state_special", "state_special_gbp", "inflation_state_special_rate")
MAINSTREAM = Setting("without_mainstream", "mainstream_ehcp_gbp", TOP_UP_RATE)

FLOOR = Counterfactual(independent=0.0, state_special=1.0, mainstream=0.0)
CEILING = Counterfactual(independent=1.0, state_special=0.0, mainstream=0.0)


def shares_of(mix: Counterfactual) -> dict[Setting, Fraction]:
    """Shares above 0 by setting."""
    stated = {INDEPENDENT: mix.independent, STATE_SPECIAL: mix.state_special, MAINSTREAM: mix.mainstream}
    return {setting: Fraction(str(share)) for setting, share in stated.items() if share > 0}


def require_prices(mix: Counterfactual, prices: PriceBook) -> None:
    """Raise InputError naming each price that a mix needs and the scenario does not have."""
    used = shares_of(mix)
    names = [name for setting in used for name in (setting.price, setting.rate)]
    prices.require([*names, PRICE_BASE], "the counterfactual mix gives its setting a share above 0")


def counterfactual_charges(
    rows: Iterable[SitePlaces], problem: Problem, prices: PriceBook, mix: Counterfactual
) -> Iterator[Charge]:
    """Yield the cost of the same pupils without the plan's places, setting by setting."""
    shares = shares_of(mix)
    for row in rows:
        if row.pathway is not Pathway.PLAN or not row.occupied_places:
            continue
        elsewhere = replace(row, pathway=Pathway.COUNTERFACTUAL)
        for period in periods(row.academic_year):
            for setting, share in shares.items():
                pupils = share * row.occupied_places
                price = prices.monthly_inflated(setting.price, setting.rate, period.financial_year)
                cell = charge_cell(elsewhere, period, problem, Budget.HIGH_NEEDS_BLOCK, setting.line)
                yield Charge(cell, period.months, pupils * price, occupied_places=pupils)
