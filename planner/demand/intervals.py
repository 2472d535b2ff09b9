"""Range about a forecast of plans: how far the same method was out before, at the same number of years ahead.

Errors     e[u,o] = log(P[u,o+h] / forecast[u,o,h]) for the last three origins o whose outcome is known by the origin
           that is forecast from; the median over units is taken off, origin by origin. Without that the ranges of
           2018 to 2022 would be those of the years in which statements became plans, biased and far too wide.
National   What the centring takes off is the error of national growth, so it is put back as an assumption: a normal
           with mean 0 and standard deviation `national_error_rate` * h is added to every error.
Size       A unit takes the errors of its own third by plans at the origin: small councils swing more.
Range      the 10th and 90th hundredth of (errors + national), as factors of the forecast. It is a range of council
           outcomes around a forecast, not of the truth about one council: nothing of the council's own spread is in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from planner.demand.growth import GrowthSettings, Method, mixture
from planner.demand.history import History

ORIGINS_USED = 3
SIZE_CLASSES = 3
# Below this a tenth of the errors is three councils or fewer.
FEWEST_ERRORS = 30
TAIL = 0.1
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class PlansForecast:
    """Plans of one unit in January `origin + years_ahead`; `lower` and `upper` None = no earlier error to go by."""

    unit: str
    origin: int
    years_ahead: int
    plans_pupils: float
    lower_pupils: float | None
    upper_pupils: float | None


def forecast_plans(
    history: History, origin: int, years_ahead: int, settings: GrowthSettings, method: Method = mixture
) -> dict[str, PlansForecast]:
    """Forecast of each unit that has one, with an 80 per cent range; counts after the origin are not looked at."""
    past = history.up_to(origin)
    central = method(past, origin, years_ahead, settings)
    classes = _size_classes({unit: past.plans_pupils(unit)[origin] for unit in central})
    errors = past_errors(past, origin, years_ahead, settings, method)
    spread = settings.national_error_rate * years_ahead
    factors: dict[int, tuple[float, float] | None] = {}
    for size in set(classes.values()):
        own = [error for each in errors for unit, error in each.items() if classes.get(unit) == size]
        factors[size] = None if len(own) < FEWEST_ERRORS else _factors(own, spread)
    return {
        unit: _with_range(unit, origin, years_ahead, plans, factors[classes[unit]]) for unit, plans in central.items()
    }


def past_errors(
    history: History, origin: int, years_ahead: int, settings: GrowthSettings, method: Method = mixture
) -> list[dict[str, float]]:
    """Centred log errors by unit of the last origins whose outcome was known at `origin`, oldest first."""
    errors = []
    for earlier in reversed(range(min(history.census_years, default=origin), origin - years_ahead + 1)):
        forecasts = method(history.up_to(earlier), earlier, years_ahead, settings)
        outcomes = history.with_all([earlier + years_ahead])
        logs = {unit: math.log(outcomes[unit][0] / plans) for unit, plans in forecasts.items() if unit in outcomes}
        if logs:
            centre = median(logs.values())
            errors.append({unit: error - centre for unit, error in logs.items()})
        if len(errors) == ORIGINS_USED:
            break
    return errors[::-1]


def quantile(errors: Sequence[float], spread: float, share: float) -> float:
    """Quantile of the errors with a normal of standard deviation `spread` added to each, by halving."""
    margin = 10 * spread
    low, high = min(errors) - margin, max(errors) + margin
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = math.fsum(_normal((middle - error) / spread) if spread else float(error <= middle) for error in errors)
        low, high = (middle, high) if below < share * len(errors) else (low, middle)
    return high


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _factors(errors: Sequence[float], spread: float) -> tuple[float, float]:
    return math.exp(quantile(errors, spread, TAIL)), math.exp(quantile(errors, spread, 1 - TAIL))


def _with_range(
    unit: str, origin: int, years_ahead: int, plans: float, factors: tuple[float, float] | None
) -> PlansForecast:
    # The forecast stays inside its range, also where errors of a third lie all on one side.
    low, high = (None, None) if factors is None else (min(factors[0], 1.0) * plans, max(factors[1], 1.0) * plans)
    return PlansForecast(unit, origin, years_ahead, plans, low, high)


def _size_classes(plans: Mapping[str, int]) -> dict[str, int]:
    """Third of each unit by plans: 0 small, 2 large."""
    ordered = sorted(plans, key=lambda unit: (plans[unit], unit))
    return {unit: place * SIZE_CLASSES // len(ordered) for place, unit in enumerate(ordered)}
