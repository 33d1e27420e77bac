"""What the observatory counts with is written in PostgreSQL by migrations, from the code of the day: an installation that had them
keeps the former words until another migration says the new ones."""

import json
from hashlib import sha256
from pathlib import Path

from maillage.observatory.sources import SOURCES
from maillage.observatory.tallies_sql import forward

KEPT = Path(__file__).parent / "counted_sources.json"
"""Source → print of the function that the last of its migrations gave."""


def prints() -> dict[str, str]:
    return {name: sha256(forward(one).encode()).hexdigest()[:16] for name, one in SOURCES.items()}


def test_a_source_that_changes_comes_with_a_migration():
    """Changed on purpose, with `RunSQL(forward(…))` in a new migration of `observatory`? Its new print goes to the file."""
    assert prints() == json.loads(KEPT.read_text())
