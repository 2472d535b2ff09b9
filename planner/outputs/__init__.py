"""Files of a run: tables, finance feed, run record, summary and comparison of two plans."""
