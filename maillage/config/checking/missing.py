"""What a check says: in French, what is wrong and what to do; `serious` when people or their data would suffer from it."""

from typing import NamedTuple

NB = "\u00a0"


class Missing(NamedTuple):
    what: str
    cure: str
    serious: bool = True
