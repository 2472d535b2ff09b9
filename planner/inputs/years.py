"""Years that rules and money name must be years that the scenario plans."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.scenario import FinanceSettings, Rule
from planner.domain.terms import AcademicYear
from planner.errors import Faults

RULES_KEY = "rules"


def check_years(
    rules: Sequence[Rule], finance: FinanceSettings, years: Sequence[AcademicYear], file: str, faults: Faults
) -> None:
    """Note each target, promise or limit in a year outside the plan, and a finance window that misses it."""
    expected = f"an academic year from {years[0]} to {years[-1]}"
    for where, academic_year in _named_years(rules):
        if academic_year not in years:
            found = f"{academic_year}, outside the scenario"
            faults.add(f"{file}, {RULES_KEY}.{where}", found, expected, "It would count for nothing.")
    if finance.last_financial_year < years[0].start or finance.first_financial_year > years[-1].start + 1:
        found = f"{finance.first_financial_year} to {finance.last_financial_year}"
        touched = f"financial years that touch {years[0]} to {years[-1]}"
        faults.add(f"{file}, finance", found, touched, "No month of the plan would be priced.")


def _named_years(rules: Sequence[Rule]) -> list[tuple[str, AcademicYear]]:
    from planner.model.rules.capital_limit import CapitalLimit
    from planner.model.rules.coverage_promise import CoveragePromise
    from planner.model.rules.phase_continuity import PhaseContinuity
    from planner.model.rules.places_target import PlacesTargets

    named: list[tuple[str, AcademicYear]] = []
    for rule in rules:
        if isinstance(rule, PlacesTargets):
            named += [("places_target.targets", target.academic_year) for target in rule.targets]
        elif isinstance(rule, CapitalLimit):
            named += [("capital_limit.cumulative", row.academic_year) for row in rule.cumulative]
        elif isinstance(rule, CoveragePromise):
            named.append(("coverage_promise.from_academic_year", rule.from_academic_year))
        elif isinstance(rule, PhaseContinuity) and rule.from_academic_year is not None:
            named.append(("phase_continuity.from_academic_year", rule.from_academic_year))
    return named
