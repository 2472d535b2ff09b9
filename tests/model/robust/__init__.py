"""One set of openings for several bounds."""
