"""Why a school cannot have a new base at all, whatever the goals say."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.problem import Problem, Site
from planner.domain.scenario import Scenario
from planner.model.network import Network
from planner.model.rules.host_limit import HostLimit
from planner.model.rules.placements_by_hand import PlacementsByHand


def obstacles(scenario: Scenario, urn: str) -> tuple[str, ...]:
    """Each reason, as a sentence, why no base can open at a school of the problem; empty when one can."""
    problem = scenario.problem
    name = f"{problem.school_by_urn[urn].name} ({urn})"
    sites = [site for site in problem.sites if site.urn == urn]
    candidates = [site for site in sites if site.is_candidate]
    if not candidates:
        return (f"{name} is no candidate: {_no_candidate(problem, urn, sites)}.",)
    return tuple(_closed(scenario, name, sites, candidates))


def without_pupils(network: Network, urn: str) -> bool:
    """Whether no pupil in need of a place can reach any site of a school."""
    reached = {site for cell in network.cells for site in cell.reach}
    return not any(network.sites[index].urn == urn for index in reached)


def _no_candidate(problem: Problem, urn: str, sites: list[Site]) -> str:
    school = problem.school_by_urn[urn]
    if not school.may_host:
        return f"it may not host, {school.may_host_reason}"
    if sites:
        keys = ", ".join(site.key for site in sites)
        return f"it has base {keys} already, and candidates.second_base is not true"
    return "candidates.exclude_urns or candidates.include_urns leave it out, or it teaches no phase that has bases"


def _closed(scenario: Scenario, name: str, sites: list[Site], candidates: list[Site]) -> Iterator[str]:
    problem = scenario.problem
    last = problem.academic_years[-1]
    years = [site.earliest_opening for site in candidates if site.earliest_opening is not None]
    if len(years) == len(candidates) and min(years) > last:
        reason = candidates[0].earliest_opening_reason
        yield f"{name} cannot open a base before {min(years)}, after the last year of the plan: {reason}."
    standing = sum(not site.is_candidate and site.stated_places(last) > 0 for site in sites)
    for rule in scenario.rules:
        if isinstance(rule, PlacementsByHand) and candidates[0].urn in rule.forbidden_urns:
            yield f"{name} is forbidden by hand (rules.placements_by_hand.forbidden_urns)."
        if isinstance(rule, HostLimit) and standing >= rule.bases_per_school:
            has = f"{standing} already" if standing else "none"
            yield f"{name} has {has}, and the host limit allows {rule.bases_per_school} a school."
