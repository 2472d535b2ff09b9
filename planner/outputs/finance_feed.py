"""The finance feed: one CSV that drops into a council's own forecast, and the schema that describes it.

The row type below is the one place where a column is defined; the header and the schema are read from it. A change of
its columns is a new SCHEMA_VERSION.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from planner.domain.forecast import Budget, Forecast, ForecastLine, Pathway
from planner.domain.terms import Bound, FinancialYear, Phase
from planner.finance.running import UNLOCATED
from planner.outputs.csv_files import Missing, write_rows
from planner.outputs.feed_codes import BOUNDS, BUDGETS, LINES, PATHWAYS, PHASES

SCHEMA_VERSION = "1.1.0"
FEED_FILE = "finance_feed.csv"
SCHEMA_FILE = "finance_feed.schema.json"
PRIMARY_KEY = ("financial_year", "locality", "phase", "budget", "line", "bound", "pathway")


def described(kind: str, description: str, **constraints: object) -> dict[str, object]:
    """Return the schema entry of a column; `kind` is a type of the Table Schema standard."""
    return {"type": kind, "description": description, "constraints": constraints}


def one_of(meanings: Mapping[str, str], description: str) -> dict[str, object]:
    """Return the schema entry of a text column that takes certain codes, each with its meaning in a sentence."""
    codes = [str(code) for code in meanings]
    categories = [{"value": str(code), "label": meaning} for code, meaning in meanings.items()]
    return {**described("string", description, required=True, enum=codes), "categories": categories}


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One line of the forecast."""

    financial_year: FinancialYear = field(
        metadata=described("string", "April to March", required=True, pattern=r"\d{4}-\d{2}")
    )
    locality: str = field(
        metadata=described(
            "string",
            "Where the base stands; blank = balancing rows: places that a published total counts and that stand at no "
            "named school",
        )
    )
    phase: Phase = field(metadata=one_of(PHASES, "Phase of the base"))
    budget: Budget = field(metadata=one_of(BUDGETS, "Which pot pays; pots are never netted against each other"))
    line: str = field(metadata=one_of(LINES, "What is paid for"))
    bound: Bound = field(metadata=one_of(BOUNDS, "View of demand; never subtract across bounds"))
    pathway: Pathway = field(
        metadata=one_of(PATHWAYS, "Whose places; the counterfactual is no cost and is never added to the others")
    )
    average_places: float | Missing = field(
        metadata=described(
            "number", "Commissioned places averaged over 12 months; z = not the basis of this line", minimum=0
        )
    )
    occupied_places: float | Missing = field(
        metadata=described(
            "number",
            "Places whose pupils this line pays for, averaged over 12 months; x = unknown, z = not the basis",
            minimum=0,
        )
    )
    amount_gbp: int = field(
        metadata=described("integer", "Whole pounds; lines sum exactly to every total", required=True)
    )
    cause: str = field(
        metadata=described("string", "Why there is an amount; how many months of a part year are in", required=True)
    )


def feed_rows(forecast: Forecast) -> tuple[FeedRow, ...]:
    """Rows of the feed in the order of the forecast."""
    return tuple(_feed_row(line) for line in forecast.lines)


def feed_schema() -> dict[str, object]:
    """Describe the feed after the Table Schema standard (https://datapackage.org/standard/table-schema/)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": "finance_feed",
        "title": "Resourced provision: places and money by financial year",
        "version": SCHEMA_VERSION,
        "fields": list(_schema_fields()),
        "primaryKey": list(PRIMARY_KEY),
        "missingValues": [
            {"value": "", "label": "no text"},
            {"value": Missing.NOT_AVAILABLE.value, "label": "not available"},
            {"value": Missing.NOT_APPLICABLE.value, "label": "not applicable"},
        ],
    }


def write_finance_feed(folder: Path, forecast: Forecast) -> None:
    """Write finance_feed.csv and finance_feed.schema.json."""
    write_rows(folder / FEED_FILE, FeedRow, feed_rows(forecast))
    text = json.dumps(feed_schema(), indent=2, ensure_ascii=False) + "\n"
    (folder / SCHEMA_FILE).write_text(text, encoding="utf-8", newline="\n")


def _schema_fields() -> Iterable[dict[str, object]]:
    for each in fields(FeedRow):
        told = {key: value for key, value in each.metadata.items() if value}
        yield {"name": each.name, **told}


def _feed_row(line: ForecastLine) -> FeedRow:
    unknown = Missing.NOT_AVAILABLE if line.line.endswith(UNLOCATED) else Missing.NOT_APPLICABLE
    return FeedRow(
        financial_year=line.financial_year,
        locality=line.locality or "",
        phase=Phase(line.phase),
        budget=line.budget,
        line=line.line,
        bound=line.bound,
        pathway=line.pathway,
        average_places=Missing.NOT_APPLICABLE if line.average_places is None else line.average_places,
        occupied_places=unknown if line.occupied_places is None else line.occupied_places,
        amount_gbp=line.amount_gbp,
        cause=line.cause,
    )
