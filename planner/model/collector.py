"""Pauses Python's garbage collector while a network, a model or a plan is built."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Look for no unreachable cycles until the end of the block, or of the function that this decorates.

    The collector goes through every object of the process each time that enough new ones stand. A county's model is
    tens of thousands of small objects, none of them garbage while it is built, and the search took half of the time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
