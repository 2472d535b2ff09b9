"""Tests of coverage measures, map page and picture."""
