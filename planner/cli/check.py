"""`check`: is a finished plan still sound, and are its files still as they were written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.messages import Verbose, messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.cli.finished_run import FinishedRun
    from planner.domain.plan import Violation

NOT_SOUND = 3


def check(
    folder: Annotated[Path, typer.Argument(help="A folder that `solve` has written.", metavar="DIR")],
    verbose: Verbose = False,
) -> None:
    """Verify a finished plan again, without a solver.

    Every rule, every goal value, every file. Exits with 3 when the plan breaks a rule, or a
    file of the run was edited or removed.

    Example:  rp-planner check out
    """
    with messages(verbose=verbose):
        import planner
        from planner.cli.finished_run import reopen
        from planner.domain.plan import Violation
        from planner.outputs.run_record import changed_outputs

        run = reopen(folder, as_written=False)
        violations = planner.check(run.plan, run.scenario)
        if not run.plan.goals and run.scenario.goals:
            violations = (*violations, Violation("goals", "goals.csv", "no goal; a run states every goal"))
        written = dict(run.record.output_hashes)
        changed = changed_outputs(folder, run.record)
        edited = [name for name in changed if name in written]
        added = [name for name in changed if name not in written]
        typer.echo("\n".join(_lines(run, violations, edited, added)))
        if violations or edited:
            raise typer.Exit(NOT_SOUND)


def _lines(run: FinishedRun, violations: Sequence[Violation], edited: Sequence[str], added: Sequence[str]) -> list[str]:
    kept = f"The plan keeps all {len(run.scenario.rules)} rules; all {len(run.plan.goals)} goal values are right."
    lines = [f"{run.folder}: {run.scenario.title}", *run.scenario.changes]
    lines += [f"The plan is not sound, {len(violations)} found:"] if violations else [kept]
    lines += [f"  {row.rule}: {row.where}: {row.found}" for row in violations]
    lines.append(f"Edited or removed since the run: {', '.join(edited)}" if edited else "Every file is as written.")
    lines += [f"Not of the run: {', '.join(added)}"] if added else []
    lines.append(run.sources_in_words or "The input files are as the run read them.")
    return lines
