"""The words of the field, read once a process: theme or public → expressions, and the words that say nothing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from maillage.directory.enums import THEMES
from maillage.directory.fold import fold

FOLDER = Path(__file__).parent
THEME_OF = {theme.partition("--")[2]: theme for theme in THEMES}
TROUBLE = "!"
MAIN, MOST_TOLD = 3, 6


class Expression(NamedTuple):
    """`text` as it was written in the file; `trouble`: « pas de… » before it rules it out."""

    meaning: str
    text: str
    weight: int
    trouble: bool = False


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def small_words() -> frozenset[str]:
    return frozenset(_read("words.yaml")["small"].split())


@cache
def common_words() -> frozenset[str]:
    return frozenset(_read("words.yaml")["common"].split())


@cache
def negations() -> frozenset[str]:
    return frozenset(_read("words.yaml")["negations"].split())


def theme_expressions() -> Iterator[Expression]:
    for short, weights in _read("themes.yaml").items():
        for weight, texts in weights.items():
            for text in _parted(texts):
                bare = text.removeprefix(TROUBLE)
                yield Expression(THEME_OF[short], bare, weight, trouble=bare != text)


def public_expressions() -> Iterator[Expression]:
    for public, texts in _read("publics.yaml").items():
        for text in _parted(texts):
            yield Expression(public, text, 1)


def _parted(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(",")]


@cache
def label_words() -> frozenset[str]:
    """Words of the schema's own labels: known too."""
    return frozenset(word for label in THEMES.values() for word in fold(label).split())


@cache
def national_numbers() -> dict[str, str]:
    """Theme → the sentence that tells which line answers at once."""
    return {THEME_OF[short]: sentence for short, sentence in _read("numbers.yaml").items()}


@cache
def plain_words() -> dict[str, list[str]]:
    """Theme → some of the words by which people say it, for who reads the list of themes."""
    told: dict[str, list[str]] = {theme: [] for theme in THEMES}
    for one in theme_expressions():
        if one.weight == MAIN and len(told[one.meaning]) < MOST_TOLD:
            told[one.meaning].append(one.text)
    return told
