from maillage.calls.rules.access import (
    can_apply,
    can_judge,
    can_keep_jury,
    can_publish,
    can_write,
    check_can_apply,
    check_can_judge,
    check_can_keep_jury,
    check_can_publish,
    check_can_write,
    visible,
)
from maillage.calls.rules.budgets import read_budget, total
from maillage.calls.rules.phases import Reach, Times, is_open, overlap, phase, short_form

__all__ = [
    "Reach",
    "Times",
    "can_apply",
    "can_judge",
    "can_keep_jury",
    "can_publish",
    "can_write",
    "check_can_apply",
    "check_can_judge",
    "check_can_keep_jury",
    "check_can_publish",
    "check_can_write",
    "is_open",
    "overlap",
    "phase",
    "read_budget",
    "short_form",
    "total",
    "visible",
]
