"""A server killed without warning."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from maillage.config.processes import processes_in


def kill_everything_in(folder: Path) -> None:
    """Some end with the first one killed: they may be gone between being listed and being killed."""
    for pid in processes_in(folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
