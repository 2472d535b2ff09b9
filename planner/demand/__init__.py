"""Pupils who need a resourced-provision place, from EHC plans or from the council's own table."""
