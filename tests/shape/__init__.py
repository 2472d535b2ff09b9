"""Guards of the project's own shape: sizes, names, words, locks."""
