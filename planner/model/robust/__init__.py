"""One set of openings for several bounds of demand: the first years are the same, later ones may differ by bound."""
