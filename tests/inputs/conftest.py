"""The made-up council on disk, fresh for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_pack import write_small_pack


@pytest.fixture
def scenario_path(tmp_path: Path) -> Path:
    """Scenario file of the made-up council; its pack is the folder `pack` beside it."""
    return write_small_pack(tmp_path)


@pytest.fixture
def pack_folder(scenario_path: Path) -> Path:
    """Pack of the made-up council."""
    return scenario_path.parent / "pack"
