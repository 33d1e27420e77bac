from maillage.schemes.rules.access import (
    KEEPING,
    can_keep,
    can_tell,
    check_can_keep,
    check_can_tell,
    visible,
    workplace,
)

__all__ = [
    "KEEPING",
    "can_keep",
    "can_tell",
    "check_can_keep",
    "check_can_tell",
    "visible",
    "workplace",
]
