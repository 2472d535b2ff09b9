"""Why there is no plan: the smallest set of conditions that clash, and what would have to give."""
