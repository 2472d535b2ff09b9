"""The summary as lines of text: short sections, plain words, columns that line up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from planner.domain.forecast import Budget, Pathway
from planner.domain.terms import MONTHS_IN_YEAR, AcademicYear, Bound, FinancialYear, Phase
from planner.outputs.demand_bridge import steps_text
from planner.outputs.goal_lines import goal_sentence
from planner.outputs.text_lines import pounds, text_table
from planner.outputs.words import BUDGET_WORDS, PATHWAY_WORDS

if TYPE_CHECKING:
    from planner.outputs.summary import BaseLine, DistrictLine, RunSummary
    from planner.outputs.summary_money import CapitalLine, MoneyLine
    from planner.outputs.summary_places import GapLine

JUDGED = "Rests on judgement (red and of high impact; is it your council's?):"
NO_LOCALITY = "none"
PHASE_ORDER = [*(phase.value for phase in Phase), "all"]
DEMAND_ONLY = "The three estimates differ in demand only; unit costs and inflation are central."
TRANSPORT_NOTE = (
    "Transport counts pupils beyond the walking limit; with more pupils the best placement changes, so it need not "
    "rise with demand."
)
NO_SCHOOL = "no school that teaches these years and may open a base stands in"
NOT_REACHED = "a school there could open one, this plan does not:"


def summary_text(summary: RunSummary) -> str:
    """Write all sections, a blank line between them and a line feed at the end."""
    head = [f"{summary.title} (as at {summary.as_at}, planned on the {summary.bound} bound)", *summary.changes]
    if summary.judgements:
        head.append(f"{JUDGED} {'; '.join(summary.judgements)}.")
    sections = [
        head,
        _places(summary),
        _gaps(summary),
        steps_text(summary.demand),
        _unplaced(summary),
        _districts(summary),
        _money(summary),
        _savings(summary),
        _goals(summary),
        [f"Travel: {summary.travel.rstrip('.')}."],
        _ledger(summary),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _places(summary: RunSummary) -> list[str]:
    phases = sorted({line.phase for line in summary.places})
    rows = [["academic year", *phases, "all"]]
    for academic_year, grouped in groupby(summary.places, key=lambda line: line.academic_year):
        counts = [line.commissioned_places for line in grouped]
        rows.append([str(academic_year), *map(str, counts), str(sum(counts))])
    return ["Commissioned places", *text_table(rows), *_balancing(summary), *_targets(summary), *_limits(summary)]


def _balancing(summary: RunSummary) -> Iterator[str]:
    """Say how many places stand at no named school, where there are any."""
    counts: dict[AcademicYear, int] = {}
    for line in summary.places:
        counts[line.academic_year] = counts.get(line.academic_year, 0) + line.balancing_places
    if any(counts.values()):
        span = " to ".join(map(str, sorted({min(counts.values()), max(counts.values())})))
        reason = "counted by a published total and stand at no named school; their phase is assumed"
        yield f"  {span} of these places are {reason}."


def _targets(summary: RunSummary) -> Iterator[str]:
    for line in summary.targets:
        result = f"{line.shortfall_places} short" if line.shortfall_places else "met"
        yield f"  Target {line.target_places} in {line.academic_year}: {line.commissioned_places} places, {result}."


def _limits(summary: RunSummary) -> Iterator[str]:
    """Say in which years a limit on openings is reached, and so may keep pupils without a place."""
    for what in dict.fromkeys(line.what for line in summary.limits):
        years = [
            f"{line.used} of {line.limit} {what} in {line.academic_year}"
            for line in summary.limits
            if line.what == what
        ]
        yield f"  Yearly limit used up, or too little left for one more base: {', '.join(years)}."


def _gaps(summary: RunSummary) -> list[str]:
    lines = ["Localities without a base of their own"]
    last = summary.gaps[-1].academic_year
    for band in dict.fromkeys(gap.band for gap in summary.gaps):
        chosen = [gap for gap in summary.gaps if gap.band == band]
        lines.append(f"  {band} ({chosen[0].year_groups})")
        for gap in chosen:
            lines.append(f"    {gap.academic_year}, {len(gap.localities)}: {', '.join(gap.localities) or NO_LOCALITY}")
            lines += _reasons(gap) if gap.academic_year == last else []
    return lines


def _reasons(gap: GapLine) -> Iterator[str]:
    for reason, names in ((NO_SCHOOL, gap.without_school), (NOT_REACHED, gap.not_reached)):
        if names:
            yield f"      {reason} {', '.join(names)}"


def _unplaced(summary: RunSummary) -> list[str]:
    bounds = list(dict.fromkeys(line.bound for line in summary.unplaced))
    if not bounds:
        return []
    counts: dict[tuple[str, str], dict[Bound, tuple[int, int]]] = {}
    for line in summary.unplaced:
        for phase in (line.phase.value, "all"):
            by_bound = counts.setdefault((str(line.academic_year), phase), {})
            unplaced, pupils = by_bound.get(line.bound, (0, 0))
            by_bound[line.bound] = unplaced + line.unplaced_pupils, pupils + line.pupils
    rows = [["academic year and phase", *bounds]]
    for key in sorted(counts, key=lambda key: (key[0], PHASE_ORDER.index(key[1]))):
        cells = (counts[key][bound] for bound in bounds)
        rows.append([" ".join(key), *(f"{unplaced} of {pupils}" for unplaced, pupils in cells)])
    return ["Pupils without a place, of all who need one", *text_table(rows)]


def _districts(summary: RunSummary) -> list[str]:
    ordered = sorted(summary.districts, key=lambda line: (not line.is_priority, line.district))
    last = summary.places[-1].academic_year
    return ["What each district gets", *(text for line in ordered for text in _district(line, last))]


def _district(line: DistrictLine, last: AcademicYear) -> Iterator[str]:
    mark = " (priority)" if line.is_priority else ""
    yield f"  {line.district}{mark}: {line.new_places} new places, {line.proposed_places} of them proposed by this plan"
    yield f"    {line.unplaced_pupils} of {line.pupils} pupils without a place in {last}"
    for base in line.bases:
        yield f"    {_base(base)}"


def _base(base: BaseLine) -> str:
    need = " and ".join(base.need_groups)
    change = f"opens with {base.commissioned_places} places" if base.opens else f"grows by {base.new_places}"
    where = f"{base.school_name} (URN {base.urn}), {base.locality}"
    return f"{base.academic_year}  {where}: {base.phase}, {need}, {change}, {_decided(base)}"


def _decided(base: BaseLine) -> str:
    if not base.proposed_places:
        return "already decided"
    return "proposed" if base.proposed_places == base.new_places else f"{base.proposed_places} of them proposed"


def _money(summary: RunSummary) -> list[str]:
    if not summary.money:
        return []
    lines = ["Money by financial year", f"  {DEMAND_ONLY}"]
    for budget in Budget:
        for pathway in Pathway:
            chosen = [line for line in summary.money if (line.budget, line.pathway) == (budget, pathway)]
            if chosen:
                lines += [f"{BUDGET_WORDS[budget]}: {PATHWAY_WORDS[pathway]}", *_by_year(chosen)]
        lines += _after_budget(budget, summary)
    return lines


def _after_budget(budget: Budget, summary: RunSummary) -> list[str]:
    """What a reader needs beside the tables of one budget."""
    if budget is Budget.HIGH_NEEDS_BLOCK:
        return _places_together(summary.money)
    if budget is Budget.GENERAL_FUND:
        return [f"  {TRANSPORT_NOTE}"] if any(line.budget is budget for line in summary.money) else []
    return [_capital(summary.capital)] if summary.capital else []


def _places_together(money: Sequence[MoneyLine]) -> list[str]:
    """High needs block of all places, where the plan adds to those there are."""
    shown = (Pathway.STOCK, Pathway.PLAN)
    chosen = [line for line in money if line.budget is Budget.HIGH_NEEDS_BLOCK and line.pathway in shown]
    if {line.pathway for line in chosen} != set(shown):
        return []
    sums: dict[tuple[FinancialYear, Bound], MoneyLine] = {}
    for line in chosen:
        key = line.financial_year, line.bound
        before = sums[key].amount_gbp if key in sums else 0
        sums[key] = replace(line, amount_gbp=before + line.amount_gbp)
    return [f"{BUDGET_WORDS[Budget.HIGH_NEEDS_BLOCK]}: both together", *_by_year(list(sums.values()))]


def _capital(capital: CapitalLine) -> str:
    spent, limit = pounds(capital.plan_gbp), pounds(capital.limit_gbp)
    return f"  The plan takes {spent} of the {limit} of its capital limit, at the price base of the assumptions."


def _by_year(money: Sequence[MoneyLine]) -> list[str]:
    bounds = [bound for bound in Bound if any(line.bound is bound for line in money)]
    amounts = {(line.financial_year, line.bound): line for line in money}
    rows = [["financial year", *bounds]]
    for financial_year in sorted({line.financial_year for line in money}):
        found = [amounts.get((financial_year, bound)) for bound in bounds]
        rows.append([_year_label(financial_year, found), *(pounds(line.amount_gbp) if line else "-" for line in found)])
    return text_table(rows)


def _year_label(financial_year: FinancialYear, found: Iterable[MoneyLine | None]) -> str:
    months = max(line.planned_months for line in found if line)
    part = months < MONTHS_IN_YEAR
    return f"{financial_year} ({months} of {MONTHS_IN_YEAR} months)" if part else str(financial_year)


def _savings(summary: RunSummary) -> list[str]:
    if not summary.savings:
        return ["No saving is claimed: the scenario states no counterfactual mix."]
    rows = [["financial year and bound", "all state special", "stated mix", "all independent"]]
    for line in summary.savings:
        amounts = (line.floor_gbp, line.stated_mix_gbp, line.ceiling_gbp)
        rows.append([f"{line.financial_year} {line.bound}", *map(pounds, amounts)])
    return ["Avoided cost, no reduction of the forecast (negative = the places cost more)", *text_table(rows)]


def _goals(summary: RunSummary) -> list[str]:
    if not summary.goals:
        return []
    lines = ["Goals in strict order", *(f"  {goal_sentence(goal)}" for goal in summary.goals)]
    if not summary.is_repeatable:
        lines.append("  The clock stopped a goal, so another run may give another plan.")
    return lines


def _ledger(summary: RunSummary) -> list[str]:
    lines = ["Stated totals beside the register"] if summary.ledger else []
    for total in summary.ledger:
        difference = total.difference_places
        computed = "shown only" if difference is None else f"{total.computed_places} in the register"
        gap = f", {difference:+d}" if difference else ""
        reason = f" ({total.explanation})" if total.explanation else ""
        lines.append(f"  {total.claim}: {total.stated_places} stated, {computed}{gap}{reason}")
    return lines
