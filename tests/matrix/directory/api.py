from maillage.directory.queries.inclusion import inclusion_id
from tests.matrix.row import Row

EVERYBODY, NOBODY_SENDS = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
EXPECTED: dict[str, Row] = {
    "api:about": Row(EVERYBODY, NOBODY_SENDS),
    "api:openapi": Row(EVERYBODY, NOBODY_SENDS),
    "api:structures": Row(EVERYBODY, NOBODY_SENDS),
    "api:structure": Row(EVERYBODY, NOBODY_SENDS, ("told_structure",)),
    "api:services": Row(EVERYBODY, NOBODY_SENDS),
    "api:service": Row(EVERYBODY, NOBODY_SENDS, ("told_service",)),
    "api:nowhere": Row("N" * 12, NOBODY_SENDS, ("nowhere",)),
}


def lay_out(world) -> None:
    """After `cards`, whose service is told here in data·inclusion's words."""
    world.told_structure = inclusion_id(world.here)
    world.told_service = inclusion_id(world.service)
