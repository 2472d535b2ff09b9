"""One run of a benchmark: what is asked, in a form that crosses to a process of its own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tests.benchmarks.county import SPLITS

PLANTED = "planted"


@dataclass(frozen=True, slots=True)
class Job:
    """`size` and `seed` are None for instances that have none; `goals` None searches all goals of the scenario."""

    suite: str
    instance: str
    regime: str = ""
    size: float | None = None
    seed: int | None = None
    variant: str = ""
    seconds: float = 60.0
    gap: float = 0.001
    goals: int | None = 3

    @property
    def split(self) -> str:
        """Whether the seed is one for tuning or for reporting; blank where no county is asked for."""
        if self.seed is None or self.size is None or self.instance == PLANTED:
            return ""
        return next((split for split, seeds in SPLITS.items() if self.seed in seeds), "")

    def __str__(self) -> str:
        """Say which run it is."""
        parts = [self.suite, self.instance, self.regime, f"size {self.size:g}" if self.size else ""]
        return " ".join(part for part in [*parts, f"seed {self.seed}" if self.seed else "", self.variant] if part)

    def text(self) -> str:
        """The job as text."""
        return json.dumps(asdict(self))

    @classmethod
    def of_text(cls, text: str) -> Job:
        """The job of such a text."""
        return cls(**json.loads(text))
