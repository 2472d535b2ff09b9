"""Benchmarks: run on request by `python -m tests.benchmarks SUITE`; never part of the test run."""
