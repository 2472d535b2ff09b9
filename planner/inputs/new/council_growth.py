"""A council's own growth of EHC plans."""

from __future__ import annotations

from planner.demand.growth import GrowthSettings
from planner.domain.assumption import Assumptions


def growth_settings(assumptions: Assumptions) -> GrowthSettings:
    """Settings of the forecast of plans, from their assumptions."""
    return GrowthSettings(
        usual_low_rate=assumptions.value("plans_usual_low_rate"),
        usual_high_rate=assumptions.value("plans_usual_high_rate"),
        national_error_rate=assumptions.value("plans_national_error_rate"),
    )
