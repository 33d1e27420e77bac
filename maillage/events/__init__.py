"""Meetings open to whoever registers: places by college, waiting list, drawing of lots, open forum, who came."""
