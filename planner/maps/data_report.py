"""The data report of an area pack as a page: one HTML file without scripts that opens without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planner.inputs.new.report import PackReport, readable_counts
from planner.maps.offline_page import asset, environment, policy, self_contained

_WHERE = re.compile(r"(?P<where>[^:]*?, (?:row|header|column) ?[^:]*): (?P<what>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the report; `where` is the file and row, empty when the line is about no single row."""

    where: str
    what: str


def data_report_page(report: PackReport) -> str:
    """Draw the report; the same report gives the same bytes, and every text of it is escaped."""
    styles = [asset("page.css"), asset("data_report.css")]
    page = (
        environment()
        .get_template("data_report.html")
        .render(
            policy=policy([], styles),
            styles=styles,
            council=report.council,
            files=report.files,
            counts=[(what, f"{number:,g}") for what, number in readable_counts(report.counts)],
            plans=_lines(report.plans),
            doubtful=_lines(report.doubtful),
            assumed=_lines(report.assumed),
            settled=_lines(report.settled),
            warnings=report.warnings,
        )
    )
    return self_contained(page, styles)


def _lines(lines: Sequence[str]) -> list[ReportLine]:
    matches = [(line, _WHERE.fullmatch(line)) for line in lines]
    return [ReportLine(match["where"], match["what"]) if match else ReportLine("", line) for line, match in matches]
