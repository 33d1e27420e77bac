"""Who the embedded server runs as when we are root: PostgreSQL refuses to run as root, and rightly so.

Nothing here changes a permission outside what the application made itself: when the server's user cannot
reach a place (a checkout under /root, say), the server is given another place, the parents stay as they are.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

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


def copy_atomically(source: Path, destination: Path, ignore: Callable[..., Any] | None = None) -> None:
    """Copy a tree so that `destination` is either whole or absent, and readable by everyone."""
    unfinished = destination.with_name(destination.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished, symlinks=True, ignore=ignore)
    for folder, _, files in os.walk(unfinished):
        os.chmod(folder, 0o755)
        for name in files:
            _open_to_all(Path(folder, name))
    unfinished.rename(destination)


def _open_to_all(file: Path) -> None:
    if not file.is_symlink():
        file.chmod(0o755 if os.access(file, os.X_OK) else 0o644)
