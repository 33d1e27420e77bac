from maillage.consultations.rules.access import (
    asks_for_structure,
    can_ask,
    check_can_ask,
    check_can_keep,
    kept,
    visible,
)
from maillage.consultations.rules.counts import HIDDEN_BELOW, hidden, hidden_apart, is_small

__all__ = [
    "HIDDEN_BELOW",
    "asks_for_structure",
    "can_ask",
    "check_can_ask",
    "check_can_keep",
    "hidden",
    "hidden_apart",
    "is_small",
    "kept",
    "visible",
]
