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
from maillage.referrals.rules.cases import (
    BY_KEEPERS,
    can_sit,
    check_can_sit,
    check_undertook,
    read,
)
from maillage.referrals.rules.places import (
    can_answer_offer,
    can_follow_stay,
    can_offer,
    check_can_follow_stay,
    check_can_offer,
)

__all__ = [
    "BY_KEEPERS",
    "can_answer_offer",
    "can_follow_stay",
    "can_instruct",
    "can_offer",
    "can_refer",
    "can_sit",
    "check_can_change",
    "check_can_follow_stay",
    "check_can_instruct",
    "check_can_offer",
    "check_can_refer",
    "check_can_see_requests",
    "check_can_sit",
    "check_undertook",
    "read",
    "received",
    "visible",
]
