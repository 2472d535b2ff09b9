"""The model, its rules and goals, and the search."""
