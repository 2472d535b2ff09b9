"""One file for each goal."""
