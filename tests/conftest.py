"""What every test may ask for: the public files beside the project, a browser, and draws that repeat."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

PUBLIC_FILES = Path(__file__).parents[2] / "shared" / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

settings.register_profile("free", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "free")


@pytest.fixture(scope="session")
def public_files() -> Path:
    """Folder of public files kept beside the project; the test is skipped where there is none."""
    if not PUBLIC_FILES.is_dir():
        pytest.skip("the public files are not kept beside this copy of the project")
    return PUBLIC_FILES


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Program of an installed Chromium; the test is skipped where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser on this machine (looked for {', '.join(BROWSERS)})")
    return Path(found)
