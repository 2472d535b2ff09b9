"""Tests of the answers to why, why not and at what price."""
