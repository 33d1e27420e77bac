"""Words as people type them in headers and cells, made comparable."""

import re
import unicodedata

MONTH_NAMES = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
MONTH_BY_NAME = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names}

ACTIVE = re.compile(r"[\s']*[=+\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet would run as a formula, already disarmed or not."""

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower case, no accents, one space between words: `N° Foyer` → `n foyer`."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_A_WORD.sub(" ", letters.lower()).strip()


def shown(value: object, longest: int = 80) -> str:
    """A cell as it may be quoted in a message: one line, printable, short."""
    text = "".join(char if char.isprintable() else " " for char in str(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"
