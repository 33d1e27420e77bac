"""The directory's rows, by part, as `maillage.directory.urls` is."""

from tests.matrix.directory import api, cards, exchange, ground, search, territory

PARTS = (cards, exchange, ground, search, territory, api)
EXPECTED_DIRECTORY = {name: row for part in PARTS for name, row in part.EXPECTED.items()}


def lay_out(world) -> None:
    for part in PARTS:
        part.lay_out(world)
