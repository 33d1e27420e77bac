"""What the migrations of the first version say to PostgreSQL never changes: an installation that had them would lack the rest.

Their words are in `*sql.py`, which later migrations run too. To change a function or a policy, a new migration says the new
one; the former text stays for those that it was written for (`./run bench upgrade` goes that way, with data).
"""

import json
from hashlib import sha256
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

KEPT = Path(__file__).parent / "first_version.json"
"""Migration → print of its SQL; written from the code of that version (`benchmarks/upgrade.py`)."""


def prints(migrations) -> dict[str, str]:
    said = {
        "/".join(key): "\n".join(str(one.sql) for one in migration.operations if isinstance(one, RunSQL))
        for key, migration in migrations.items()
        if migration.__module__.startswith("maillage.")
    }
    return {name: sha256(text.encode()).hexdigest()[:16] for name, text in said.items() if text}


def test_the_sql_of_the_first_version_never_changes():
    kept = json.loads(KEPT.read_text())
    today = prints(MigrationLoader(None).disk_migrations)
    assert len(kept) >= 10
    assert {name for name, told in kept.items() if today.get(name) != told} == set()
