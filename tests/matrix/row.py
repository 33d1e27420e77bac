from typing import NamedTuple


class Row(NamedTuple):
    """`args` names what the URL points at, in `world`; `post` is an empty form sent."""

    get: str
    post: str
    args: tuple[str, ...] = ()
