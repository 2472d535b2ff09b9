"""Claims about drawing from the ranges of the assumptions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.demand.cube import forecast_demand
from planner.demand.draws import draw_demand, draw_values, triangular
from planner.domain.levers import ActsOn, DemandDrivers
from planner.domain.terms import Bound, Phase
from tests.demand.places import CANDI, SEMH, assumptions
from tests.demand.test_levers import YEARS, inputs, lever

NOTHING = DemandDrivers()
NEEDS = (CANDI, SEMH)
LAST = [(YEARS[-1], phase, need) for phase in Phase for need in NEEDS]


def test_values_follow_the_triangle_over_the_range() -> None:
    """A triangle from 0 over 0.2 to 1 has a fifth of its draws below 0.2 and the mean 0.4."""
    known = assumptions(share=(0.0, 0.2, 1.0))["share"]
    values = triangular(known, np.random.default_rng(1).random(100_000))
    assert 0 <= values.min() <= values.max() <= 1
    assert values.mean() == pytest.approx(0.4, abs=0.005)
    assert (values < 0.2).mean() == pytest.approx(0.2, abs=0.005)
    assert triangular(known, np.array([0.0, 0.2, 1.0])) == pytest.approx([0, 0.2, 1])


def test_a_number_without_a_range_is_not_drawn() -> None:
    known = assumptions(share=0.3)["share"]
    assert set(triangular(known, np.array([0.1, 0.5, 0.9]))) == {0.3}


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    first, again, other = (draw_demand(inputs(), NOTHING, 40, seed).quantiles(*LAST) for seed in (7, 7, 8))
    assert first == again != other


def test_the_shares_of_the_phases_move_together_and_growth_for_itself() -> None:
    known = [assumptions()[name] for name in ("rp_share_primary", "rp_share_secondary", "ehcp_growth_rate")]
    values = draw_values(known, 400, 1)
    of_phases = np.corrcoef(values["rp_share_primary"], values["rp_share_secondary"])[0, 1]
    with_growth = np.corrcoef(values["rp_share_primary"], values["ehcp_growth_rate"])[0, 1]
    assert of_phases > 0.99
    assert abs(with_growth) < 0.2


def test_a_mix_that_is_drawn_keeps_its_sum() -> None:
    numbers = assumptions(**{"rp_mix_primary_semh": (0.2, 0.5, 0.6)})
    names = [f"rp_mix_primary_{need}" for need in NEEDS]
    values = draw_values([numbers[name] for name in names], 50, 1)
    assert values[names[0]] + values[names[1]] == pytest.approx(np.full(50, 1.0))
    assert values["rp_mix_primary_semh"].std() > 0.01


def test_ranges_that_are_points_give_the_central_forecast_in_each_draw() -> None:
    numbers = assumptions(ehcp_growth_rate=0.1, **{f"rp_share_{phase}": 0.1 for phase in Phase})
    asked = replace(inputs(), assumptions=numbers)
    drawn = draw_demand(asked, NOTHING, 3, 1)
    low, middle, high = drawn.quantiles(*LAST)
    assert low == pytest.approx(middle) == pytest.approx(high)
    assert middle == pytest.approx(forecast_demand(asked)[1].total_pupils(YEARS[-1]), abs=5)
    assert drawn.drawn == ()


def test_what_is_drawn_lies_between_the_bounds_where_only_they_have_ranges() -> None:
    drawn = draw_demand(inputs(), NOTHING, 200, 1)
    lower, central, upper = (each.total_pupils(YEARS[-1]) for each in forecast_demand(inputs()))
    low, middle, high = drawn.quantiles(*LAST)
    assert lower < low < middle < high < upper
    assert low < central < high
    assert "ehcp_growth_rate" in drawn.drawn


def test_the_past_is_not_drawn() -> None:
    """A year before the census is the same in each draw, for growth has no range there, if the shares have none."""
    numbers = assumptions(**{f"rp_share_{phase}": 0.1 for phase in Phase})
    past = [YEARS[0].plus(-2)]
    drawn = draw_demand(replace(inputs(past), assumptions=numbers), NOTHING, 20, 1)
    low, _, high = drawn.quantiles(*((past[0], phase, need) for phase in Phase for need in NEEDS))
    assert low == pytest.approx(high)


def test_a_lever_is_drawn_and_leaves_the_other_draws_as_they_were() -> None:
    on = DemandDrivers((lever(ActsOn.NEW_PLACEMENTS, localities=("Birch",)),))
    without, with_lever = draw_demand(inputs(), NOTHING, 60, 3), draw_demand(inputs(), on, 60, 3)
    assert set(with_lever.drawn) - set(without.drawn) == {"effect"}
    for key in LAST:
        assert np.all(with_lever.pupils[key] <= without.pupils[key])
        assert np.all(with_lever.pupils[key] >= without.pupils[key] * 0.6)


def test_no_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="0 draws"):
        draw_demand(inputs(), NOTHING, 0, 1)


def test_the_bound_of_a_forecast_is_not_asked_of_the_draws() -> None:
    """One draw at its own values is the same whatever bound it is worked out at: levers turn no end round."""
    numbers = assumptions(effect=0.2, ehcp_growth_rate=0.1, **{f"rp_share_{phase}": 0.1 for phase in Phase})
    asked = replace(inputs(), assumptions=numbers)
    on = DemandDrivers((lever(ActsOn.REQUESTS),))
    assert asked.stock_by_year(on, Bound.UPPER) == asked.stock_by_year(on, Bound.LOWER)
