"""`[demand]` of the scenario file: levers on demand and the change of what it is counted from, all off by default."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from planner.domain.levers import DEMAND_BASIS, WITH_ALL, WITHOUT_LEVERS, ActsOn, Basis
from planner.domain.terms import Phase
from planner.inputs.scenario_fields import STRICT_TABLE, Whole, Year, distinct

STEP_NAMES = (WITHOUT_LEVERS, WITH_ALL, DEMAND_BASIS)
LEVER_NAME = "a name of lower-case letters, digits and _ that is no step of the bridge"


def _lever_names(levers: dict[str, LeverTable]) -> dict[str, LeverTable]:
    for name in levers:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in STEP_NAMES:
            msg = f"a lever called {name!r}"
            raise ValueError(msg)
    return levers


class _Table(BaseModel):
    model_config = STRICT_TABLE


class LeverTable(_Table):
    """One workstream. `effect` names an assumption: the share of entries that no longer come, with low and high.

    `on` false = described, and without effect. Without `phases` and `localities` it acts in all of them.
    """

    on: bool = False
    from_academic_year: Year
    ramp_years: Whole = 1
    effect: Annotated[str, Field(min_length=1)]
    acts_on: Annotated[tuple[ActsOn, ...], AfterValidator(distinct)]
    phases: Annotated[tuple[Phase, ...], AfterValidator(distinct)] | None = None
    localities: Annotated[tuple[str, ...], AfterValidator(distinct)] | None = None


class BasisTable(_Table):
    """The dated change of basis. `ratio` names an assumption: pupils who need a base for each one on EHC plans."""

    on: bool = False
    from_academic_year: Year
    counts: Basis
    ratio: Annotated[str, Field(min_length=1)]


class DemandTable(_Table):
    """Levers by name, in the order in which they are told; `basis` None = EHC plans throughout."""

    levers: Annotated[dict[str, LeverTable], AfterValidator(_lever_names)] = {}
    basis: BasisTable | None = None
