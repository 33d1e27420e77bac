"""Observatoire."""

from tests.matrix.row import Row

EXPECTED: dict[str, Row] = {}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
