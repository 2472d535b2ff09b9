"""The words of the field, defined once.

National Curriculum year (`ncy`): Reception is 0, Year 11 is 11, nursery years are negative; it follows from age on
31 August before the school year (DfE SEN2 guide 2025). A pupil aged 4 on that day is in Reception.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

NCY_RECEPTION = 0
NCY_LOWEST = -1
NCY_HIGHEST = 11
RECEPTION_AGE = 4
MONTHS_IN_YEAR = 12


def ncy_of_age(age: int) -> int:
    """National Curriculum year of a pupil of this age on 31 August before the school year."""
    return age - RECEPTION_AGE


class Phase(StrEnum):
    """Where a base sits in a school career. Infant and junior are bands of the primary phase."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"


PHASE_NCY: dict[Phase, tuple[int, int]] = {
    Phase.NURSERY: (-2, -1),
    Phase.PRIMARY: (0, 6),
    Phase.SECONDARY: (7, 11),
}


def phase_of_ncy(ncy: int) -> Phase:
    """Phase that a National Curriculum year belongs to."""
    for phase, (low, high) in PHASE_NCY.items():
        if low <= ncy <= high:
            return phase
    msg = f"no phase holds National Curriculum year {ncy}"
    raise ValueError(msg)


class NeedGroup(StrEnum):
    """What is commissioned; several recorded primary needs share one group."""

    COMMUNICATION_INTERACTION = "communication_interaction"
    SEMH = "semh"
    COGNITION_LEARNING = "cognition_learning"
    SENSORY_PHYSICAL = "sensory_physical"

    @property
    def label(self) -> str:
        """Name for readers."""
        return NEED_LABELS[self]


NEED_LABELS: dict[NeedGroup, str] = {
    NeedGroup.COMMUNICATION_INTERACTION: "Communication and interaction",
    NeedGroup.SEMH: "Social, emotional and mental health",
    NeedGroup.COGNITION_LEARNING: "Cognition and learning",
    NeedGroup.SENSORY_PHYSICAL: "Sensory and physical",
}

# SEND code of practice 2015, paragraphs 6.28 to 6.35, names the four areas; the codes are DfE's (SEN2 guide 2025).
NEED_GROUP_OF_PRIMARY_NEED: dict[str, NeedGroup] = {
    "asd": NeedGroup.COMMUNICATION_INTERACTION,
    "slcn": NeedGroup.COMMUNICATION_INTERACTION,
    "semh": NeedGroup.SEMH,
    "mld": NeedGroup.COGNITION_LEARNING,
    "sld": NeedGroup.COGNITION_LEARNING,
    "pmld": NeedGroup.COGNITION_LEARNING,
    "spld": NeedGroup.COGNITION_LEARNING,
    "ds": NeedGroup.COGNITION_LEARNING,
    "hi": NeedGroup.SENSORY_PHYSICAL,
    "vi": NeedGroup.SENSORY_PHYSICAL,
    "msi": NeedGroup.SENSORY_PHYSICAL,
    "pd": NeedGroup.SENSORY_PHYSICAL,
}


class ProvisionType(StrEnum):
    """Stay distinct to the last export; "specialist base" is the label for both from 2026."""

    RESOURCED_PROVISION = "resourced_provision"
    SEN_UNIT = "sen_unit"


class SiteStatus(StrEnum):
    """How far a site has come. Existing and committed places are facts, candidates are decisions."""

    EXISTING = "existing"
    COMMITTED = "committed"
    CANDIDATE = "candidate"


class Governance(StrEnum):
    """Decides the approval route and so the lead time."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"


class Bound(StrEnum):
    """One of three views of the future; figures of different bounds are never mixed."""

    LOWER = "lower"
    CENTRAL = "central"
    UPPER = "upper"


@dataclass(frozen=True, slots=True, order=True)
class AcademicYear:
    """September to August; `start` is the calendar year of its September."""

    start: int

    @classmethod
    def parse(cls, text: str) -> AcademicYear:
        """Read "2026/27"; raises ValueError for any other form."""
        match = re.fullmatch(r"(\d{4})/(\d{2})", text.strip())
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            msg = f'"{text}" is not an academic year such as 2026/27'
            raise ValueError(msg)
        return cls(int(match[1]))

    def __str__(self) -> str:
        """Write it as 2026/27."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    def plus(self, years: int) -> AcademicYear:
        """Return the year so many years later (earlier when negative)."""
        return AcademicYear(self.start + years)


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """April to March; `start` is the calendar year of its April."""

    start: int

    def __str__(self) -> str:
        """Write it as 2026-27."""
        return f"{self.start}-{(self.start + 1) % 100:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """A run of National Curriculum years that every site either takes whole or not at all."""

    ncy_low: int
    ncy_high: int

    @property
    def phase(self) -> Phase:
        """Phase of the band; a band never crosses phases."""
        return phase_of_ncy(self.ncy_low)

    @property
    def name(self) -> str:
        """Field's own name where the band is one of the usual four, else its year groups."""
        usual = {(-1, -1): "nursery", (0, 2): "infant", (3, 6): "junior", (7, 11): "secondary"}
        return usual.get((self.ncy_low, self.ncy_high), self.year_groups)

    @property
    def year_groups(self) -> str:
        """Year groups in words, for example "Years 3 to 6"."""
        low, high = ncy_label(self.ncy_low), ncy_label(self.ncy_high)
        if low == high:
            return low
        if self.ncy_low >= 1:
            return f"Years {self.ncy_low} to {self.ncy_high}"
        return f"{low} to {high}"


def ncy_label(ncy: int) -> str:
    """Return the year group's everyday name."""
    if ncy < NCY_RECEPTION:
        return "Nursery"
    return "Reception" if ncy == NCY_RECEPTION else f"Year {ncy}"


def bands_of_ranges(ranges: list[tuple[int, int]]) -> tuple[Band, ...]:
    """Coarsest split of NCY -1 to 11 that every (ncy_low, ncy_high) range and every phase respects."""
    starts = {NCY_LOWEST, 0, 7}
    for low, high in [*ranges, (0, 2), (3, 6)]:
        starts.add(max(low, NCY_LOWEST))
        starts.add(high + 1)
    inside = sorted(start for start in starts if NCY_LOWEST <= start <= NCY_HIGHEST)
    ends = [*[start - 1 for start in inside[1:]], NCY_HIGHEST]
    return tuple(Band(low, high) for low, high in zip(inside, ends, strict=True))
