"""Who the embedded server runs as when we are root: PostgreSQL refuses to run as root, and rightly so.

Nothing here changes a permission outside what the application made itself: when the server's user cannot
reach a place (a checkout under /root, say), the server is given another place, the parents stay as they are.
"""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ACCOUNT_NAMES = ("postgres", "nobody")
PRIVATE_ROOT = Path("/var/lib/maillage")


class ServerAccountMissing(RuntimeError):
    """The machine has no user that the server could run as."""


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that change the user of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The user that the server's processes run as."""

    uid: int
    gid: int
    changes_user: bool

    @property
    def identity(self) -> Identity:
        if not self.changes_user:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        return not self.changes_user or self._succeeds('cd -- "$1"', folder)

    def can_run(self, program: Path) -> bool:
        return not self.changes_user or self._succeeds('test -r "$1" && "$1" --version', program)

    def _succeeds(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", test, "sh", str(path)]
        done = subprocess.run(command, cwd="/", capture_output=True, check=False, **self.identity)
        return done.returncode == 0

    def give(self, path: Path) -> None:
        """Hand a file or an empty folder that we have just made to the server's user."""
        if self.changes_user:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def keeps_private(self, folder: Path) -> bool:
        """Whether a real folder (no link) is there, the server's own and nobody else's."""
        try:
            found = folder.lstat()
        except FileNotFoundError:
            return False
        return found.st_uid == self.uid and found.st_mode & 0o170077 == 0o040000

    def private_folder(self, folder: Path) -> Path:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.give(folder)
        return folder


def server_account() -> Account:
    """Ourselves, unless we are root: then the first of ACCOUNT_NAMES that the machine knows."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), changes_user=False)
    for name in ACCOUNT_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, changes_user=True)
    raise ServerAccountMissing(
        "Vous êtes « root » et cette machine n'a ni utilisateur « postgres » ni utilisateur « nobody » : "
        "lancez Maillage avec un compte ordinaire."
    )


def new_private_home() -> Path:
    """An empty folder of root's that any user may cross and that outlives a reboot."""
    try:
        PRIVATE_ROOT.mkdir(mode=0o755, exist_ok=True)
        home = tempfile.mkdtemp(dir=PRIVATE_ROOT)
    except OSError:
        home = tempfile.mkdtemp(prefix="maillage-", dir="/var/tmp")
    os.chmod(home, 0o711)
    return Path(home)
