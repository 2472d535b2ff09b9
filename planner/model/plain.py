"""The plain model, with a decision for every pupil group, site and year.

It is too large to solve for a county, but its relaxation bounds travel, and it is the reference for small cases.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.math_opt.python import mathopt

from planner.domain.problem import Problem
from planner.domain.scenario import Rule
from planner.model.network import Network
from planner.model.program import Program
from planner.model.served import PlacedByArea
from planner.model.variables import Variables


class PlainModel:
    """MathOpt model and arrays; `x` are its decisions."""

    def __init__(self, problem: Problem, rules: Sequence[Rule], network: Network) -> None:
        self.model = mathopt.Model(name="plain")
        self.x = Variables(self.model, problem)
        self.x.service = PlacedByArea(self.model, network, self.x)
        for rule in rules:
            rule.constrain(self.model, self.x, problem)
        self.program = Program(self.model)
