"""A first scenario for a new pack: the planner's usual rules and goals, without any council's own targets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from planner.domain.terms import AcademicYear, FinancialYear, NeedGroup
from planner.inputs.opening import SEPTEMBER

YEARS_PLANNED = 5
USUAL_NEED_GROUPS = (NeedGroup.COMMUNICATION_INTERACTION, NeedGroup.SEMH, NeedGroup.COGNITION_LEARNING)

TEMPLATE = """\
# Judgement, set your own: what is so marked below was chosen by the planner, is no council's policy, and binds.

title = {title}
pack = "."
as_at = {as_at}
# From the year that runs on that day, or the first after the census of plans where that is later.
first_academic_year = "{first}"
last_academic_year = "{last}"
bound = "central"
need_groups = {need_groups}
goals = [
    "target_shortfall",
    "coverage_gaps",
    "unplaced_pupils",
    "transition_gap",
    "vacant_places",
    "pupil_travel",
    "cost",
    "change_from_current",
]

# Judgement, set your own: a pupil without a place counts this many times; also by districts and localities, by name.
[priorities]
phases = {{ primary = 1, secondary = 1 }}

# Judgement, set your own: sizes in places that a new base may have.
[candidates]
sizes = {{ primary = [8, 10, 12, 14, 16], secondary = [8, 10, 12, 14, 16, 18, 20] }}

# The workstreams of the council's programme as levers on demand, when it has measured what they do:
# [demand.levers.workforce]
# on = true
# from_academic_year = "{first}"
# ramp_years = 3
# effect = "lever_workforce_share"
# acts_on = ["new_placements", "phase_transfers"]

{travel_limit}

# Judgement, set your own: what the council's team can open in a year. The summary says when it is used up.
[rules.opening_limit]
sites_per_year = 10
places_per_year = 100

# Judgement, set your own: a base for every year group in every locality, from the plan's last year.
[rules.coverage_promise]
basis = "in_locality"
from_academic_year = "{last}"

# Whoever leaves a primary base has a secondary place of that need within the travel limit, or is counted.
[rules.phase_continuity]

# Judgement, set your own.
[rules.host_limit]
bases_per_school = 1

# The council's own target and money, when it has them:
# [rules.places_target]
# targets = [{{ academic_year = "{last}", places = 500, basis = "commissioned_places", source = "..." }}]
# [rules.capital_limit]
# total_gbp = 10000000

[solve]
gap = 0.001
work_nodes = 200
time_limit_seconds = 600

[finance]
first_financial_year = "{first_financial}"
last_financial_year = "{last_financial}"
"""

LIMIT_IN_METRES = """\
# Judgement, set your own: the furthest that a pupil is placed.
[rules.travel_limit]
nursery_metres = 5000
primary_metres = 8000
secondary_metres = 12000"""

LIMIT_IN_MINUTES = """\
# Minutes of travel.csv, one way: DfE's travel guidance calls 45 (primary) and 75 (secondary) reasonable at most.
# Nursery is judgement. A pair of area and school without minutes is out of reach; to estimate it from its distance add
# pairs_without_minutes = "straight_line"
[rules.travel_limit]
nursery_minutes = 20
primary_minutes = 45
secondary_minutes = 75"""


def starter_scenario(
    council: str, as_at: date, census_year: int, register_groups: Sequence[NeedGroup], in_minutes: bool = False
) -> str:
    """Text of scenario.toml: five academic years, none of them over on the day `as_at`.

    They begin with the year that runs then, and not before the September after the census of January `census_year`.
    `in_minutes`: the pack has travel times, and the travel limit is in minutes.
    Need groups are the three that councils commission most, and any other that the register of provision holds.
    """
    running = AcademicYear(as_at.year if as_at.month >= SEPTEMBER else as_at.year - 1)
    first = max(AcademicYear(census_year), running)
    last = first.plus(YEARS_PLANNED - 1)
    groups = [group.value for group in NeedGroup if group in USUAL_NEED_GROUPS or group in register_groups]
    return TEMPLATE.format(
        title=json.dumps(f"{council}, as at {as_at:%d %B %Y}", ensure_ascii=False),
        as_at=as_at.isoformat(),
        first=first,
        last=last,
        travel_limit=LIMIT_IN_MINUTES if in_minutes else LIMIT_IN_METRES,
        need_groups=json.dumps(groups),
        first_financial=FinancialYear(first.start),
        last_financial=FinancialYear(last.start + 1),
    )
