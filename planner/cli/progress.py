"""What a solve is doing, for someone who waits: on a terminal only, else one line a step when asked for each step."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from planner.cli.messages import Messages

if TYPE_CHECKING:
    from rich.status import Status

    from planner.model.solve import GoalProgress


class Progress:
    """Shows the step in hand and the goals met so far; use it as a context."""

    def __init__(self, told: Messages, goals: int) -> None:
        self._told = told
        self._goals = goals
        self._status = _status() if sys.stderr.isatty() and not told.quiet else None

    def __enter__(self) -> Self:
        """Begin to show."""
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave a clean line."""
        if self._status is not None:
            self._status.stop()

    def step(self, text: str) -> None:
        """Say what is being done."""
        if self._status is not None:
            self._status.update(text)
        else:
            self._told.detail(text)

    def goal(self, progress: GoalProgress) -> None:
        """Say which goal is being met, or how far it was met."""
        name = f"Goal {progress.order} of {self._goals}, {progress.goal.replace('_', ' ')}"
        if progress.value is None:
            self.step(f"{name} ...")
            return
        if progress.state == "found" and self._status is None:
            return
        bound = "" if progress.bound is None or progress.bound == progress.value else f", not below {progress.bound:g}"
        text = f"{name}: {progress.value:,}{bound}"
        if progress.state == "found":
            self.step(f"{text} so far ...")
        elif self._status is not None:
            self._status.console.print(text, markup=False, highlight=False)
        else:
            self._told.detail(text)


def _status() -> Status:
    from rich.console import Console
    from rich.status import Status

    return Status("Preparing the search ...", console=Console(stderr=True))
