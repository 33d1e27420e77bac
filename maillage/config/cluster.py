"""The embedded PostgreSQL: the binaries of a wheel, driven by our own calls. See decisions/0001.

What a cluster's directory holds:

    lock              held while the server is made, started or stopped
    location          only when the server's user cannot come here: where the rest is
    credentials.json  0600, passwords drawn at random, never the server's to read
    data/             0700, the server's own
    socket/           0700, the server's own; elsewhere when its path is too long for a socket
    binaries/         only when the server's user cannot reach the wheel
    server.log
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg

from maillage.config.processes import HAS_PROC, end_with_parent, processes_in, stop_held_back, works_in
from maillage.config.provision import APP, BACKUP, DATABASE, MAINTENANCE, OWNER, TEST, provision
from maillage.config.server_programs import reachable_programs
from maillage.config.unprivileged import Account, new_private_home, server_account
from maillage.whole_files import erase, sync, write_atomically

SUPERUSER = "maillage_superuser"
PORT = 5432
LONGEST_SOCKET_PATH = 107 - len(f"/.s.PGSQL.{PORT}")
START_SECONDS = 120
STOP_SECONDS = 30
LONGEST_LOG = 10_000_000
ROLE_OF_URL = {
    "owner": OWNER,
    "app": APP,
    "maintenance": MAINTENANCE,
    "backup": BACKUP,
    "superuser": SUPERUSER,
    "test": TEST,
}

OWN_NAMES = ("credentials.json", "data", "data.new", "socket", "socket-elsewhere", "binaries", "server.log")
SERVER_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

SMALL_MACHINE = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    # Parallel queries need /dev/shm, which a container often limits to 64 MB.
    "max_parallel_workers_per_gather": "0",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement that failed, and the row it failed on, would put names and addresses in the server's log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}
FAST = {
    **SMALL_MACHINE,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class ClusterError(RuntimeError):
    """The embedded server cannot serve; the message says why and what to do."""


class Cluster:
    """One embedded server. `fast` is for tests only: quick, and its data may be lost in a power cut."""

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self.directory = directory.absolute()
        self.fast = fast
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = -1

    def __enter__(self) -> Self:
        self.ensure()
        return self

    def __exit__(self, *_: object) -> None:
        if self.started_here:
            self.stop()

    @property
    def started_here(self) -> bool:
        return self._process is not None

    @property
    def home(self) -> Path:
        """Where the data is: the directory, or the place that its `location` file names."""
        with suppress(FileNotFoundError):
            return Path((self.directory / "location").read_text().strip())
        return self.directory

    @property
    def data(self) -> Path:
        return self.home / "data"

    def ensure(self) -> None:
        """Make the server if it is not there, start it if it is stopped; return once it answers.

        On Linux the server stops by itself when the process (precisely: the thread) that started it ends.
        """
        account = server_account()
        with suppress(FileExistsError):
            self.directory.mkdir(parents=True)
            self.directory.chmod(0o711 if account.changes_user else 0o700)
        with self._locked():
            self._settle(account)
            if self.is_running() and self._survives_waiting():
                return
            binaries = reachable_programs(account, self.home / "binaries")
            self._initialise(account, binaries)
            self._clear_after_crash()
            try:
                self._start(account, binaries)
                self._provision()
            except BaseException:
                self._halt()
                raise

    def stop(self) -> None:
        """Stop the server, whoever started it, and wait until none of its processes is left."""
        if not self.directory.is_dir():
            return
        with self._locked():
            self._halt()

    def destroy(self) -> None:
        """Stop the server and erase its data for good."""
        self.stop()
        erase(self._socket_directory())
        for place in {self.home, self.directory}:
            for name in OWN_NAMES:
                erase(place / name)
        if self.home != self.directory:
            shutil.rmtree(self.home, ignore_errors=True)
            (self.directory / "location").unlink()

    def is_running(self) -> bool:
        return self._postmaster() is not None

    def urls(self) -> dict[str, str]:
        """Connection address by role: owner, app, maintenance, backup, superuser, and test when `fast`."""
        passwords = self._passwords()
        host = quote(str(self._socket_directory()), safe="")
        databases = {"superuser": "postgres"}
        return {
            name: f"postgresql://{role}:{passwords[role]}@/{databases.get(name, DATABASE)}?host={host}&port={PORT}"
            for name, role in ROLE_OF_URL.items()
            if role in passwords
        }

    # Where things are

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self.directory / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._lock = descriptor
            yield
        finally:
            os.close(descriptor)

    def _settle(self, account: Account) -> None:
        """Choose once where the data lives: here if the server's user can come here."""
        location = self.directory / "location"
        if location.exists():
            if not self.home.is_dir():
                raise ClusterError(
                    f"Les données de {self.directory} étaient gardées dans {self.home}, qui n'existe plus. "
                    f"Restaurez ce dossier, ou repartez de zéro avec « ./run demo --reset »."
                )
        elif not account.can_enter(self.directory):
            write_atomically(location, f"{new_private_home()}\n")

    def _socket_directory(self) -> Path:
        with suppress(FileNotFoundError):
            return Path((self.home / "socket-elsewhere").read_text().strip())
        return self.home / "socket"

    def _make_socket_directory(self, account: Account) -> Path:
        """A private folder whose path fits in a socket address; a reboot may have emptied /tmp."""
        folder, elsewhere = self.home / "socket", self.home / "socket-elsewhere"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_PATH:
            folder = self._socket_directory()
            if not (elsewhere.exists() and account.keeps_private(folder)):
                folder = Path(tempfile.mkdtemp(prefix="maillage-", dir="/tmp"))
                write_atomically(elsewhere, f"{folder}\n")
        return account.private_folder(folder)

    # Making the data

    def _passwords(self) -> dict[str, str]:
        content = self._credentials()
        return dict(content["passwords"]) if isinstance(content["passwords"], dict) else {}

    def _credentials(self) -> dict[str, object]:
        try:
            content: dict[str, object] = json.loads((self.home / "credentials.json").read_text())
        except FileNotFoundError:
            raise ClusterError(
                f"Les mots de passe de la base de {self.directory} sont introuvables. Restaurez le fichier "
                f"« credentials.json », ou repartez de zéro avec « ./run demo --reset »."
            ) from None
        return content

    def _initialise(self, account: Account, binaries: Path) -> None:
        """Run initdb aside, then rename: an interrupted one leaves nothing that looks finished."""
        if self.data.is_dir():
            if self._credentials()["fast"] != self.fast:
                raise ClusterError(
                    f"{self.directory} : une base de test et une base durable ne se mélangent pas."
                )
            return
        unfinished = self.home / "data.new"
        erase(unfinished)
        account.private_folder(unfinished)
        self._draw_passwords()
        with self._password_file(account) as password_file:
            self._run_initdb(account, binaries, unfinished, password_file)
        unfinished.rename(self.data)
        sync(self.home)

    def _draw_passwords(self) -> None:
        roles = [role for name, role in ROLE_OF_URL.items() if self.fast or name != "test"]
        content = {"fast": self.fast, "passwords": {role: secrets.token_urlsafe(24) for role in roles}}
        write_atomically(self.home / "credentials.json", json.dumps(content, indent=2) + "\n")

    @contextmanager
    def _password_file(self, account: Account) -> Iterator[Path]:
        path = self.home / "password.new"
        write_atomically(path, self._passwords()[SUPERUSER])
        account.give(path)
        try:
            yield path
        finally:
            path.unlink()

    def _run_initdb(self, account: Account, binaries: Path, data: Path, password_file: Path) -> None:
        command = [str(binaries / "initdb"), "-D", str(data), "-U", SUPERUSER, f"--pwfile={password_file}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-sync"] if self.fast else []
        done = subprocess.run(
            command,
            cwd="/",
            env=SERVER_ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            pass_fds=(
                self._lock,
            ),  # an initdb that outlives its parent keeps the lock: nobody starts another beside it
            **account.identity,
        )
        if done.returncode:
            raise ClusterError(
                f"La base de données n'a pas pu être créée dans {data} :\n{done.stderr.strip()}"
            )

    # Running

    def _start(self, account: Account, binaries: Path) -> None:
        settings = FAST if self.fast else SMALL_MACHINE
        socket = self._make_socket_directory(account)
        command = [str(binaries / "postgres"), "-D", str(self.data), "-k", str(socket)]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log() as log, stop_held_back():
            self._process = subprocess.Popen(
                command,
                cwd="/",
                env=SERVER_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGINT),  # noqa: PLW1509
                **account.identity,
            )
        self._wait_ready()

    def _provision(self) -> None:
        passwords = {role: word for role, word in self._passwords().items() if role != SUPERUSER}
        provision(self.urls()["superuser"], passwords, for_tests=self.fast)

    def _halt(self) -> None:
        postmaster = self._postmaster() or self._started_process()
        for sign, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if postmaster is None or self._signalled(postmaster, sign, seconds):
                break
        self._clear_after_crash()

    @contextmanager
    def _log(self) -> Iterator[int]:
        path = self.home / "server.log"
        if path.exists() and path.stat().st_size > LONGEST_LOG:
            path.replace(path.with_suffix(".log.old"))
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _wait_ready(self) -> None:
        limit = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.urls()["superuser"], connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if self._has_ended():
                    self._process = None
                    raise ClusterError(f"La base de données s'est arrêtée :\n{self._end_of_log()}") from error
                if time.monotonic() > limit:
                    raise ClusterError(f"La base de données ne répond pas :\n{self._end_of_log()}") from error
            time.sleep(0.03)

    def _has_ended(self) -> bool:
        """The server waited for: the one that we started, or one found running, perhaps dying."""
        return not self.is_running() if self._process is None else self._process.poll() is not None

    def _survives_waiting(self) -> bool:
        """Wait for a server found running; False when it was dying, so that it is started again."""
        try:
            self._wait_ready()
        except ClusterError:
            if self.is_running():
                raise
            return False
        return True

    def _end_of_log(self) -> str:
        return "\n".join((self.home / "server.log").read_text(errors="replace").splitlines()[-15:])

    def _postmaster(self) -> int | None:
        """The process id of this cluster's server, never of a stranger that got a stale number."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if works_in(pid, self.data) else None

    def _started_process(self) -> int | None:
        """What we started and still lives, though it may not have written its lock file yet."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def _signalled(self, pid: int, sign: signal.Signals, seconds: float) -> bool:
        """Send `sign`; True once the process is gone."""
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        limit = time.monotonic() + seconds
        while works_in(pid, self.data):
            if time.monotonic() > limit:
                return False
            if self._process is not None:
                self._process.poll()
            time.sleep(0.02)
        return True

    def _clear_after_crash(self) -> None:
        """Put away what a killed server leaves: its orphans, its lock file, its socket.

        PostgreSQL does it too, but refuses to start when the number in a stale lock file has been given to
        another process, which is common in a container.
        """
        if self.is_running():
            return
        if self._process is not None:
            self._process.wait()
            self._process = None
        if not HAS_PROC:
            return
        for pid in processes_in(self.data):
            if not self._signalled(pid, signal.SIGQUIT, 5):
                self._signalled(pid, signal.SIGKILL, 5)
        socket = self._socket_directory() / f".s.PGSQL.{PORT}"
        for stale in (self.data / "postmaster.pid", socket, socket.with_name(socket.name + ".lock")):
            stale.unlink(missing_ok=True)
