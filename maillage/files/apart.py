"""Strangers' files are read in a process of its own, one at a time, with little memory and little time.

A few kilobytes may be made to fill gigabytes, and a reader written in C may be brought down: only that process dies, the
file is refused, the next one gets a new process. It ends with the web process, when its input does.

A request is the kind, a NUL, the content. An answer is "+", the kind, a NUL, the content, or "-" and the sentence; before
it, "." or, when the process has grown and is to be replaced, "!". Each goes after its length in 8 bytes.
"""

import atexit
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO

from maillage.files import refusals
from maillage.files.kinds import Kind
from maillage.files.refusals import Refused

MEMORY = 1_200_000_000
SECONDS = 20
GROWN_KILOBYTES = 400_000
HANDED_DOWN = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")  # neither keys nor the database's address
FIT, GROWN = b".", b"!"
ROOT = Path(__file__).resolve().parents[2]
STATUS = Path("/proc/self/status")


class Apart:
    """The process, started at the first file; after a fork, each process has its own."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.started_by = 0

    def rewritten(self, found: str, content: bytes) -> tuple[Kind, bytes]:
        """As `rewriting.rewritten`, and refuses as well what takes too much memory or time."""
        with self.lock:
            answer = self._asked(found.encode() + b"\0" + content)
        return _understood(answer)

    def _asked(self, request: bytes) -> bytes:
        """Whatever interrupts it, no answer is left behind for the next file to take as its own."""
        state = GROWN
        try:
            state, answer = self._exchange(request)
        except (OSError, EOFError):
            raise Refused(refusals.TOO_COSTLY) from None
        finally:
            if state == GROWN:
                self.stop()
        return answer

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(SECONDS, process.kill)
        timer.start()
        try:
            _write(process.stdin, request)
            answer = _read(process.stdout)
        finally:
            timer.cancel()
        return answer[:1], answer[1:]

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.started_by != os.getpid() or self.process.poll() is not None:
            self.stop()
            self.process, self.started_by = _started(), os.getpid()
        return self.process

    def stop(self) -> None:
        if self.process is not None and self.started_by == os.getpid():
            self.process.kill()
            self.process.communicate()
        self.process = None


APART = Apart()
atexit.register(APART.stop)


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "maillage.files.apart"]
    environment = {name: os.environ[name] for name in HANDED_DOWN if name in os.environ}
    environment["PYTHONPATH"] = str(ROOT)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=environment, cwd="/", **pipes)  # type: ignore[call-overload, no-any-return]


def _understood(answer: bytes) -> tuple[Kind, bytes]:
    if answer[:1] != b"+":
        raise Refused(answer[1:].decode())
    kind, _, content = answer[1:].partition(b"\0")
    return Kind(kind.decode()), content


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(8, "big"))
    stream.write(content)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """Raises EOFError when the other side has ended."""
    size = stream.read(8)
    content = stream.read(int.from_bytes(size, "big"))
    if len(size) < 8 or len(content) < int.from_bytes(size, "big"):
        raise EOFError
    return content


def _state() -> bytes:
    return GROWN if _most_kilobytes() > GROWN_KILOBYTES else FIT


def _most_kilobytes() -> int:
    """The most memory this program has held. `ru_maxrss` would count what its parent held when it started it."""
    with suppress(OSError):
        for line in STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _answered(request: bytes) -> bytes:
    from maillage.files.rewriting import rewritten

    found, _, content = request.partition(b"\0")
    try:
        kind, safe = rewritten(found.decode(), content)
    except Refused as refused:
        return b"-" + refused.reason.encode()
    return b"+" + kind.encode() + b"\0" + safe


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError):
        while True:
            answer = _answered(_read(sys.stdin.buffer))
            _write(sys.stdout.buffer, _state() + answer)


if __name__ == "__main__":
    main()
