"""A limit below 0 can never be kept, so it is refused where it is written."""

from __future__ import annotations


def refuse_negative(rule: object, *names: str) -> None:
    """Raise ValueError when one of the named settings of a rule is below 0; None is no limit."""
    for name in names:
        limit = getattr(rule, name)
        if limit is not None and limit < 0:
            msg = f"{name} is {limit}; a limit is 0 or more"
            raise ValueError(msg)
