"""Claims about levers on demand, worked by hand on 100 plans in each year group that grow by a tenth a year."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.demand.bridge import demand_with_bridge
from planner.demand.cube import ForecastInputs, forecast_demand
from planner.demand.levers import effect_at, kept_shares
from planner.demand.spread import Spread
from planner.domain.demand import Demand
from planner.domain.levers import (
    DEMAND_BASIS,
    WITH_ALL,
    WITHOUT_LEVERS,
    ActsOn,
    Basis,
    BasisChange,
    DemandDrivers,
    Lever,
)
from planner.domain.terms import AcademicYear, Bound, Phase, bands_of_ranges
from tests.demand.places import CANDI, FIRST, SEMH, area, assumptions, base, caseload

YEARS = [FIRST.plus(k) for k in range(5)]
AREAS = [area("A1", "Alder", 90), area("A2", "Alder", 30), area("B1", "Birch", 70), area("C1", "Cedar", 50)]
EFFECTS = assumptions(effect=(0.1, 0.2, 0.4), other=(0.0, 0.1, 0.2), ratio=(0.5, 0.8, 1.1))


def lever(acts_on: ActsOn, **changes: object) -> Lever:
    return replace(Lever("one", "effect", FIRST, 1, (acts_on,)), **changes)  # type: ignore[arg-type]


def inputs(years: list[AcademicYear] = YEARS) -> ForecastInputs:
    bands = bands_of_ranges([])
    return ForecastInputs(
        Spread(AREAS, 0.07), [base(0, 6, 20), base(7, 11, 15)], caseload(1000), EFFECTS, (CANDI, SEMH), bands, years
    )


def kept(*levers: Lever, change: BasisChange | None = None, bound: Bound = Bound.CENTRAL) -> list[dict[int, float]]:
    shares = kept_shares(caseload(), EFFECTS, DemandDrivers(levers, change), YEARS, bound)
    return [dict(shares[year]) for year in YEARS]


def of_locality(demand: Demand, name: str) -> dict[object, int]:
    codes = {each.code for each in AREAS if each.locality == name}
    return {key: pupils for key, pupils in demand.cells if key.area in codes}


def test_nothing_is_on_by_default() -> None:
    assert not DemandDrivers()
    assert kept_shares(caseload(), EFFECTS, DemandDrivers(), YEARS, Bound.CENTRAL) == {}


def test_the_lower_bound_takes_the_strong_end_and_the_upper_the_weak_one() -> None:
    assert [effect_at(EFFECTS["effect"], bound) for bound in Bound] == [0.4, 0.2, 0.1]


def test_the_entries_of_a_bound_are_kept_at_its_end_of_the_effect() -> None:
    shares = [kept(lever(ActsOn.NEW_PLACEMENTS), bound=bound)[0][3] for bound in Bound]
    assert shares == pytest.approx([0.6, 0.8, 0.9])


def test_the_effect_grows_evenly_over_its_ramp() -> None:
    """Whole in the third year: a fifth less, of which a third and two thirds before."""
    shares = kept(lever(ActsOn.NEW_PLACEMENTS, from_academic_year=FIRST.plus(1), ramp_years=3))
    assert [each[3] for each in shares] == pytest.approx([1, 1 - 0.2 / 3, 1 - 0.4 / 3, 0.8, 0.8])


def test_new_placements_are_a_part_of_the_entries_where_a_phase_begins() -> None:
    """Of 110 plans in Reception 100 moved up and 10 are new: a fifth of the 10 are 2 of 110."""
    first = kept(lever(ActsOn.NEW_PLACEMENTS))[0]
    assert first == pytest.approx({ncy: 1 - 2 / 110 if ncy in (0, 7) else 0.8 for ncy in range(-1, 12)})


def test_phase_transfers_are_those_who_moved_up() -> None:
    first = kept(lever(ActsOn.PHASE_TRANSFERS))[0]
    assert first == pytest.approx({ncy: 1 - 20 / 110 if ncy in (0, 7) else 1 for ncy in range(-1, 12)})


def test_a_request_that_was_not_made_is_missing_at_the_next_transfer() -> None:
    """Year 6 of 110 lacks 2. A year later Year 7 has 110 who moved up, less those 2, and 11 who are new, less 2.2.

    Two years later it has 121 who moved up, less 2 of Year 5 and 2.2 of Year 6, and 12.1 who are new, less 2.42.
    """
    first, second, third = kept(lever(ActsOn.REQUESTS))[:3]
    assert first[7] == pytest.approx(1 - 2 / 110)
    assert second[7] == pytest.approx((108 + 8.8) / 121)
    assert third[7] == pytest.approx((116.8 + 9.68) / 133.1)
    assert second[3] == pytest.approx(0.8)


def test_a_lever_acts_in_its_phases_only() -> None:
    first = kept(lever(ActsOn.NEW_PLACEMENTS, phases=(Phase.SECONDARY,)))[0]
    assert {ncy for ncy, share in first.items() if share < 1} == set(range(7, 12))


def test_levers_multiply() -> None:
    both = kept(lever(ActsOn.NEW_PLACEMENTS), replace(lever(ActsOn.REQUESTS), name="two", effect="other"))[0]
    assert both[3] == pytest.approx(0.8 * 0.9)


def test_nothing_acts_up_to_the_census() -> None:
    """What a lever did by the January of the census is in the count."""
    past = [FIRST.plus(-1), FIRST]
    on = DemandDrivers((lever(ActsOn.REQUESTS, from_academic_year=FIRST.plus(-3)),))
    assert list(kept_shares(caseload(), EFFECTS, on, past, Bound.CENTRAL)) == [FIRST]


def test_the_basis_changes_whoever_enters_from_its_year_on() -> None:
    shares = kept(change=BasisChange(Basis.SPECIALIST_PACKAGES, "ratio", FIRST.plus(2)))
    assert shares[1] == dict.fromkeys(range(-1, 12), 1.0)
    assert shares[2] == pytest.approx(dict.fromkeys(range(-1, 12), 0.8))


def test_the_mixed_basis_leaves_those_who_have_a_plan() -> None:
    first = kept(change=BasisChange(Basis.MIXED, "ratio", FIRST))[0]
    assert first == pytest.approx({ncy: 1 - 2 / 110 if ncy in (0, 7) else 0.8 for ncy in range(-1, 12)})


def test_the_ratio_is_taken_as_any_assumption() -> None:
    ends = [kept(change=BasisChange(Basis.MIXED, "ratio", FIRST), bound=bound)[0][3] for bound in Bound]
    assert ends == [0.5, 0.8, 1.1]


def test_a_lever_of_one_locality_moves_nobody_elsewhere() -> None:
    everywhere = DemandDrivers((lever(ActsOn.NEW_PLACEMENTS),))
    in_birch = DemandDrivers((lever(ActsOn.NEW_PLACEMENTS, localities=("Birch",)),))
    for none, local, whole in zip(
        forecast_demand(inputs()),
        forecast_demand(inputs(), in_birch),
        forecast_demand(inputs(), everywhere),
        strict=True,
    ):
        assert of_locality(local, "Birch") == of_locality(whole, "Birch") != of_locality(none, "Birch")
        for name in ("Alder", "Cedar"):
            assert of_locality(local, name) == of_locality(none, name)


def test_a_lever_that_names_every_locality_is_one_without_names() -> None:
    named = DemandDrivers((lever(ActsOn.REQUESTS, localities=("Alder", "Birch", "Cedar")),))
    assert forecast_demand(inputs(), named) == forecast_demand(inputs(), DemandDrivers((lever(ActsOn.REQUESTS),)))


def test_the_bridge_sums_to_the_demand_exactly() -> None:
    drivers = DemandDrivers(
        (
            lever(ActsOn.REQUESTS),
            lever(ActsOn.PHASE_TRANSFERS, name="two", effect="other", localities=("Alder",)),
        ),
        BasisChange(Basis.SPECIALIST_PACKAGES, "ratio", FIRST.plus(3)),
    )
    demand, lines = demand_with_bridge(inputs(), drivers)
    assert demand == forecast_demand(inputs(), drivers)
    assert list(dict.fromkeys(line.step for line in lines)) == [WITHOUT_LEVERS, "one", "two", DEMAND_BASIS, WITH_ALL]
    cells: dict[object, list[int]] = {}
    for line in lines:
        cells.setdefault((line.bound, line.academic_year, line.phase, line.need_group), []).append(line.pupils)
    assert all(sum(pupils[:-1]) == pupils[-1] for pupils in cells.values())
    for each in demand:
        for year in YEARS:
            found = [line.pupils for line in lines if (line.bound, line.academic_year) == (each.bound, year)]
            assert sum(found) == 2 * each.total_pupils(year)
    alone = forecast_demand(inputs(), DemandDrivers(drivers.levers[:1]))
    before = forecast_demand(inputs())
    of_one = sum(line.pupils for line in lines if line.step == "one")
    assert of_one == sum(_all(each) for each in alone) - sum(_all(each) for each in before) < 0


def _all(demand: Demand) -> int:
    return sum(pupils for _, pupils in demand.cells)


@given(
    ends=st.tuples(*[st.floats(0, 1)] * 3).map(sorted),
    acts_on=st.sets(st.sampled_from(ActsOn), min_size=1),
    localities=st.sets(st.sampled_from(["Alder", "Birch"])),
    ramp_years=st.integers(1, 4),
    growth=st.tuples(*[st.floats(-0.2, 0.3)] * 3).map(sorted),
)
def test_a_lever_adds_no_pupil_anywhere_and_bounds_stay_in_order(
    ends: list[float], acts_on: set[ActsOn], localities: set[str], ramp_years: int, growth: list[float]
) -> None:
    numbers = assumptions(
        effect=(ends[0], ends[1], ends[2]), ehcp_growth_rate=(growth[0], growth[1], growth[2]), ehcp_leaver_rate=0.05
    )
    asked = replace(inputs(YEARS[:3]), assumptions=numbers)
    on = Lever("one", "effect", FIRST, ramp_years, tuple(sorted(acts_on)), (), tuple(sorted(localities)))
    without, with_lever = forecast_demand(asked), forecast_demand(asked, DemandDrivers((on,)))
    for before, after in zip(without, with_lever, strict=True):
        assert all(pupils <= dict(before.cells).get(key, 0) for key, pupils in after.cells)
    for lower, higher in pairwise(with_lever):
        assert all(pupils <= dict(higher.cells).get(key, 0) for key, pupils in lower.cells)
