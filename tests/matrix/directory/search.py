from tests.matrix.row import Row

EXPECTED: dict[str, Row] = {
    "directory:search": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "directory:themes": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
