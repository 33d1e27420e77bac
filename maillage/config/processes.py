"""Processes that end with the one that started them, and that are told from strangers."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HAS_PROC = Path("/proc/self").exists()


@contextmanager
def stop_held_back() -> Iterator[None]:
    """Being asked to stop waits until the end: between starting a child and writing its number down, say."""
    former = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def end_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """Run in the child: it may be stopped, whatever its parent holds back.

    Linux: the kernel sends it `sign` when the thread that starts it ends, however it ends.
    """
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
    parent = os.getpid()

    def bind() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, int(sign))
            if os.getppid() != parent:
                os._exit(1)

    return bind


def works_in(pid: int, folder: Path) -> bool:
    """Whether a process is alive and works in `folder`, as every process of PostgreSQL does in its data."""
    try:
        os.kill(pid, 0)
        return not HAS_PROC or os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def processes_in(folder: Path) -> list[int]:
    """Every process that works in `folder`; empty where the system does not tell."""
    if not HAS_PROC:
        return []
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in numbers if works_in(pid, folder)]
