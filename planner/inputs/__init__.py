"""Files to a Scenario: the only place where strangers' text becomes typed values."""

from planner.inputs.read import read_scenario

__all__ = ["read_scenario"]
