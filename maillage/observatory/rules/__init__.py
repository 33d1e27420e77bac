from maillage.observatory.rules.access import (
    KEEPING,
    can_confirm,
    can_keep,
    can_take,
    check_can_confirm,
    check_can_keep,
    check_can_take,
    owned,
    visible,
)

__all__ = [
    "KEEPING",
    "can_confirm",
    "can_keep",
    "can_take",
    "check_can_confirm",
    "check_can_keep",
    "check_can_take",
    "owned",
    "visible",
]
