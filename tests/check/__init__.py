"""The check without a solver."""
