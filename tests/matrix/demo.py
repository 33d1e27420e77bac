"""Choosing whom to be in a demonstration: there is none here, so nothing is there for anybody."""

from tests.matrix.row import Row

EXPECTED = {
    "demo:choose": Row("NNNNNNNNNNNN", "NNNNNNNNNNNN"),
    "demo:enter": Row("NNNNNNNNNNNN", "NNNNNNNNNNNN"),
    "demo:step": Row("NNNNNNNNNNNN", "NNNNNNNNNNNN", ("1",)),
    "demo:open": Row("NNNNNNNNNNNN", "NNNNNNNNNNNN", ("1",)),
    "demo:leave": Row("NNNNNNNNNNNN", "NNNNNNNNNNNN"),
}
