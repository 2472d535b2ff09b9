"""Ways to forecast a council's plans some Januaries ahead, each from the counts up to an origin and nothing later.

P[u,t] plans of unit u in January t, o the origin, h years ahead, N[t] = sum over u of P[u,t]

no_change             P[u,o]
last_growth           P[u,o] * (P[u,o] / P[u,o-1])^h
three_year_growth     P[u,o] * (P[u,o] / P[u,o-3])^(h/3)
trend                 the least-squares line through the last five Januaries, at o + h
national              P[u,o] * (N[o] / N[o-1])^h
national_three_year   P[u,o] * (N[o] / N[o-3])^(h/3)
shrunken_three, _five P[u,o] * exp(h * (w * G[u] + (1 - w) * log(N[o] / N[o-1])))
mixture               as the two before with the mean of their two rates: the planner's own forecast

Shrinkage (empirical Bayes, k = 3 or 5 years)
    g[u,t] = log(P[u,t] / P[u,t-1]), held between the two ends of a usual year: a year beyond them is a break in
             recording (Newham +43, +40 and -56 per cent), and a break says nothing of growth
    G[u]   = mean of the last k of g[u]
    w      = max(0, V - s2 / k) / V,  V the variance of G over units, s2 the mean variance of g within a unit once the
             median of each year is off: the part of the differences between councils that is not chance

A method that cannot be worked out for a unit (a January missing, or no plans in it) leaves the unit out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median, variance

from planner.demand.history import History

FEWEST_GROWTH_YEARS = 3
TREND_JANUARIES = 5
WINDOWS = (3, 5)


@dataclass(frozen=True, slots=True)
class GrowthSettings:
    """Dated assumptions of the forecast, each a share a year.

    `usual_low_rate` and `usual_high_rate` are the ends of a year without a break; `national_error_rate` is the
    standard deviation of national growth about its forecast.
    """

    usual_low_rate: float
    usual_high_rate: float
    national_error_rate: float


Forecast = dict[str, float]
Method = Callable[[History, int, int, GrowthSettings], Forecast]


def no_change(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """Plans of the origin."""
    return {unit: float(plans) for unit, (plans,) in history.with_all([origin]).items()}


def last_growth(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """The unit's own growth of the last year goes on."""
    return _own_growth(history, origin, years_ahead, 1)


def three_year_growth(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """The unit's own mean growth of the last three years goes on."""
    return _own_growth(history, origin, years_ahead, 3)


def trend(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """The line through the unit's last five Januaries."""
    past = history.with_all(range(origin - TREND_JANUARIES + 1, origin + 1))
    return {unit: _line(plans, years_ahead) for unit, plans in past.items()}


def national(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """Growth of all units together in the last year goes on everywhere."""
    return _at_rate(history, origin, years_ahead, national_growth(history, origin, 1))


def national_three_year(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """Mean growth of all units together in the last three years goes on everywhere."""
    return _at_rate(history, origin, years_ahead, national_growth(history, origin, 3))


def shrunken_three(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """The unit's three-year growth, shrunk towards the nation's last year."""
    return _grown(history, origin, years_ahead, shrunken_growth(history, origin, WINDOWS[0], settings))


def shrunken_five(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """The unit's five-year growth, shrunk towards the nation's last year."""
    return _grown(history, origin, years_ahead, shrunken_growth(history, origin, WINDOWS[1], settings))


def mixture(history: History, origin: int, years_ahead: int, settings: GrowthSettings) -> Forecast:
    """Mean of the two shrunken rates."""
    return _grown(history, origin, years_ahead, mixture_growth(history, origin, settings))


METHODS: dict[str, Method] = {
    "no_change": no_change,
    "last_growth": last_growth,
    "three_year_growth": three_year_growth,
    "trend": trend,
    "national": national,
    "national_three_year": national_three_year,
    "shrunken_three": shrunken_three,
    "shrunken_five": shrunken_five,
    "mixture": mixture,
}


def national_growth(history: History, origin: int, years: int) -> float | None:
    """Log growth a year of the units that have both Januaries; None when there is none."""
    ends = history.with_all([origin - years, origin]).values()
    if not ends:
        return None
    first, last = (sum(column) for column in zip(*ends, strict=True))
    return math.log(last / first) / years


def mixture_growth(history: History, origin: int, settings: GrowthSettings) -> dict[str, float]:
    """Log growth a year of each unit that both windows can be worked out for."""
    three, five = (shrunken_growth(history, origin, years, settings) for years in WINDOWS)
    return {unit: (rate + five[unit]) / 2 for unit, rate in three.items() if unit in five}


def shrunken_growth(history: History, origin: int, years: int, settings: GrowthSettings) -> dict[str, float]:
    """Log growth a year of each unit. The window is shorter where the whole history is, but never below three years.

    Empty when fewer than two units have the years: there is nothing to shrink towards.
    """
    known = [census_year for census_year in history.census_years if census_year <= origin]
    years = min(years, origin - known[0]) if known else 0
    centre = national_growth(history, origin, 1) if years >= FEWEST_GROWTH_YEARS else None
    past = history.with_all(range(origin - years, origin + 1))
    if centre is None or len(past) < 2:
        return {}
    yearly = {unit: _usual_growth(plans, settings) for unit, plans in past.items()}
    weight = _weight(list(yearly.values()))
    return {unit: weight * fmean(growth) + (1 - weight) * centre for unit, growth in yearly.items()}


def _weight(yearly: Sequence[Sequence[float]]) -> float:
    """Share of the differences between units that is theirs and not chance: w."""
    years = len(yearly[0])
    typical = [median(growth[year] for growth in yearly) for year in range(years)]
    within = fmean(variance([rate - usual for rate, usual in zip(growth, typical, strict=True)]) for growth in yearly)
    between = variance([fmean(growth) for growth in yearly])
    return max(0.0, between - within / years) / between if between > 0 else 0.0


def _usual_growth(plans: Sequence[int], settings: GrowthSettings) -> list[float]:
    low, high = math.log1p(settings.usual_low_rate), math.log1p(settings.usual_high_rate)
    return [min(high, max(low, math.log(after / before))) for before, after in pairwise(plans)]


def _own_growth(history: History, origin: int, years_ahead: int, years: int) -> Forecast:
    past = history.with_all([origin - years, origin])
    return {unit: last * (last / first) ** (years_ahead / years) for unit, (first, last) in past.items()}


def _at_rate(history: History, origin: int, years_ahead: int, rate: float | None) -> Forecast:
    known = history.with_all([origin])
    return {} if rate is None else _grown(history, origin, years_ahead, dict.fromkeys(known, rate))


def _grown(history: History, origin: int, years_ahead: int, rates: Mapping[str, float]) -> Forecast:
    known = history.with_all([origin])
    return {unit: known[unit][0] * math.exp(rate * years_ahead) for unit, rate in rates.items() if unit in known}


def _line(plans: Sequence[int], years_ahead: int) -> float:
    """Least-squares line at `years_ahead` after the last count, never below 0."""
    middle = (len(plans) - 1) / 2
    slope = sum((step - middle) * count for step, count in enumerate(plans)) / sum(
        (step - middle) ** 2 for step in range(len(plans))
    )
    return max(0.0, fmean(plans) + slope * (middle + years_ahead))
