"""A file as the browser sent it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """Its name and what is in it: nothing is checked yet (`checks.checked`)."""

    name: str
    content: bytes
