"""One spelling for everybody: what is typed and what is stored meet on the same small words."""

import re
import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ON_WATER = re.compile(r"\bs/|/s\b")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Lower-case ASCII letters and digits, words parted by one space: « Œuilly-l'Épée » → `oeuilly l epee`."""
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    bare = "".join(char for char in lowered if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare.translate(_LETTERS)).strip()


def fold_place(text: str) -> str:
    """`fold`, then place-name abbreviations in full: « ST-ETIENNE », « Chalon s/Saône » → `saint etienne`, `chalon sur saone`."""
    words = fold(_ON_WATER.sub(" sur ", text.lower())).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


MOST_SEARCHED = 2000


def service_words(name: str, description: str, *more: str) -> tuple[str, str]:
    """`folded_name`, `folded_text` of a service: `more` holds labels of its themes, its conditions, its structure's name."""
    return fold(name), fold(" ".join((description[:MOST_SEARCHED], *more)))


def structure_words(name: str, description: str, *more: str) -> tuple[str, str]:
    """The same of a structure: `more` holds the labels of its kind and networks."""
    return fold(name), fold(" ".join((description[:MOST_SEARCHED], *more)))
