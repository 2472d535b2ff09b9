"""Demand before any plan as lines of text: the council by year and phase, its needs and localities, the draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from planner.domain.scenario import Scenario
from planner.domain.terms import Bound
from planner.outputs.demand_bridge import step_lines, steps_text
from planner.outputs.demand_tables import ALL, DemandRow, DrawnRow, demand_rows
from planner.outputs.text_lines import text_table

SMALL_NUMBERS = "Small numbers of pupils are shown: for planning, not for publication."
DRAWN_ONLY = (
    "Drawn from the ranges that the assumptions state, and from nothing else: no promise that demand lies inside. "
    "Where ranges reach further down than up, the middle draw (P50) lies below central, which takes each likeliest "
    "value."
)


def demand_text(scenario: Scenario, drawn: Sequence[DrawnRow] | None = None, how: str = "") -> str:
    """All sections, a blank line between them; `how` says how many draws there were and of which seed."""
    rows = demand_rows(scenario)
    last = [row for row in rows if row.academic_year == scenario.problem.academic_years[-1]]
    sections = [
        [f"{scenario.title} (as at {scenario.as_at.isoformat()}): pupils who need a place", *scenario.changes],
        _table("By academic year and phase", rows, _year_and_phase, _year),
        _table(f"By need in {last[0].academic_year}", last, lambda row: row.need_group.label),
        _table(f"By locality in {last[0].academic_year}", last, lambda row: row.locality),
        steps_text(step_lines(scenario)),
        _stands_on(scenario) if scenario.demand_bridge else [],
        _drawn(drawn, how) if drawn else [],
        [SMALL_NUMBERS],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _stands_on(scenario: Scenario) -> list[str]:
    """What a forecast of demand takes from supply: a reader would think the two apart."""
    problem = scenario.problem
    before = problem.academic_years[0].plus(-1)
    places = sum(site.stated_places(before) for site in problem.sites if site.urn is not None)
    shares = [problem.assumptions[f"rp_share_{phase}"] for phase in ("primary", "secondary")]
    rated = ", ".join(sorted({f"{share.quality} ({share.value:g})" for share in shares}))
    return [
        "What it stands on",
        f"  The {places} places of the register's bases in {before}, all taken, whose pupils age and leave;",
        f"  and a share of new plans and of transfers, rated {rated}.",
        "  So a register with other places gives other demand: it is not a count of need apart from supply.",
    ]


def _table(title: str, rows: Iterable[DemandRow], *labels: Callable[[DemandRow], str]) -> list[str]:
    """Sums by label, bounds beside each other; several labels count a row once for each."""
    sums: dict[str, dict[Bound, int]] = {}
    for row in rows:
        for label in labels:
            by_bound = sums.setdefault(label(row), dict.fromkeys(Bound, 0))
            by_bound[row.bound] += row.pupils
    lines = [[label, *(str(by_bound[bound]) for bound in Bound)] for label, by_bound in sums.items()]
    return [title, *text_table([["", *Bound], *(_in_order(lines) if len(labels) > 1 else lines)])]


def _in_order(lines: Iterable[list[str]]) -> list[list[str]]:
    """Years in order; within one the phases as they came, their sum last."""
    return sorted(lines, key=lambda line: (line[0].split()[0], line[0].endswith(ALL)))


def _year_and_phase(row: DemandRow) -> str:
    return f"{row.academic_year} {row.phase}"


def _year(row: DemandRow) -> str:
    return f"{row.academic_year} {ALL}"


def _drawn(drawn: Sequence[DrawnRow], how: str) -> list[str]:
    rows = [["", *Bound, "P10", "P50", "P90"]]
    whole = [row for row in drawn if row.need_group == ALL]
    for row in sorted(whole, key=lambda row: (row.academic_year, row.phase == ALL)):
        bounds = (row.lower_pupils, row.central_pupils, row.upper_pupils)
        quantiles = (row.p10_pupils, row.p50_pupils, row.p90_pupils)
        rows.append([f"{row.academic_year} {row.phase}", *map(str, bounds), *(f"{each:.0f}" for each in quantiles)])
    return [f"Bounds that are planned for, beside {how}", *text_table(rows), f"  {DRAWN_ONLY}"]
