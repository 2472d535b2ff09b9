"""Counts from the council's own SEN2 return, made on the council's own machine: what `rp-planner aggregate` does."""

from planner.inputs.sen2.aggregate import Aggregate, aggregate

__all__ = ["Aggregate", "aggregate"]
