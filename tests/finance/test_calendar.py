"""Months of academic and financial years."""

from planner.domain.terms import AcademicYear, FinancialYear
from planner.finance.calendar import Month, opening_month, periods, planned_months


def test_an_academic_year_gives_seven_months_to_its_first_financial_year_and_five_to_the_next() -> None:
    spans = [(period.financial_year, len(period.months)) for period in periods(AcademicYear(2026))]
    assert spans == [(FinancialYear(2026), 7), (FinancialYear(2027), 5)]


def test_an_academic_year_runs_from_september_to_august() -> None:
    months = [month for period in periods(AcademicYear(2026)) for month in period.months]
    assert (str(months[0]), str(months[-1]), len(set(months))) == ("2026-09", "2027-08", 12)
    assert months[0] == opening_month(AcademicYear(2026))


def test_march_belongs_to_the_financial_year_before_april() -> None:
    assert Month(2027, 3).financial_year == FinancialYear(2026)
    assert Month(2027, 4).financial_year == FinancialYear(2027)


def test_only_inner_financial_years_of_a_plan_are_whole() -> None:
    counted = planned_months([AcademicYear(2026), AcademicYear(2027)])
    assert counted == {FinancialYear(2026): 7, FinancialYear(2027): 12, FinancialYear(2028): 5}
