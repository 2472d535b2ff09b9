"""What went into a pack: files read, doubtful rows, assumptions made, counts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Faults


@dataclass(frozen=True, slots=True)
class FileRead:
    """One input file: its name, the SHA-256 of its bytes, its rows (features for boundaries), how it was read."""

    name: str
    sha256: str
    rows: int
    remark: str


@dataclass(frozen=True, slots=True)
class PackReport:
    """Everything a reader must know before trusting a pack. `str()` gives it as plain text lines.

    `doubtful` are rows to look at, `assumed` are choices the builder made, `counts` are totals to compare with the
    published ones, as (what, number); `plans` tell the EHC plans of the past and ahead. `settled` says which source won
    where sources disagree about a site. `warnings` stand above everything: what makes a plan from this pack misleading.
    """

    council: str
    files: tuple[FileRead, ...]
    doubtful: tuple[str, ...]
    assumed: tuple[str, ...]
    counts: tuple[tuple[str, float], ...]
    plans: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def count(self, what: str) -> float:
        """Return one count; raises KeyError when there is none of that name."""
        return dict(self.counts)[what]

    def __str__(self) -> str:
        """Write the report as plain text lines."""
        lines = [f"Data report: {self.council}", *(f"WARNING: {warning}" for warning in self.warnings), "", "Read"]
        lines += [f"  {file.name}: {file.rows} rows; {file.remark}" for file in self.files]
        lines += ["", "Counts", *(f"  {what}: {number:,g}" for what, number in readable_counts(self.counts))]
        lines += ["", "EHC plans", *_listed(self.plans)] if self.plans else []
        lines += ["", "Assumed", *_listed(self.assumed), "", "Which source won", *_listed(self.settled)]
        lines += ["", "Doubtful", *_listed(self.doubtful)]
        return "\n".join(lines) + "\n"


def readable_counts(counts: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    """Counts as a reader wants them: whole where they are whole, else to two decimals."""
    return [(what, int(number) if float(number).is_integer() else round(number, 2)) for what, number in counts]


def _listed(lines: tuple[str, ...]) -> list[str]:
    return [f"  - {line}" for line in lines] or ["  nothing"]


class Notes:
    """Gathers faults and the lines of the report while the files are read."""

    def __init__(self) -> None:
        self.faults = Faults()
        self._files: list[FileRead] = []
        self._doubtful: list[str] = []
        self._assumed: list[str] = []
        self._counts: list[tuple[str, float]] = []
        self._plans: list[str] = []
        self._settled: list[str] = []
        self._warnings: list[str] = []

    def file(self, path: Path, rows: int, remark: str) -> None:
        """Note a file that was read; one that is read again for something else stays one."""
        read = FileRead(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), rows, remark)
        if read not in self._files:
            self._files.append(read)

    def doubt(self, line: str) -> None:
        """Note a row that somebody should look at."""
        self._doubtful.append(line)

    def doubts(self) -> tuple[str, ...]:
        """Doubts so far, in the order of the files."""
        return tuple(self._doubtful)

    def assume(self, line: str) -> None:
        """Note a choice the builder made."""
        self._assumed.append(line)

    def count(self, what: str, number: float) -> None:
        """Note a total."""
        self._counts.append((what, number))

    def plans(self, line: str) -> None:
        """Note a line on EHC plans of the past and ahead."""
        self._plans.append(line)

    def settle(self, line: str) -> None:
        """Note which source won, or that sources agree."""
        self._settled.append(line)

    def warn(self, line: str) -> None:
        """Note what must be read before anything else."""
        self._warnings.append(line)

    def report(self, council: str) -> PackReport:
        """Freeze what was gathered."""
        return PackReport(
            council,
            tuple(self._files),
            tuple(self._doubtful),
            tuple(self._assumed),
            tuple(self._counts),
            tuple(self._plans),
            tuple(self._settled),
            tuple(self._warnings),
        )
