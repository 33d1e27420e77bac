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
from maillage.referrals.rules.cases import BY_KEEPERS, can_sit, check_can_sit, check_undertook, read

__all__ = [
    "BY_KEEPERS",
    "can_instruct",
    "can_refer",
    "can_sit",
    "check_can_change",
    "check_can_instruct",
    "check_can_refer",
    "check_can_see_requests",
    "check_can_sit",
    "check_undertook",
    "read",
    "received",
    "visible",
]
