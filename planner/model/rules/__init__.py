"""The policies: scenario key -> rule, in the order of FORMULATION.md. A new rule is one file and one line here."""

from __future__ import annotations

from planner.model.rules.ages_and_need import AgesAndNeed
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.coverage_promise import CoveragePromise
from planner.model.rules.earliest_opening import EarliestOpening
from planner.model.rules.existing_sites import ExistingSites
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.once_open_stays_open import OnceOpenStaysOpen
from planner.model.rules.opening_limit import OpeningLimit
from planner.model.rules.phase_continuity import PhaseContinuity
from planner.model.rules.placements_by_hand import PlacementsByHand
from planner.model.rules.places_target import PlacesTargets
from planner.model.rules.pupils_within_places import PupilsWithinPlaces
from planner.model.rules.size_menu import SizeMenu
from planner.model.rules.travel_limit import TravelLimit

RULES: dict[str, type] = {
    "size_menu": SizeMenu,
    "once_open_stays_open": OnceOpenStaysOpen,
    "earliest_opening": EarliestOpening,
    "existing_sites": ExistingSites,
    "pupils_within_places": PupilsWithinPlaces,
    "ages_and_need": AgesAndNeed,
    "travel_limit": TravelLimit,
    "opening_limit": OpeningLimit,
    "capital_limit": CapitalLimit,
    "places_target": PlacesTargets,
    "host_limit": HostLimit,
    "coverage_promise": CoveragePromise,
    "placements_by_hand": PlacementsByHand,
    "phase_continuity": PhaseContinuity,
}

ALWAYS_ON: tuple[str, ...] = (
    "size_menu",
    "once_open_stays_open",
    "earliest_opening",
    "existing_sites",
    "pupils_within_places",
    "ages_and_need",
)
