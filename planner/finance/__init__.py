"""Places to months to financial years, in whole pounds. It reads a plan and a scenario and never asks the model."""

from planner.finance.forecast import MonthAmount, forecast_costs, forecast_months
from planner.finance.saving import BoundAmount, SavingRange, forecast_reduction, saving, saving_ranges

__all__ = [
    "BoundAmount",
    "MonthAmount",
    "SavingRange",
    "forecast_costs",
    "forecast_months",
    "forecast_reduction",
    "saving",
    "saving_ranges",
]
