"""Series of plans for the tests of growth: made up, alike every time."""

from __future__ import annotations

import random

from planner.demand.growth import GrowthSettings
from planner.demand.history import History

SETTINGS = GrowthSettings(usual_low_rate=-0.05, usual_high_rate=0.25, national_error_rate=0.01)


def straight(units: int = 6, first: int = 2010, last: int = 2020, rate: float = 0.1, plans: int = 1_000_000) -> History:
    """Units of different size that all grow by `rate` every year; large, so that whole plans hide nothing."""
    years = range(first, last + 1)
    return History(
        {
            f"{number:03d}": {year: round(number * plans * (1 + rate) ** (year - first)) for year in years}
            for number in range(1, units + 1)
        }
    )


def noisy(units: int = 120, first: int = 2005, last: int = 2020, seed: int = 1, own: float = 0.03) -> History:
    """Units whose lasting growth differs by a standard deviation of `own`, with chance of 3 per cent a year on top."""
    draw = random.Random(seed)
    series: dict[str, dict[int, int]] = {}
    for number in range(units):
        lasting, plans = draw.gauss(0.08, own), draw.uniform(2e5, 5e6)
        counts = series.setdefault(f"{number:03d}", {})
        for year in range(first, last + 1):
            counts[year] = round(plans)
            plans *= 1 + lasting + draw.gauss(0, 0.03)
    return History(series)
