"""Work that Ctrl-C can stop at once.

Python hears Ctrl-C in the main thread, between two of its own steps. A solver's single call can take many seconds, so
it runs in a thread beside, while the main thread waits in short steps.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")

LISTEN_SECONDS = 0.2


def stoppable(work: Callable[[], Result]) -> Result:
    """Do the work and return its result, or raise what it raised; KeyboardInterrupt leaves it behind unfinished."""
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    worker = Thread(target=run, daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(LISTEN_SECONDS)
    return outcome.result()
