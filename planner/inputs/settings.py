"""Plain TOML tables into frozen dataclasses, with every fault named by its key path.

The fields of the class are the keys: their types say what is read, their defaults what may be left out. A field
called `name` with a default is the class's own and no setting.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from planner.domain.terms import AcademicYear
from planner.errors import Faults
from planner.inputs.suggest import did_you_mean

Settings = TypeVar("Settings")
TEXT_ENDS_AT = 60


class _Refused(Exception):
    """A value that was noted as a fault already."""


def setting_names(kind: type[Any]) -> list[str]:
    """Keys that a table for this class may hold."""
    return [field.name for field in _settings(kind)]


def has_required_settings(kind: type[Any]) -> bool:
    """Whether a table for this class must hold any key at all."""
    return any(_is_required(field) for field in _settings(kind))


def read_settings(kind: type[Settings], table: object, where: str, faults: Faults) -> Settings | None:
    """Build `kind` from a table; None when anything in it is wrong, with each fault noted under `where`."""
    try:
        return _dataclass(kind, table, where, faults)
    except _Refused:
        return None


def shown(value: object) -> str:
    """Value as the file writes it, shortened."""
    text = repr(value)
    if isinstance(value, bool | date):
        text = str(value).lower()
    return text if len(text) <= TEXT_ENDS_AT else f"{text[: TEXT_ENDS_AT - 3]}..."


def _settings(kind: type[Any]) -> list[dataclasses.Field[Any]]:
    return [field for field in dataclasses.fields(kind) if field.name != "name" or _is_required(field)]


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _dataclass(kind: type[Settings], table: object, where: str, faults: Faults) -> Settings:
    if not isinstance(table, Mapping):
        faults.add(where, shown(table), "a table of settings")
        raise _Refused
    before = len(faults)
    fields = {field.name: field for field in _settings(kind)}
    types = get_type_hints(kind)
    for key in table:
        if key not in fields:
            known = ", ".join(fields) or "no key"
            faults.add(where, f"unknown key {key!r}", f"only {known}", did_you_mean(str(key), fields))
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if key in table:
            values[key] = _noted(types[key], table[key], f"{where}.{key}", faults)
        elif _is_required(field):
            faults.add(f"{where}.{key}", "nothing", _words(types[key]), "Add the key.")
    if len(faults) > before:
        raise _Refused
    try:
        return kind(**values)
    except ValueError as error:
        faults.add(where, str(error), "settings that agree with each other")
        raise _Refused from None


def _noted(kind: Any, value: object, where: str, faults: Faults) -> Any:  # noqa: ANN401 - a type of any field
    try:
        return _value(kind, value, where, faults)
    except _Refused:
        return None


def _value(kind: Any, value: object, where: str, faults: Faults) -> Any:  # noqa: ANN401 - a type of any field
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _value(next(part for part in get_args(kind) if part is not NoneType), value, where, faults)
    if origin is tuple:
        return _list(get_args(kind)[0], value, where, faults)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind is not AcademicYear:
        return _dataclass(kind, value, where, faults)
    try:
        return _scalar(kind, value)
    except (TypeError, ValueError, OverflowError):
        remedy = did_you_mean(value, _choices(kind)) if isinstance(value, str) else ""
        faults.add(where, shown(value), _words(kind), remedy)
        raise _Refused from None


def _list(kind: Any, value: object, where: str, faults: Faults) -> tuple[Any, ...]:  # noqa: ANN401 - a type of any field
    if not isinstance(value, list | tuple):
        faults.add(where, shown(value), "a list in [brackets]")
        raise _Refused
    return tuple(_noted(kind, item, f"{where}[{number}]", faults) for number, item in enumerate(value, start=1))


def _scalar(kind: Any, value: object) -> Any:  # noqa: ANN401 - a type of any field
    """Value as `kind`; raises TypeError or ValueError when it is something else."""
    if isinstance(value, bool) is not (kind is bool):
        raise TypeError
    if kind is bool:
        return value
    if kind is str and isinstance(value, int):
        return str(value)
    if kind is float and isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    if kind is AcademicYear and isinstance(value, str):
        return AcademicYear.parse(value)
    if _choices(kind) and value in _choices(kind):
        return value if get_origin(kind) is Literal else kind(value)
    if kind in (int, str) and isinstance(value, kind):
        return value
    if kind is date and isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise TypeError


def _choices(kind: Any) -> list[str]:  # noqa: ANN401 - a type of any field
    if get_origin(kind) is Literal:
        return [str(choice) for choice in get_args(kind)]
    return [member.value for member in kind] if isinstance(kind, type) and issubclass(kind, StrEnum) else []


def _words(kind: Any) -> str:  # noqa: ANN401 - a type of any field
    """What is expected, in words."""
    if get_origin(kind) in (Union, UnionType):
        return _words(next(part for part in get_args(kind) if part is not NoneType))
    if get_origin(kind) is tuple:
        return "a list in [brackets]"
    if _choices(kind):
        return f"one of {', '.join(_choices(kind))}"
    simple = {
        int: "a whole number",
        float: "a number",
        str: 'a text in "quotes"',
        bool: "true or false",
        date: "a date such as 2024-06-20",
        AcademicYear: 'an academic year such as "2026/27"',
    }
    return simple.get(kind, "a table of settings")
