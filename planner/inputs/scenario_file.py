"""The scenario file, validated: unknown keys are refused with the nearest known one, all faults come together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, model_validator

from planner.domain.terms import AcademicYear, Bound, FinancialYear, NeedGroup, Phase
from planner.errors import Faults
from planner.inputs.demand_settings import LEVER_NAME, DemandTable
from planner.inputs.scenario_fields import CENTURY, STRICT_TABLE, Whole, Year, check_century, distinct
from planner.inputs.scenario_layers import Layers
from planner.inputs.settings import shown
from planner.inputs.suggest import did_you_mean

SHARES_TOLERANCE = 1e-6
LEVERS = ("demand", "levers")
# A longer plan is a slip of the pen.
MOST_YEARS = 25


def _financial_year(value: object) -> FinancialYear:
    text = str(value)
    start = int(text[:4]) if text[:4].isdigit() else 0
    if text != str(FinancialYear(start)):
        msg = f'"{text}" is not a financial year such as 2026-27'
        raise ValueError(msg)
    check_century(start)
    return FinancialYear(start)


def _date(value: date) -> date:
    check_century(value.year)
    return value


def _code(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


MoneyYear = Annotated[FinancialYear, BeforeValidator(_financial_year)]
Urn = Annotated[str, BeforeValidator(_code)]
# Weights multiply, and a goal's value must stay exact: a thousand each leaves room for any council.
Weight = Annotated[int, Field(strict=True, ge=1, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
Sizes = Annotated[tuple[Whole, ...], AfterValidator(distinct), AfterValidator(lambda sizes: tuple(sorted(sizes)))]


class _Table(BaseModel):
    model_config = STRICT_TABLE


class Priorities(_Table):
    """Weights of a pupil without a place; they multiply, and 1 is usual."""

    phases: dict[Phase, Weight] = {}
    districts: dict[str, Weight] = {}
    localities: dict[str, Weight] = {}


class SizeMenus(_Table):
    """Sizes in places that a new base may have."""

    primary: Sizes
    secondary: Sizes


class Candidates(_Table):
    """Schools that may open a base: all that may host, less `exclude_urns`; only `include_urns` when that is given.

    A school that has a base in the register opens no other unless `second_base` is true.
    """

    sizes: SizeMenus
    exclude_urns: tuple[Urn, ...] = ()
    include_urns: tuple[Urn, ...] = ()
    second_base: bool = False


class Solve(_Table):
    """When the search stops: relative gap, work in nodes, and a safety net in seconds.

    `lock_tolerance` names goals that may end worse than their best for the goals behind them, each in its own unit.
    """

    gap: Annotated[float, Field(ge=0, lt=1)] = 0.001
    work_nodes: Whole = 200
    time_limit_seconds: Annotated[float, Field(gt=0)] = 600
    lock_tolerance: dict[str, Annotated[int, Field(strict=True, ge=0)]] = Field(default_factory=dict)


class CounterfactualShares(_Table):
    """Where pupils would go without a place here; the shares sum to 1."""

    independent: Share
    state_special: Share
    mainstream: Share

    @model_validator(mode="after")
    def _sum_to_one(self) -> CounterfactualShares:
        total = self.independent + self.state_special + self.mainstream
        if abs(total - 1) > SHARES_TOLERANCE:
            msg = f"the shares sum to {total:g}, not to 1"
            raise ValueError(msg)
        return self


class Finance(_Table):
    """Years of the forecast; `counterfactual` None = no saving is claimed."""

    first_financial_year: MoneyYear
    last_financial_year: MoneyYear
    counterfactual: CounterfactualShares | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Finance:
        if self.last_financial_year < self.first_financial_year:
            msg = "the last financial year lies before the first"
            raise ValueError(msg)
        return self


class ScenarioFile(_Table):
    """All keys of a scenario; `assumptions` None = the bundled ones, `finance` None = the years of the plan."""

    title: Annotated[str, Field(min_length=1)]
    pack: Annotated[str, Field(min_length=1)]
    assumptions: str | None = None
    as_at: Annotated[date, AfterValidator(_date)]
    first_academic_year: Year
    last_academic_year: Year
    bound: Bound = Bound.CENTRAL
    need_groups: Annotated[tuple[NeedGroup, ...], AfterValidator(distinct)]
    goals: Annotated[tuple[str, ...], AfterValidator(distinct)]
    priorities: Priorities = Priorities()
    demand: DemandTable = DemandTable()
    candidates: Candidates
    assumptions_set: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = {}
    rules: dict[str, Any] = {}
    solve: Solve = Solve()
    finance: Finance | None = None

    @model_validator(mode="after")
    def _in_order(self) -> ScenarioFile:
        if self.last_academic_year < self.first_academic_year:
            msg = "last_academic_year lies before first_academic_year"
            raise ValueError(msg)
        if len(self.academic_years) > MOST_YEARS:
            msg = f"{len(self.academic_years)} academic years, more than {MOST_YEARS}"
            raise ValueError(msg)
        return self

    @property
    def academic_years(self) -> tuple[AcademicYear, ...]:
        """Academic years of the plan, first to last."""
        return tuple(AcademicYear(y) for y in range(self.first_academic_year.start, self.last_academic_year.start + 1))


def validate(layers: Layers, faults: Faults) -> ScenarioFile | None:
    """Validate the merged table; None when anything in it is wrong, with each fault noted by file and key path."""
    try:
        return ScenarioFile.model_validate(layers.table)
    except ValidationError as error:
        for detail in _but_misspelt_levers([dict(each) for each in error.errors()], layers, faults):
            _note(detail, layers, faults)
        return None


def _but_misspelt_levers(details: Sequence[dict[str, Any]], layers: Layers, faults: Faults) -> Iterator[dict[str, Any]]:
    """Faults but those of a lever that lacks settings and is called nearly as another one: that is noted once."""
    lacking = {loc[2] for loc in (each["loc"] for each in details if each["type"] == "missing") if loc[:2] == LEVERS}
    levers = layers.table["demand"]["levers"] if lacking else {}
    remedies = {name: did_you_mean(name, set(levers) - lacking) for name in sorted(lacking)}
    for name, remedy in remedies.items():
        if remedy:
            expected = f"one of {', '.join(sorted(set(levers) - lacking))}, or all settings of a new one"
            faults.add(layers.where((*LEVERS, name)), "an unknown lever", expected, remedy)
    for detail in details:
        loc = detail["loc"]
        if detail["type"] != "missing" or loc[:2] != LEVERS or not remedies[loc[2]]:
            yield detail


EXPECTED = {
    "string_type": 'a text in "quotes"',
    "string_too_short": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list in [brackets]",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a date such as 2024-06-20",
    "date_parsing": "a date such as 2024-06-20",
    "date_from_datetime_parsing": "a date such as 2024-06-20",
    "date_from_datetime_inexact": "a date such as 2024-06-20",
}
EXPECTED_BY_KEY = {
    "as_at": f"a date from {CENTURY[0]} to {CENTURY[1]}",
    "first_academic_year": 'an academic year such as "2026/27"',
    "last_academic_year": 'an academic year such as "2026/27"',
    "first_financial_year": 'a financial year such as "2026-27"',
    "last_financial_year": 'a financial year such as "2026-27"',
    "from_academic_year": 'an academic year such as "2026/27"',
    "levers": LEVER_NAME,
    **dict.fromkeys(
        ("need_groups", "goals", "primary", "secondary", "acts_on", "phases", "localities"),
        "a list of at least one entry, each once",
    ),
}


def _note(detail: dict[str, Any], layers: Layers, faults: Faults) -> None:
    path = [part for part in detail["loc"] if isinstance(part, str) and part != "[key]"]
    item = "".join(f"[{part + 1}]" for part in detail["loc"] if isinstance(part, int))
    where = layers.where(path or ["first_academic_year"]) + item
    found, context = shown(detail["input"]), detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            known = _known_keys(path[:-1])
            faults.add(where, "an unknown key", f"one of {', '.join(known)}", did_you_mean(path[-1], known))
        case "missing":
            faults.add(where, "nothing", "a value", "Add the key.")
        case "enum":
            choices = str(context["expected"]).replace("'", "")
            remedy = did_you_mean(str(detail["input"]), choices.replace(" or ", ", ").split(", "))
            faults.add(where, found, f"one of {choices}", remedy)
        case "value_error":
            agree = "settings that agree with each other"
            faults.add(where, str(context["error"]), EXPECTED_BY_KEY.get(path[-1], agree) if path else agree)
        case other:
            faults.add(where, found, EXPECTED.get(other, _words(detail["msg"])))


def _words(message: str) -> str:
    """Pydantic's sentence as what was expected."""
    return message.removeprefix("Input should be ").removeprefix("Value error, ")


def _known_keys(path: Sequence[str]) -> list[str]:
    """Keys of the table at `path`."""
    table: type[BaseModel] = ScenarioFile
    parts = iter(path)
    for part in parts:
        annotation: Any = table.model_fields[part].annotation
        kinds = (annotation, *get_args(annotation))
        table = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
        if get_origin(annotation) is dict:
            next(parts, None)  # a name of the reader's own, such as a lever's
    return list(table.model_fields)
