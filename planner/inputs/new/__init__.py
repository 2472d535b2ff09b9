"""Builds an area pack from official files: what `rp-planner new` does."""

from planner.inputs.new.build import build_pack
from planner.inputs.new.report import PackReport

__all__ = ["PackReport", "build_pack"]
