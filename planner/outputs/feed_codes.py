"""What each code of the finance feed means, in one sentence."""

from __future__ import annotations

from planner.domain.forecast import Budget, Pathway
from planner.domain.terms import Bound, Phase
from planner.finance.capital import ESTIMATED, PUBLISHED
from planner.finance.counterfactual import INDEPENDENT, MAINSTREAM, STATE_SPECIAL
from planner.finance.running import PLACE_FUNDING, TOP_UP_LINE, UNLOCATED
from planner.finance.transport import TRANSPORT_LINE

LINES: dict[str, str] = {
    PLACE_FUNDING: "Yearly sum for each commissioned place, at the occupied or the vacant rate.",
    PLACE_FUNDING + UNLOCATED: "The same for places at no named school, all priced as occupied.",
    TOP_UP_LINE: "Top-up for each pupil in a place.",
    TOP_UP_LINE + UNLOCATED: "The same for places at no named school, as if a pupil sat in each.",
    TRANSPORT_LINE: "Home-to-school transport of pupils beyond the walking limit.",
    PUBLISHED: "Capital of works as a source publishes it.",
    ESTIMATED: "Capital estimated from a fixed sum for a new base and a sum for each new place.",
    INDEPENDENT.line: "What pupils in the plan's places would cost in independent special schools, by the stated mix.",
    STATE_SPECIAL.line: "What pupils in the plan's places would cost in state special schools, by the stated mix.",
    MAINSTREAM.line: "What pupils in the plan's places would cost in mainstream schools, by the stated mix.",
}
BUDGETS: dict[str, str] = {
    Budget.HIGH_NEEDS_BLOCK: "The part of the dedicated schools grant that pays for places and top-ups.",
    Budget.GENERAL_FUND: "The council's own revenue, which pays for home-to-school transport.",
    Budget.CAPITAL: "Money for works, paid once in the September in which the places open.",
}
PATHWAYS: dict[str, str] = {
    Pathway.STOCK: "Places that exist or are committed, with or without the plan.",
    Pathway.PLAN: "Places that the plan adds.",
    Pathway.COUNTERFACTUAL: "The pupils of the places that the plan adds, had they gone elsewhere.",
}
BOUNDS: dict[str, str] = {
    Bound.LOWER: "Demand at the lower end of its stated range; unit costs and inflation are central.",
    Bound.CENTRAL: "Demand as most likely; unit costs and inflation are central.",
    Bound.UPPER: "Demand at the upper end of its stated range; unit costs and inflation are central.",
}
PHASES: dict[str, str] = {
    Phase.NURSERY: "A base for nursery years alone.",
    Phase.PRIMARY: "A base for Reception to Year 6, with nursery years where the school has them.",
    Phase.SECONDARY: "A base for Years 7 to 11.",
}
