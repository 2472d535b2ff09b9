"""Tests of the output files."""
