"""The processes that serve: gunicorn for the pages, procrastinate for the background work."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from maillage.config.processes import end_with_parent, stop_held_back

HOST = "127.0.0.1"
STOP_SECONDS = 10
PAUSE_SECONDS = 2
PYTHON = (sys.executable, "-P", "-m")


def web_command(port: int, workers: int = 2, threads: int = 4) -> list[str]:
    """The application is loaded once before forking; the rules of law after, so that the first page never waits."""
    options = ["--config", "python:maillage.config.gunicorn"]
    options += ["--bind", f"{HOST}:{port}", "--workers", str(workers), "--threads", str(threads)]
    options += ["--worker-class", "gthread", "--preload", "--graceful-timeout", "5", "--timeout", "120"]
    return [*PYTHON, "gunicorn", *options, "maillage.config.wsgi:application"]


def worker_command() -> list[str]:
    return [*PYTHON, "maillage", "worker", "--shutdown-graceful-timeout", "5"]


class Service:
    """A child process in its own group, that ends with its parent and writes to a log."""

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        when_parent_dies: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.command, self.environment, self.log = command, environment, log
        self.when_parent_dies = when_parent_dies
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        descriptor = os.open(self.log, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            with stop_held_back():
                self.process = subprocess.Popen(
                    self.command,
                    env={**os.environ, **self.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=descriptor,
                    stderr=descriptor,
                    start_new_session=True,
                    preexec_fn=end_with_parent(self.when_parent_dies),  # noqa: PLW1509
                )
        finally:
            os.close(descriptor)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def start_again_if_dead(self) -> None:
        """Not at once after a start: what dies at each start would eat the machine."""
        if self.has_ended() and time.monotonic() - self.started_at > PAUSE_SECONDS:
            self.wait_stopped()
            self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self) -> None:
        """Wait, then kill what is left of the group, also what outlived the process itself."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind((HOST, port))
            return True
    return False


def answers(port: int) -> bool:
    """Whether a page comes back: an error page of the server's is an answer, a broken server is not."""
    with (
        suppress(OSError, http.client.HTTPException),
        closing(http.client.HTTPConnection(HOST, port, 10)) as web,
    ):
        web.request("GET", "/")
        return web.getresponse().status < 500
    return False


def wait_until_it_answers(service: Service, port: int, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and not service.has_ended():
        if answers(port):
            return True
        time.sleep(0.05)
    return False
