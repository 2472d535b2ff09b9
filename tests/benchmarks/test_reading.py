"""The school register of all England is read in under 10 seconds and 2 GB, in either layout."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.benchmarks import reading
from tests.benchmarks.job import Job
from tests.conftest import PUBLIC_FILES

MOST_SECONDS, MOST_MB = 10, 2_000


@pytest.mark.real_files
@pytest.mark.slow
@pytest.mark.parametrize("instance", reading.INSTANCES)
def test_england_is_read_within_its_limits(instance: str) -> None:
    """In a process of its own, so that the memory is that of the reading alone."""
    if not PUBLIC_FILES.is_dir():
        pytest.skip("the public files are not kept beside this copy of the project")
    command = [sys.executable, "-m", "tests.benchmarks.child", Job("read", instance).text()]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    (row,) = json.loads(ended.stdout.strip().splitlines()[-1])
    assert row["value"] == reading.ROWS
    assert row["seconds"] < MOST_SECONDS
    assert row["peak_mb"] < MOST_MB
