"""An output folder is there whole or not at all.

Files are written into a hidden folder beside the target, which takes the target's name in one step once everything is
in it. When writing fails, the target is as it was before and nothing else is left behind.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import Fault, InputError
from planner.outputs.run_record import RUN_FILE


@contextmanager
def output_folder(target: Path, *, force: bool = False, marker: str = RUN_FILE) -> Iterator[Path]:
    """Give a folder to write into, which becomes `target` at the end.

    Raises InputError when the target holds anything and `force` is false; with `force` only an earlier result of the
    same kind, known by its file `marker`, is replaced, so that a mistyped path never loses other files.
    """
    require_writable(target, force=force, marker=marker)
    target = target.absolute()
    made = _make_parents(target.parent)
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
        try:
            yield partial
            require_writable(target, force=force, marker=marker)
            _publish(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except BaseException:
        _remove_empty(made)
        raise


def require_writable(target: Path, *, force: bool = False, marker: str = RUN_FILE) -> None:
    """Raise InputError when a result that holds the file `marker` may not be written to this path."""
    found, remedy = "", "Choose another folder."
    if target.is_symlink():
        found = "a link"
    elif target.exists() and not target.is_dir():
        found = "a file"
    elif target.is_dir() and any(target.iterdir()):
        if not (target / marker).is_file():
            found = "a folder with other files"
        elif not force:
            found, remedy = "an earlier run", "Choose another folder, or add --force to replace it."
    if found:
        raise InputError([Fault(str(target), found, "a folder that is new or empty", remedy)])


def _publish(partial: Path, target: Path) -> None:
    partial.chmod(0o777 & ~_umask())
    if not target.exists():
        partial.rename(target)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".earlier", dir=target.parent))
    target.rename(earlier / target.name)
    try:
        partial.rename(target)
    except OSError:
        (earlier / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(earlier, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _make_parents(parent: Path) -> list[Path]:
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
