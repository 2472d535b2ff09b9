"""Answers worked by hand."""
