"""Indicators of a territory: a number and its narrative, what is masked, who released it; open data."""
