from maillage.counts.rules.access import can_keep, check_can_keep, kept, visible
from maillage.counts.rules.estimates import (
    Capture,
    Estimate,
    Layer,
    captured_twice,
    extrapolated,
    rounded,
)
from maillage.counts.rules.order import in_order

__all__ = [
    "Capture",
    "Estimate",
    "Layer",
    "can_keep",
    "captured_twice",
    "check_can_keep",
    "extrapolated",
    "in_order",
    "kept",
    "rounded",
    "visible",
]
