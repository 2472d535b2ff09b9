"""What an explanation says: which conditions clash, what they need, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.explain.conditions import Condition

SHOWN_REMEDIES = 8


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that would settle a clash if it alone gave way.

    `amount` is the least, in the unit of the condition: pounds, places or bases more, years earlier; for a placement by
    hand the years that it comes later or its places, with `kind` "later", "size" or "without". `settles_all` says
    whether there is a plan then; otherwise this clash is settled and another remains. `change` is the setting that says
    it, empty where no single setting does.
    """

    condition: Condition
    kind: str
    amount: int
    settles_all: bool
    says: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What the rest of a clash asks of one limit: `needed` against `allowed`, in the limit's unit."""

    condition: Condition
    needed: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Conditions that no plan keeps together; without any one of them there is a plan of the others.

    `is_smallest` says that no fewer conditions of the scenario clash.
    """

    conditions: tuple[Condition, ...]
    is_smallest: bool
    needs: tuple[Need, ...]
    remedies: tuple[Remedy, ...]
    says: str

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules that take part."""
        return tuple(dict.fromkeys(condition.rule for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together give a plan: `keeps` says what stays as it is, "placements" or "limits"."""

    keeps: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why there is no plan. `clashes` share no condition; `repairs` are given where no remedy alone settles all."""

    clashes: tuple[Clash, ...]
    repairs: tuple[Repair, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules of all clashes."""
        return tuple(dict.fromkeys(rule for clash in self.clashes for rule in clash.rules))

    def as_text(self) -> str:
        """Say it in lines that can be read out."""
        lines = [f"no plan keeps these rules together: {', '.join(self.rules)}."]
        for number, clash in enumerate(self.clashes):
            lines += ["", *(["There is another clash, whatever settles the one before:"] if number else []), clash.says]
            lines += _remedy_lines(clash)
        return "\n".join([*lines, *(line for repair in self.repairs for line in _repair_lines(repair))])


def _remedy_lines(clash: Clash) -> list[str]:
    lines = []
    for settles_all in (True, False):
        chosen = [remedy for remedy in clash.remedies if remedy.settles_all is settles_all]
        if chosen:
            any_one = "Any one of these" if len(chosen) > 1 else "This"
            lines.append(f"{any_one} would settle it{'' if settles_all else ', but not all of what clashes'}:")
            lines += [
                f"  - {each.says}{f'  ({each.change})' if each.change else ''}" for each in chosen[:SHOWN_REMEDIES]
            ]
            if len(chosen) > SHOWN_REMEDIES:
                hidden = len(chosen) - SHOWN_REMEDIES
                lines.append(f"  - or {'another' if hidden == 1 else f'one of {hidden} others'} of the same kind")
    return lines


def _repair_lines(repair: Repair) -> list[str]:
    kept = "every placement by hand" if repair.keeps == "placements" else "every limit"
    return ["", f"To settle everything and keep {kept}:", *(f"  - {change}" for change in repair.changes)]
