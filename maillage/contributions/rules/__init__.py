from maillage.contributions.rules.access import (
    can_contribute,
    can_run,
    can_wish,
    check_can_contribute,
    check_can_run,
    check_can_wish,
    own,
    run,
    run_by,
    visible,
)

__all__ = [
    "can_contribute",
    "can_run",
    "can_wish",
    "check_can_contribute",
    "check_can_run",
    "check_can_wish",
    "own",
    "run",
    "run_by",
    "visible",
]
