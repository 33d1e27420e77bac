from maillage.governance.rules.access import (
    Standing,
    account,
    can_found,
    can_keep,
    can_seat,
    check_can_amend,
    check_can_found,
    check_can_keep,
    check_can_seat,
    visible,
)
from maillage.governance.rules.votes import College, Count, Voices, is_adopted, missing, quorum

__all__ = [
    "College",
    "Count",
    "Standing",
    "Voices",
    "account",
    "can_found",
    "can_keep",
    "can_seat",
    "check_can_amend",
    "check_can_found",
    "check_can_keep",
    "check_can_seat",
    "is_adopted",
    "missing",
    "quorum",
    "visible",
]
