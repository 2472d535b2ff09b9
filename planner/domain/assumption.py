"""Numbers that are policy or estimate: each with its unit, date, source and quality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from re import split

END_OF_SHORT_SOURCE = r"[;(]|,? ?(?:reported at )?https?://"
WORDS = {"rp": "resourced provision", "ehcp": "EHC plan", "gbp": "pounds"}


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number; `low` and `high` are its stated range, None when the source gives none."""

    name: str
    value: float
    unit: str
    valid_from: date
    low: float | None
    high: float | None
    quality: str
    impact: str
    source: str
    note: str

    @property
    def words(self) -> str:
        """The name as a reader says it, with its value and unit."""
        name = " ".join(WORDS.get(part, part) for part in self.name.split("_"))
        return f"{name} = {self.value:,.10g} ({self.unit.replace('gbp', 'pounds')})"

    @property
    def short_source(self) -> str:
        """Beginning of the source, without addresses and what follows the first clause."""
        return split(END_OF_SHORT_SOURCE, self.source)[0].strip(" ,")


class Assumptions:
    """The numbers of a scenario by name."""

    def __init__(self, by_name: Mapping[str, Assumption]) -> None:
        self._by_name = dict(sorted(by_name.items()))

    def __getitem__(self, name: str) -> Assumption:
        """Return one assumption; raises KeyError with the known names."""
        try:
            return self._by_name[name]
        except KeyError:
            msg = f"no assumption {name!r}; known: {', '.join(self._by_name)}"
            raise KeyError(msg) from None

    def __contains__(self, name: object) -> bool:
        """Whether there is an assumption of that name."""
        return name in self._by_name

    def __iter__(self) -> Iterator[Assumption]:
        """All assumptions in the order of their names."""
        return iter(self._by_name.values())

    def value(self, name: str) -> float:
        """Value of one assumption, in its own unit."""
        return self[name].value
