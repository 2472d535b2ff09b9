"""Plans of every council by January, as one series for each council or for councils that were reorganised.

Councils go by DfE's three digits: the nine-character codes of Buckinghamshire, Gateshead and Northumberland changed
while the council stayed the same. Where councils were merged or split, their plans before and after add up only for
all of them together, so they form one unit. A January in which a unit lacks one of its councils is unknown, not small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class PlansCount:
    """Statements and EHC plans of one council in one January, every age and need."""

    la_code: str
    census_year: int
    plans_pupils: int


@dataclass(frozen=True, slots=True)
class JoinedCouncils:
    """Councils that stand for each other before and after `reorganised_on`, by DfE code; `order` is the law."""

    name: str
    before: frozenset[str]
    after: frozenset[str]
    reorganised_on: date
    order: str

    @property
    def code(self) -> str:
        """Codes of today's councils, such as "940+941"."""
        return "+".join(sorted(self.after))


JOINED = (
    JoinedCouncils(
        "Dorset with Bournemouth, Christchurch and Poole",
        frozenset({"835", "836", "837"}),
        frozenset({"838", "839"}),
        date(2019, 4, 1),
        "The Bournemouth, Dorset and Poole (Structural Changes) Order 2018",
    ),
    JoinedCouncils(
        "North and West Northamptonshire",
        frozenset({"928"}),
        frozenset({"940", "941"}),
        date(2021, 4, 1),
        "The Northamptonshire (Structural Changes) Order 2020",
    ),
    JoinedCouncils(
        "Cumberland with Westmorland and Furness",
        frozenset({"909"}),
        frozenset({"942", "943"}),
        date(2023, 4, 1),
        "The Cumbria (Structural Changes) Order 2022",
    ),
)
_JOINED_OF = {la_code: joined for joined in JOINED for la_code in joined.before | joined.after}


def joined_councils(la_code: str) -> JoinedCouncils | None:
    """Reorganised councils that a code belongs to; None when its series stands alone."""
    return _JOINED_OF.get(la_code)


def unit_of(la_code: str) -> str:
    """Code of the series that a council belongs to: its own, or that of the joined councils."""
    joined = joined_councils(la_code)
    return la_code if joined is None else joined.code


class History:
    """Plans by unit and January. A unit without a January is unknown then; a plan count of 0 is a count."""

    def __init__(self, by_unit: Mapping[str, Mapping[int, int]]) -> None:
        self._by_unit = {unit: dict(sorted(counts.items())) for unit, counts in sorted(by_unit.items())}

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of all units, sorted."""
        return tuple(self._by_unit)

    @property
    def census_years(self) -> tuple[int, ...]:
        """Januaries that any unit has, in order."""
        return tuple(sorted({census_year for counts in self._by_unit.values() for census_year in counts}))

    def plans_pupils(self, unit: str) -> Mapping[int, int]:
        """Plans of one unit by January; empty when the unit is unknown."""
        return self._by_unit.get(unit, {})

    def up_to(self, census_year: int) -> History:
        """What was known once the count of that January was out."""
        return History(
            {
                unit: {known: plans for known, plans in counts.items() if known <= census_year}
                for unit, counts in self._by_unit.items()
            }
        )

    def with_all(self, census_years: Iterable[int]) -> dict[str, list[int]]:
        """Plans in these Januaries of the units that have them all and never none: growth from 0 has no rate."""
        wanted = list(census_years)
        return {
            unit: [counts[census_year] for census_year in wanted]
            for unit, counts in self._by_unit.items()
            if all(counts.get(census_year, 0) > 0 for census_year in wanted)
        }


def join_councils(counts: Iterable[PlansCount]) -> tuple[History, tuple[str, ...]]:
    """One series a unit, and a line for each January that is left out because a council of the unit is missing.

    Editions published after a reorganisation may state earlier years under either set of codes.
    """
    by_unit: dict[str, dict[int, dict[str, int]]] = {}
    for count in counts:
        in_january = by_unit.setdefault(unit_of(count.la_code), {}).setdefault(count.census_year, {})
        in_january[count.la_code] = count.plans_pupils
    doubts: list[str] = []
    series: dict[str, dict[int, int]] = {}
    for unit, years in by_unit.items():
        for census_year, parts in years.items():
            doubt = _incomplete(unit, census_year, frozenset(parts))
            if doubt:
                doubts.append(doubt)
            else:
                series.setdefault(unit, {})[census_year] = sum(parts.values())
    return History(series), tuple(sorted(doubts))


def _incomplete(unit: str, census_year: int, codes: frozenset[str]) -> str:
    joined = next((each for each in JOINED if each.code == unit), None)
    if joined is None or codes in (joined.before, joined.after):
        return ""
    found = ", ".join(sorted(codes))
    whole = " or ".join(", ".join(sorted(each)) for each in (joined.before, joined.after))
    return f"{joined.name}, January {census_year}: only councils {found}, not all of {whole}; taken as unknown"
