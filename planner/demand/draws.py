"""Ranges of demand by drawing the assumptions: what 10, 50 and 90 per cent of the draws stay below.

Distribution   triangular from `low` over `value` (the likeliest) to `high`; an end that no source gives is the value.
               Nothing is known of the ends but that a source or a judgement stops there, so none is given a tail.
Shock          one number between 0 and 1 for each assumption and draw, which holds in every year: a growth rate that
               turns out high stays high. The shares of the phases (`rp_share_*`) have one shock in common, because
               one cause moves them, how readily a base is named; all else is drawn for itself. The need mix of a phase
               is scaled back to its stated sum.
Past           the growth rate of the years up to the census is not drawn, as in `stock_and_flow`.
Seed           each shock has its own generator, made of the seed and its name: switching a lever on leaves the other
               draws as they were, and the same seed gives the same figures on every machine.

Only totals of the council are drawn: how they spread over its areas follows the weights of `spread` as they are stated.
The draws know only the ranges that are stated. They do not say that demand lies inside with that probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.demand.cube import ForecastInputs
from planner.demand.stock_and_flow import Stock, assumption_names
from planner.domain.assumption import Assumption, Assumptions
from planner.domain.levers import DemandDrivers
from planner.domain.terms import AcademicYear, Band, Bound, NeedGroup, Phase

Numbers = npt.NDArray[np.float64]
Key = tuple[AcademicYear, Phase, NeedGroup]
QUANTILES = (0.1, 0.5, 0.9)
COMMON_SHOCKS = ("rp_share_",)
MIXES = tuple(f"rp_mix_{phase}_" for phase in Phase)
PAST_IS_KNOWN = ("ehcp_growth_rate",)


@dataclass(frozen=True)
class Draws:
    """Pupils who need a place in each draw, by academic year, phase and need group; fractions are kept."""

    seed: int
    pupils: Mapping[Key, Numbers]
    drawn: tuple[str, ...]

    def quantiles(self, *keys: Key) -> tuple[float, ...]:
        """What 10, 50 and 90 per cent of the draws stay below, for the sum of some cells in each draw."""
        total = np.sum([self.pupils[key] for key in keys], axis=0)
        return tuple(float(each) for each in np.quantile(total, QUANTILES))


def draw_demand(inputs: ForecastInputs, drivers: DemandDrivers, draws: int, seed: int) -> Draws:
    """Draw the assumptions so many times and forecast each time; raises ValueError for fewer than one draw."""
    if draws < 1:
        msg = f"{draws} draws"
        raise ValueError(msg)
    names = [*assumption_names(list(NeedGroup)), *drivers.assumption_names]
    known = [inputs.assumptions[name] for name in dict.fromkeys(names) if name in inputs.assumptions]
    values = draw_values(known, draws, seed)
    shares = {band: inputs.spread.shares(band) for band in inputs.bands}
    pupils = {key: np.zeros(draws) for key in _keys(inputs)}
    for number in range(draws):
        one = replace(inputs, assumptions=_one_draw(inputs.assumptions, values, number))
        for acting, localities in drivers.by_localities(inputs.spread.localities).items():
            for academic_year, stock in one.stock_by_year(acting, Bound.UPPER).items():
                for band in inputs.bands:
                    part = sum(shares[band][locality] for locality in localities)
                    for need_group in inputs.need_groups:
                        here = part * _pupils(stock, band, need_group)
                        pupils[academic_year, band.phase, need_group][number] += here
    return Draws(seed, pupils, tuple(each.name for each in known if each.low is not None or each.high is not None))


def draw_values(known: list[Assumption], draws: int, seed: int) -> dict[str, Numbers]:
    """Drawn values by name of the assumption, one for each draw."""
    values = {each.name: triangular(each, _shock(each.name, draws, seed)) for each in known}
    stated = {each.name: each.value for each in known}
    for prefix in MIXES:
        of_phase = [name for name in values if name.startswith(prefix)]
        if of_phase:
            scale = sum(stated[name] for name in of_phase) / np.sum([values[name] for name in of_phase], axis=0)
            values |= {name: values[name] * scale for name in of_phase}
    return values


def triangular(assumption: Assumption, shocks: Numbers) -> Numbers:
    """Values whose distribution function is `shocks`; the stated value where there is no range."""
    mode = assumption.value
    low = mode if assumption.low is None else assumption.low
    high = mode if assumption.high is None else assumption.high
    if high <= low:
        return np.full_like(shocks, mode)
    below = low + np.sqrt(shocks * (high - low) * (mode - low))
    above = high - np.sqrt((1 - shocks) * (high - low) * (high - mode))
    return np.where(shocks < (mode - low) / (high - low), below, above)


def _shock(name: str, draws: int, seed: int) -> Numbers:
    source = next((prefix for prefix in COMMON_SHOCKS if name.startswith(prefix)), name)
    return np.random.default_rng([seed, *source.encode()]).random(draws)


def _one_draw(assumptions: Assumptions, values: Mapping[str, Numbers], number: int) -> Assumptions:
    """Assumptions of one draw, the same at each bound; the value of growth stays as it is, for the past."""
    by_name = {each.name: each for each in assumptions}
    for name, drawn in values.items():
        value = float(drawn[number])
        kept = by_name[name].value if name in PAST_IS_KNOWN else value
        by_name[name] = replace(by_name[name], value=kept, low=value, high=value)
    return Assumptions(by_name)


def _keys(inputs: ForecastInputs) -> list[Key]:
    phases = dict.fromkeys(band.phase for band in inputs.bands)
    return [(year, phase, need) for year in inputs.academic_years for phase in phases for need in inputs.need_groups]


def _pupils(stock: Stock, band: Band, need_group: NeedGroup) -> float:
    return sum(stock.get((ncy, need_group), 0.0) for ncy in range(band.ncy_low, band.ncy_high + 1))
