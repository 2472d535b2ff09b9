"""What would have to give: for each member of a clash, the least that settles it while all others are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from planner.model.explain.clash import Clash, Need, Remedy, Repair
from planner.model.explain.clash_words import ClashWords
from planner.model.explain.conditions import Condition
from planner.model.explain.policy import SIZE_MENU, Pattern, PolicyModel
from planner.model.explain.smallest_clash import ClashingSet

LATER, SIZE, WITHOUT, LIMIT = "later", "size", "without", "limit"


class Giving:
    """Finds the remedies of the clashes of one scenario; `conditions` are all of its conditions."""

    def __init__(self, model: PolicyModel, words: ClashWords) -> None:
        self._model = model
        self._words = words
        self._all = frozenset(model.conditions)

    def clash(self, found: ClashingSet) -> Clash:
        """A clashing set with what it needs and what would settle it."""
        members = found.conditions
        needs = [need for each in members if (need := self._need(each, members)) is not None]
        remedies = [remedy for each in members for remedy in self._remedies(each, members)]
        ordered = sorted(remedies, key=lambda remedy: (not remedy.settles_all, remedy.condition.is_placement))
        says = self._words.clash(members, needs)
        return Clash(members, found.is_smallest, tuple(needs), tuple(ordered), says)

    def repairs(self, clashes: Sequence[Clash]) -> list[Repair]:
        """Changes that give a plan together: of limits with every placement kept, and the other way round.

        Left out where one remedy of that kind alone does.
        """
        alone = {each.condition.is_placement for clash in clashes for each in clash.remedies if each.settles_all}
        placed = [each for each in self._model.conditions if each.is_placement]
        limits = [each for each in self._model.conditions if not each.is_placement]
        found = []
        point = None if False in alone else self._model.least(limits, placed).point
        if point is not None:
            gives = [(each, point.gives[each]) for each in limits if each in point.gives]
            found.append(Repair("placements", tuple(self._words.remedy(each, LIMIT, gave)[0] for each, gave in gives)))
        if True not in alone and self._model.least((), limits).point is not None:
            found.append(Repair("limits", tuple(self._placements_give(placed, limits))))
        return found

    def _placements_give(self, placed: Sequence[Condition], limits: Sequence[Condition]) -> Iterator[str]:
        """One placement after the other: kept as it is where that can be, else later, smaller or left out."""
        kept, moved = set(limits), dict[Condition, Pattern]()
        for condition in placed:
            if self._model.least((), kept | {condition}, moved).point is not None:
                kept.add(condition)
                continue
            ways = self._other_placements(condition, kept, moved, both_sides=True)
            kind, amount = next(ways, (WITHOUT, 0))
            moved[condition] = self._pattern_of(condition, kind, amount)
            yield self._words.remedy(condition, kind, amount)[0]

    def _need(self, condition: Condition, members: Sequence[Condition]) -> Need | None:
        """What the others of the clash ask of a limit; None for a condition that is no limit."""
        amount = None if condition.allowed is None else self._least(condition, set(members))
        if condition.allowed is None or amount is None:
            return None
        return Need(condition, condition.allowed + amount, condition.allowed)

    def _least(self, condition: Condition, kept: Collection[Condition]) -> int | None:
        """Least that one condition gives so that the others are kept; None when no amount is enough."""
        others = set(kept) - {condition}
        point = self._model.least([condition], others).point
        return None if point is None else point.gives.get(condition, 0)

    def _remedies(self, condition: Condition, members: Sequence[Condition]) -> Iterator[Remedy]:
        """Of one member: what settles everything; where nothing of it does, what settles this clash."""
        for kept, settles_all in ((self._all, True), (frozenset(members), False)):
            found = list(self._ways(condition, kept, settles_all=settles_all, menu_clashes=_about_menu(members)))
            if found:
                yield from found
                return

    def _ways(
        self, condition: Condition, kept: frozenset[Condition], *, settles_all: bool, menu_clashes: bool
    ) -> Iterator[Remedy]:
        amount = self._least(condition, kept)
        if amount is None:
            return
        if condition.lock is None:
            yield self._remedy(condition, LIMIT, amount, settles_all=settles_all)
            return
        ways = list(self._other_placements(condition, kept, {}, both_sides=menu_clashes))
        for kind, number in ways or [(WITHOUT, 0)]:
            yield self._remedy(condition, kind, number, settles_all=settles_all)

    def _remedy(self, condition: Condition, kind: str, amount: int, *, settles_all: bool) -> Remedy:
        says, change = self._words.remedy(condition, kind, amount)
        return Remedy(condition, kind, amount, settles_all, says, change)

    def _other_placements(
        self, condition: Condition, kept: Collection[Condition], moved: Mapping[Condition, Pattern], *, both_sides: bool
    ) -> Iterator[tuple[str, int]]:
        """The fewest years later, and the nearest size of the menu, with which a placement is kept with the others."""
        lock = condition.lock
        assert lock is not None
        site = self._model.problem.site_by_key[condition.subject]
        years = self._model.problem.academic_years
        later = [(LATER, count) for count in range(1, years[-1].start - lock.academic_year.start + 1)]
        below = [(SIZE, size) for size in reversed(site.size_menu) if size < lock.places]
        above = [(SIZE, size) for size in site.size_menu if size > lock.places]
        for ways in (later, below, above if both_sides else []):
            for kind, amount in ways:
                pattern = self._pattern_of(condition, kind, amount)
                if self._model.least((), kept, {**moved, condition: pattern}).point is not None:
                    yield kind, amount
                    break

    def _pattern_of(self, condition: Condition, kind: str, amount: int) -> Pattern:
        """Places by academic year of a placement that gives way."""
        lock = condition.lock
        assert lock is not None
        first = lock.academic_year.plus(amount if kind == LATER else 0)
        places = lock.places if kind == LATER else amount
        return {year: places if year >= first else 0 for year in self._model.problem.academic_years}


def _about_menu(members: Sequence[Condition]) -> bool:
    return any(member.rule == SIZE_MENU for member in members)
