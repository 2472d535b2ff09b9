"""The aggregator of SEN2 returns."""
