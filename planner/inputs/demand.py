"""Demand of a scenario: the forecast with the levers that are on, or the council's own table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.demand.bridge import demand_with_bridge, stated_bridge
from planner.demand.caseload import base_caseload
from planner.demand.cube import ForecastInputs, check_residents
from planner.demand.spread import Spread
from planner.demand.stated import stated_demand
from planner.domain.assumption import Assumptions
from planner.domain.demand import Demand
from planner.domain.levers import BridgeLine
from planner.domain.problem import Site
from planner.domain.terms import Band
from planner.errors import Faults
from planner.inputs.levers import drivers_on
from planner.inputs.pack import Pack
from planner.inputs.scenario_file import ScenarioFile

DEPRIVATION_RATE = "deprivation_log_rate_per_10_imd"


@dataclass(frozen=True)
class DemandParts:
    """What demand is made of; `sites` are those of the problem, the register's and the candidates."""

    file: ScenarioFile
    pack: Pack
    assumptions: Assumptions
    sites: Sequence[Site]
    bands: Sequence[Band]

    def demand(self, faults: Faults) -> tuple[tuple[Demand, ...], tuple[BridgeLine, ...]]:
        """Demand of the three bounds and the bridge to it; both empty when anything is wrong, with the reasons."""
        if self.pack.demand is None:
            inputs = self.forecast_inputs(faults)
            return ((), ()) if inputs is None else demand_with_bridge(inputs, drivers_on(self.file.demand))
        years, need_groups = self.file.academic_years, tuple(sorted(self.file.need_groups))
        stated = stated_demand(self.pack.demand, self._spread(), self.bands, need_groups, years, faults)
        return stated, stated_bridge(stated, years)

    def forecast_inputs(self, faults: Faults) -> ForecastInputs | None:
        """What the forecast stands on; None when the plans or the residents do not bear one, with the reasons noted."""
        before = len(faults)
        caseload = base_caseload(self.pack.caseload, self.file.as_at, faults)
        check_residents(self.pack.areas, self.bands, faults)
        if caseload is None or len(faults) > before:
            return None
        return ForecastInputs(
            spread=self._spread(),
            sites=self.sites,
            caseload=caseload,
            assumptions=self.assumptions,
            need_groups=tuple(sorted(self.file.need_groups)),
            bands=self.bands,
            academic_years=self.file.academic_years,
        )

    def _spread(self) -> Spread:
        return Spread(self.pack.areas, self.assumptions.value(DEPRIVATION_RATE))
