from maillage.referrals.rules.access import (
    can_instruct,
    can_refer,
    check_can_change,
    check_can_instruct,
    check_can_refer,
    check_can_see_requests,
    received,
    visible,
)

__all__ = [
    "can_instruct",
    "can_refer",
    "check_can_change",
    "check_can_instruct",
    "check_can_refer",
    "check_can_see_requests",
    "received",
    "visible",
]
