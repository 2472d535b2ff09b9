"""What readers call the budgets and pathways of the forecast."""

from __future__ import annotations

from planner.domain.forecast import Budget, Pathway

BUDGET_WORDS = {
    Budget.HIGH_NEEDS_BLOCK: "High needs block",
    Budget.GENERAL_FUND: "General fund (transport)",
    Budget.CAPITAL: "Capital",
}
PATHWAY_WORDS = {
    Pathway.STOCK: "existing and committed places",
    Pathway.PLAN: "places the plan adds",
    Pathway.COUNTERFACTUAL: "the same pupils elsewhere",
}
