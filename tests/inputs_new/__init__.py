"""Tests of the pack builder."""
