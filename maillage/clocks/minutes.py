"""Closing at a minute that is included: what was typed, and when it is over."""

from datetime import timedelta

A_MINUTE = timedelta(minutes=1)
"""What closes at 23 h 59, that minute included, is over at midnight: the last minute is one before."""
