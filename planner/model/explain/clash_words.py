"""A clash in words that can be read out: conditions, needs and remedies."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.problem import Problem, Site
from planner.domain.scenario import Rule
from planner.domain.terms import AcademicYear, NeedGroup
from planner.model.explain.clash import Need
from planner.model.explain.conditions import BASES, POUNDS, Condition
from planner.model.rules.capital_limit import CapitalLimit
from planner.model.rules.placements_by_hand import LockedPlacement, PlacementsByHand

SHOWN_PLACEMENTS = 4


class ClashWords:
    """Words for the conditions of one scenario."""

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self._problem = problem
        self._locked = [lock for rule in rules if isinstance(rule, PlacementsByHand) for lock in rule.locked]
        self._capital = next((rule for rule in rules if isinstance(rule, CapitalLimit)), None)

    def placement(self, lock: LockedPlacement) -> str:
        """A placement by hand: places, phase, need, school and first year."""
        site = lock.site(self._problem)
        phase = f"{site.phase} " if site is not None else f"{lock.phase} " if lock.phase is not None else ""
        need = "SEMH" if lock.need_group is NeedGroup.SEMH else lock.need_group.label.lower()
        return f"{lock.places} {phase}{need} places at {self.school(lock.urn)} from {lock.academic_year}"

    def school(self, urn: str | None) -> str:
        """Name and URN of a school; the URN alone where the problem has no such school."""
        school = self._problem.school_by_urn.get(urn or "")
        return f"{school.name} ({urn})" if school is not None else f"school {urn}"

    def condition(self, condition: Condition) -> str:
        """One condition, as a noun with its limit."""
        subject, allowed = condition.subject, condition.allowed
        match condition.rule:
            case "capital_limit":
                return f"capital of {_pounds(allowed or 0)} up to {subject}"
            case "opening_limit":
                return f"no more than {_count(allowed or 0, condition.unit, 'new ')} in {subject}"
            case "host_limit":
                return f"no more than {_count(allowed or 0, BASES)} at {self.school(subject)}"
            case "placements_by_hand":
                if condition.lock is None:
                    return f"no new base at {self.school(subject)}, which is forbidden by hand"
                return self.placement(condition.lock)
            case "school_chosen":
                return f"a new base at {self.school(subject)}"
        return self._of_site(condition)

    def _of_site(self, condition: Condition) -> str:
        site = self._problem.site_by_key.get(condition.subject)
        if site is None:
            return f"{condition.rule} {condition.subject}"
        where = self.school(site.urn)
        match condition.rule:
            case "earliest_opening":
                return f"no base at {where} before {site.earliest_opening}{_reason(site)}"
            case "size_menu":
                return f"the sizes of a base at {where}, which are {joined(list(map(str, site.size_menu)))} places"
        return f"{condition.rule} at {where}"

    def need(self, need: Need) -> str:
        """What the placements need of a limit, and what it allows: "needs" is said before."""
        subject = need.condition.subject
        match need.condition.rule:
            case "capital_limit":
                needed, allowed = _pounds(need.needed), _pounds(need.allowed)
                return f"{needed} of capital up to {subject}; the programme allows {allowed}"
            case "host_limit":
                needed = _count(need.needed, BASES)
                return f"{needed} at {self.school(subject)}; the host limit allows {need.allowed} a school"
        needed = _count(need.needed, need.condition.unit, "new ")
        return f"{needed} in {subject}; the opening limit allows {need.allowed} a year"

    def clash(self, conditions: Sequence[Condition], needs: Sequence[Need]) -> str:
        """Say in one or two sentences what stands against what."""
        placements = [each.lock for each in conditions if each.lock is not None]
        limits = {need.condition for need in needs}
        others = [each for each in conditions if each not in limits and each.lock is None]
        who = joined([self.placement(lock) for lock in placements[:SHOWN_PLACEMENTS]])
        if len(placements) > SHOWN_PLACEMENTS:
            who = f"{len(placements)} placements by hand, the first of them {who},"
        if len(needs) == 1 and not others and placements:
            return f"{who} need {self.need(needs[0])}."
        rest = joined([self.condition(each) for each in conditions if each.lock is None])
        if not rest:
            return f"{who} stand against each other."
        return f"{who} stand against {rest}." if placements else f"These stand against each other: {rest}."

    def remedy(self, condition: Condition, kind: str, amount: int) -> tuple[str, str]:
        """One remedy in words, and the setting that says it (empty where there is none)."""
        if condition.lock is not None:
            return self._other_placement(condition.lock, kind, amount)
        limit = None if condition.allowed is None else condition.allowed + amount
        match condition.rule:
            case "capital_limit":
                instead = f"{_pounds(limit or 0)} instead of {_pounds(condition.allowed or 0)}"
                says = f"{_pounds(amount)} more capital up to {condition.subject}: {instead}"
                return says, self._capital_setting(condition, limit or 0)
            case "opening_limit":
                key = "sites_per_year" if condition.unit == BASES else "places_per_year"
                instead = f"{limit} instead of {condition.allowed}"
                says = f"{_count(amount, condition.unit, 'more new ')} in {condition.subject}: {instead}"
                return says, f"--set rules.opening_limit.{key}={limit}"
            case "host_limit":
                says = f"{_count(limit or 0, BASES)} instead of {condition.allowed} at {self.school(condition.subject)}"
                return says, f"--set rules.host_limit.bases_per_school={limit}"
        return self._site_gives(condition, amount), ""

    def _site_gives(self, condition: Condition, amount: int) -> str:
        site = self._problem.site_by_key.get(condition.subject)
        where = self.school(site.urn) if site is not None else condition.subject
        match condition.rule:
            case "earliest_opening" if site is not None and site.earliest_opening is not None:
                earlier = site.earliest_opening.plus(-amount)
                return f"a base at {where} {_count(amount, 'years')} earlier, from {earlier}"
            case "size_menu" if site is not None:
                return f"a size of {joined(self._asked_beside(site))} places at {where}"
            case "school_chosen":
                return f"no new base at {self.school(condition.subject)}"
            case "placements_by_hand":
                return f"allow a new base at {self.school(condition.subject)}"
        return f"{condition.rule} of {where} loosened by {amount}"

    def _asked_beside(self, site: Site) -> list[str]:
        """Numbers of places that somebody asks of a site beside its menu."""
        stated = {site.stated_places(year) for year in self._problem.academic_years}
        locked = {lock.places for lock in self._locked if lock.site(self._problem) is site}
        return [str(number) for number in sorted((stated | locked) - {0, *site.size_menu})]

    def _capital_setting(self, condition: Condition, limit: int) -> str:
        """The total where it is what binds; limits up to single years are rows of a list."""
        stated = self._capital.cumulative if self._capital is not None else ()
        years = [str(row.academic_year) for row in stated]
        return "" if condition.subject in years else f"--set rules.capital_limit.total_gbp={limit}"

    def _other_placement(self, lock: LockedPlacement, kind: str, amount: int) -> tuple[str, str]:
        says = self.placement(lock)
        if kind == "later":
            first = lock.academic_year.plus(amount)
            return f"{says}: {_count(amount, 'years')} later, from {first}", self._what_if(lock, lock.places, first)
        if kind == "size":
            what_if = self._what_if(lock, amount, lock.academic_year)
            return f"{says}: {amount} places instead of {lock.places}", what_if
        return f"without {says}", ""

    def _what_if(self, lock: LockedPlacement, places: int, first: AcademicYear) -> str:
        site = lock.site(self._problem)
        phase = f"{site.phase}:" if site is not None else ""
        return f"--what-if {lock.urn}:{lock.need_group}:{phase}{places}@{first}"


def _reason(site: Site) -> str:
    return f" ({site.earliest_opening_reason})" if site.earliest_opening_reason else ""


def _pounds(amount: int) -> str:
    return f"£{amount:,}"


def _count(amount: int, unit: str, kind: str = "") -> str:
    """A number with its unit, in the singular where it is 1."""
    if unit == POUNDS:
        return _pounds(amount)
    return f"{amount:,} {kind}{unit[:-1] if amount == 1 else unit}"


def joined(texts: Sequence[str]) -> str:
    """Give texts as "a, b and c", or as "a, of x; b; and c" where one holds a comma, as names of schools may."""
    if len(texts) > 2 and any("," in text for text in texts):
        return "; ".join([*texts[:-1], f"and {texts[-1]}"])
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else list(texts))
