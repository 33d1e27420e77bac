"""The backup keys: a file of the form of the master keys, kept apart from them and from the backups. See decisions/0027."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from maillage.config.backups.errors import BackupError
from maillage.vault.masters import MastersMissing, keys_in, masters, new_master


def new_key() -> str:
    """A line to put first in the file; the former ones stay as long as a backup needs them."""
    return new_master(f"sauvegardes-{datetime.now(UTC):%Y-%m-%d-%H%M%S}")


def backup_keys() -> dict[str, bytes]:
    """Name → key of 32 bytes; the first one seals, each opens what it has sealed."""
    path = Path(settings.MAILLAGE_BACKUP_KEYS)
    found = keys_in(path)
    if not found:
        raise BackupError(
            f"Les clés des sauvegardes ({path}) sont introuvables ou illisibles\u00a0: restaurez ce fichier, ou créez-le "
            "avec «\u00a0./run maillage backup_key\u00a0» et gardez-en deux copies, loin des sauvegardes."
        )
    return found


def key_in_use() -> tuple[str, bytes]:
    """Name and key of today's backups. Never a master key: whoever keeps backups would open what they seal."""
    name, key = next(iter(backup_keys().items()))
    with suppress(MastersMissing):
        if key in masters().values():
            raise BackupError(
                "La clé des sauvegardes est aussi une clé maîtresse\u00a0: faites-en une autre avec "
                "«\u00a0./run maillage backup_key\u00a0»."
            )
    return name, key
