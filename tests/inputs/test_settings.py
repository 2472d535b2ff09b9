"""Claims about TOML tables becoming frozen settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest

from planner.domain.terms import AcademicYear, NeedGroup
from planner.errors import Faults, InputError
from planner.inputs.settings import has_required_settings, read_settings, setting_names


@dataclass(frozen=True)
class Step:
    academic_year: AcademicYear
    places: int


@dataclass(frozen=True)
class Example:
    steps: tuple[Step, ...]
    need_group: NeedGroup | None = None
    basis: Literal["one", "other"] = "one"
    share: float = 0.5
    on: bool = True
    urn: str = ""
    name: str = "example"

    def __post_init__(self) -> None:
        if self.share > 1:
            msg = "share above 1"
            raise ValueError(msg)


def test_every_type_is_read() -> None:
    faults = Faults()
    table = {
        "steps": [{"academic_year": "2026/27", "places": 8}],
        "need_group": "semh",
        "basis": "other",
        "share": 1,
        "on": False,
        "urn": 125642,
    }
    read = read_settings(Example, table, "x", faults)
    faults.raise_if_any()
    assert read == Example((Step(AcademicYear(2026), 8),), NeedGroup.SEMH, "other", 1.0, False, "125642")


def test_the_classs_own_name_is_no_setting() -> None:
    assert "name" not in setting_names(Example)
    assert has_required_settings(Example)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": [{"academic_year": "2026/28", "places": 8}]}, "x.steps[1].academic_year: found '2026/28'"),
        ({"steps": [{"academic_year": "2026/27", "places": "8"}]}, "x.steps[1].places: found '8'; expected a whole"),
        ({"steps": [{"academic_year": "2026/27", "places": True}]}, "x.steps[1].places: found true"),
        ({"steps": [{"academic_year": "2026/27", "places": 8.5}]}, "x.steps[1].places: found 8.5"),
        ({"steps": [{"academic_year": "2026/27"}]}, "x.steps[1].places: found nothing"),
        ({"steps": 3}, "x.steps: found 3; expected a list"),
        ({"steps": [3]}, "x.steps[1]: found 3; expected a table"),
        ({"need_group": "smeh"}, "Did you mean 'semh'?"),
        ({"basis": "othr"}, "expected one of one, other. Did you mean 'other'?"),
        ({"share": 2}, "x: found share above 1"),
        (
            {"shre": 2},
            "unknown key 'shre'; expected only steps, need_group, basis, share, on, urn. Did you mean 'share'?",
        ),
        ({"on": 1}, "x.on: found 1; expected true or false"),
        ({"name": "other"}, "unknown key 'name'"),
    ],
)
def test_a_bad_setting_is_refused_with_its_key_path(change: dict[str, object], words: str) -> None:
    faults = Faults()
    assert read_settings(Example, {"steps": [], **change}, "x", faults) is None
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert words in str(caught.value)
    assert len(caught.value.faults) == 1
