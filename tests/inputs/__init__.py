"""Tests of reading inputs."""
