"""The algebra: decisions, rules, goals and the search. Nothing else in the planner imports a solver."""
