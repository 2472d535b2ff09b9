"""Resourced-provision capacity planner."""
