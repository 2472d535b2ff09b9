"""Bases of a made-up county: those that stand or are committed, and those that may open."""

from __future__ import annotations

from planner.domain.geography import School
from planner.domain.problem import Site
from planner.domain.terms import AcademicYear, NeedGroup, Phase, ProvisionType, SiteStatus
from tests.benchmarks.county_map import Draw, Ground, scaled

FIRST_YEAR = AcademicYear(2025)
STANDING = 18
# Share of the pupils of each need group; a county with one need group has the first alone.
NEEDS = {NeedGroup.COMMUNICATION_INTERACTION: 0.5, NeedGroup.SEMH: 0.35, NeedGroup.COGNITION_LEARNING: 0.15}
SIZES = {Phase.NURSERY: (4, 6, 8), Phase.PRIMARY: (8, 10, 12, 14, 16), Phase.SECONDARY: (8, 10, 12, 14, 16, 18, 20)}
SMALL_ROLL, SMALL_SIZES = 150, (8,)
# Pounds a base and pounds a place, to be drawn around.
CAPITAL = {Phase.NURSERY: (30_000, 6_000), Phase.PRIMARY: (40_000, 6_500), Phase.SECONDARY: (143_000, 12_400)}
WHOLE_PRIMARY = (0, 6)


def sites(seed: int, size: float, ground: Ground, *, rich: bool) -> tuple[Site, ...]:
    """All sites, sorted by key; a school with a standing base is no candidate."""
    draw = Draw("standing", seed, size)
    hosts = _standing_hosts(draw, size, ground)
    standing = [_standing(draw, school, rich=rich) for school in hosts]
    draw = Draw("candidates", seed, size)
    taken = {school.urn for school in hosts}
    candidates = [site for school in ground.schools for site in _candidates(draw, school, rich=rich)]
    kept = [site for site in candidates if site.urn not in taken]
    return tuple(sorted([*standing, *kept], key=lambda site: site.key))


def _standing_hosts(draw: Draw, size: float, ground: Ground) -> list[School]:
    """A third secondary schools, the rest primary schools with all primary year groups."""
    count = scaled(STANDING, size)
    able = [school for school in draw.shuffled(ground.schools) if school.may_host]
    secondary = [school for school in able if school.school_phase == "secondary"][: count // 3]
    primary = [s for s in able if s.school_phase == "primary" and (max(s.ncy_low, 0), s.ncy_high) == WHOLE_PRIMARY]
    return [*secondary, *primary[: count - len(secondary)]]


def _standing(draw: Draw, school: School, *, rich: bool) -> Site:
    secondary = school.school_phase == "secondary"
    phase = Phase.SECONDARY if secondary else Phase.PRIMARY
    places = 10 + 2 * draw.below(5) if secondary else 6 + 2 * draw.below(4)
    committed, later, grows = draw.happens(0.25), draw.below(2), draw.happens(0.2)
    steps = [(FIRST_YEAR.plus(later if committed else -1), places)]
    if grows and not committed:
        steps.append((FIRST_YEAR.plus(1), places + 2))
    main, more = draw.index(list(NEEDS.values())), draw.below(len(NEEDS))
    needs = sorted({main, more} if draw.happens(0.3) else {main})
    return Site(
        key=f"{school.urn}-standing",
        urn=school.urn,
        name=f"Base at {school.name}",
        phase=phase,
        ncy_low=school.ncy_low if rich or secondary else 0,
        ncy_high=school.ncy_high,
        need_groups=tuple(list(NEEDS)[need] for need in needs) if rich else (next(iter(NEEDS)),),
        provision_type=ProvisionType.RESOURCED_PROVISION,
        status=SiteStatus.COMMITTED if committed else SiteStatus.EXISTING,
        steps=tuple(steps),
        size_menu=(),
        max_places=None,
        earliest_opening=None,
        earliest_opening_reason="",
        capital_fixed_gbp=0,
        capital_per_place_gbp=0,
    )


def _candidates(draw: Draw, school: School, *, rich: bool) -> list[Site]:
    """Candidates of a school: with three bands a unit a phase, with four a base for each need group.

    Draws the same numbers either way, so a school has the same opening and prices in both.
    """
    chance = draw.between(0, 1)
    earliest = FIRST_YEAR.plus(0 if chance < 0.2 else 1 if chance < 0.65 else 2)
    price, place_price = draw.between(0.5, 2.0), draw.between(0.75, 1.25)
    if not school.may_host:
        return []
    spans = [(school.ncy_low, school.ncy_high)] if rich else _units(school)
    needs = list(NEEDS) if rich else list(NEEDS)[:1]
    return [_candidate(school, span, need, earliest, (price, place_price)) for span in spans for need in needs]


def _units(school: School) -> list[tuple[int, int]]:
    """Year groups of the units of the three bands; infant and junior schools have no whole primary band."""
    spans = [(-1, -1)] if school.ncy_low == -1 else []
    whole = (max(school.ncy_low, 0), school.ncy_high)
    return [*spans, whole] if whole in (WHOLE_PRIMARY, (7, 11)) else spans


def _candidate(
    school: School, span: tuple[int, int], need: NeedGroup, earliest: AcademicYear, prices: tuple[float, float]
) -> Site:
    phase = Phase.NURSERY if span == (-1, -1) else Phase.PRIMARY if span[0] < 7 else Phase.SECONDARY
    fixed, per_place = CAPITAL[phase]
    small = phase is Phase.PRIMARY and (school.pupils_on_roll or 0) < SMALL_ROLL
    return Site(
        key=f"{school.urn}-{phase}-{need}",
        urn=school.urn,
        name=f"{phase} base at {school.name}",
        phase=phase,
        ncy_low=span[0],
        ncy_high=span[1],
        need_groups=(need,),
        provision_type=ProvisionType.RESOURCED_PROVISION,
        status=SiteStatus.CANDIDATE,
        steps=(),
        size_menu=SMALL_SIZES if small else SIZES[phase],
        max_places=None,
        earliest_opening=earliest,
        earliest_opening_reason="drawn",
        capital_fixed_gbp=1000 * round(fixed * prices[0] / 1000),
        capital_per_place_gbp=100 * round(per_place * prices[1] / 100),
    )
