"""One trial installation on one machine: what its data folder holds, and the environment made from it.

postgres/      the embedded server (see cluster.py)
secret-key     0600, signs sessions
master-keys    0600, wraps the key of each person (maillage/vault)
backup-keys    0600, opens the backups; written by whoever makes them (maillage backup_key), never erased
erasures       0600, identifiers of the persons erased, so that no backup brings them back
accounts.txt   the fictional accounts, written by the seed
prepared       what the database was prepared with; absent while a preparation is unfinished
static/        collected style sheets and scripts
logs/          web.log, worker.log
mails/         the mails that would have been sent
outbox/        the letters
demo.lock      held while a demonstration runs
"""

import hashlib
import secrets
from pathlib import Path

from maillage.config.cluster import Cluster
from maillage.vault.masters import new_master
from maillage.whole_files import erase, write_atomically

PACKAGE = Path(__file__).resolve().parents[1]
DATABASE_VARIABLES = {
    "DATABASE_URL": "app",
    "DATABASE_OWNER_URL": "owner",
    "DATABASE_MAINTENANCE_URL": "maintenance",
    "DATABASE_BACKUP_URL": "backup",
}
OWN_NAMES = (
    "accounts.txt",
    "prepared",
    "static",
    "logs",
    "secret-key",
    "master-keys",
    "erasures",
    "files",
    "mails",
    "outbox",
)


class Installation:
    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self.cluster = Cluster(self.data / "postgres")

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def mails(self) -> Path:
        return self.data / "mails"

    @property
    def accounts(self) -> Path:
        return self.data / "accounts.txt"

    def make_folders(self) -> None:
        for folder in (self.logs, self.mails, self.data / "static"):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.logs, self.mails):
            folder.chmod(0o700)

    def environment(self) -> dict[str, str]:
        """What the settings read. Plain HTTP on this machine only, so no HTTPS; fictional people, so no second factor."""
        urls = self.cluster.urls()
        databases = {variable: urls[role] for variable, role in DATABASE_VARIABLES.items()}
        return databases | {
            "MAILLAGE_SECRET_KEY": self._secret_key(),
            "MAILLAGE_HTTPS": "non",
            "MAILLAGE_SECOND_FACTOR": "non",
            "MAILLAGE_DEMONSTRATION": "oui",
            "MAILLAGE_STATIC": str(self.data / "static"),
            "MAILLAGE_DATA": str(self.data),
            "MAILLAGE_MAILS": str(self.mails),
            "MAILLAGE_MASTER_KEYS": str(self._master_keys()),
        }

    def _secret_key(self) -> str:
        path = self.data / "secret-key"
        if not path.exists():
            write_atomically(path, secrets.token_urlsafe(48))
        return path.read_text()

    def _master_keys(self) -> Path:
        path = self.data / "master-keys"
        if not path.exists():
            write_atomically(path, new_master("demo"))
        return path

    def is_prepared(self) -> bool:
        """Whether the database already holds what this version of the code would put in it."""
        stamp = self.data / "prepared"
        return stamp.exists() and stamp.read_text() == content_stamp()

    def mark_prepared(self) -> None:
        write_atomically(self.data / "prepared", content_stamp())

    def unmark_prepared(self) -> None:
        (self.data / "prepared").unlink(missing_ok=True)

    def erase(self) -> None:
        """Erase what an installation puts in its folder, and nothing else that may be there."""
        if self.cluster.directory.is_dir():
            self.cluster.destroy()
        for name in OWN_NAMES:
            erase(self.data / name)


def content_stamp() -> str:
    """Changes when a migration, the territories or the fictional people change."""
    digest = hashlib.sha256()
    patterns = (
        "*/migrations/*.py",
        "directory/pack/**/*",
        "demo/**/*",
        "*/management/commands/*.py",
        "*/sql.py",
    )
    files = {path for pattern in patterns for path in PACKAGE.glob(pattern) if path.is_file()}
    for path in sorted(files):
        if path.suffix != ".pyc":
            digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
