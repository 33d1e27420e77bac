"""From a sentence of somebody in need to themes of the directory, and from which words they were recognised."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from maillage.directory import lexicon
from maillage.directory.fold import fold
from maillage.directory.rules.words import Speller, stem

MOST_TYPED = 300
MOST_WORDS = 40
MOST_THEMES = 6
KEPT_FROM = 0.4
BY_WORD_MORE = 0.6
"""What each further word adds to an expression's weight."""
_WORD = re.compile(r"\w+")


class Word(NamedTuple):
    """`typed` is shown, `folded` is searched, `stem` is compared; `ruled_out`: « pas de… » stood before."""

    typed: str
    folded: str
    stem: str
    ruled_out: bool = False


class Meaning(NamedTuple):
    """A theme or a public, how much it was meant, the words that said so."""

    code: str
    weight: float
    words: tuple[str, ...]


class Correction(NamedTuple):
    typed: str
    taken: str


class Reading(NamedTuple):
    """What was understood. `words` are those worth searching in the cards."""

    text: str
    words: tuple[Word, ...] = ()
    themes: tuple[Meaning, ...] = ()
    publics: tuple[Meaning, ...] = ()
    corrections: tuple[Correction, ...] = ()


class _Known(NamedTuple):
    """Expressions by one of their stems; each is (stems, meaning, weight, trouble)."""

    by_stem: dict[str, list[tuple[frozenset[str], str, int, bool]]]
    words: frozenset[str]


def unknown_words(text: str) -> list[str]:
    """Folded words that neither the lexicon nor the small words hold: the cards may know them, else they are misspelt."""
    stems = _known_stems()
    return sorted({word.folded for word in words_of(text) if word.stem not in stems})


def read_need(text: str, known: Iterable[str] = ()) -> Reading:
    """`known`: which of the `unknown_words` the cards bear; the others are taken for the nearest word of the lexicon."""
    fixed, corrections = _corrected(words_of(text), set(known))
    themes = _meanings(_themes(), fixed)
    publics = _meanings(_publics(), fixed)
    return Reading(text, tuple(_searched(fixed)), _best(themes), publics, tuple(corrections))


def words_of(text: str) -> list[Word]:
    """Without the small words; which of them stood before a trouble is kept."""
    found: list[Word] = []
    negated = False
    for typed in _WORD.findall(text[:MOST_TYPED].replace("_", " ")):
        for folded in fold(typed).split():
            if folded in lexicon.small_words() or folded in lexicon.negations():
                negated = folded in lexicon.negations() or (negated and folded in ("de", "d"))
                continue
            found.append(Word(typed, folded, stem(folded), negated))
            negated = False
    return found[:MOST_WORDS]


def _corrected(words: list[Word], known: set[str]) -> tuple[list[Word], list[Correction]]:
    stems, fixed, corrections = _known_stems(), [], []
    for word in words:
        near = "" if word.stem in stems or word.folded in known else _speller().nearest(word.folded)
        if near:
            corrections.append(Correction(word.typed, near))
        fixed.append(Word(word.typed, near, stem(near), word.ruled_out) if near else word)
    return fixed, corrections


def _meanings(known: _Known, words: list[Word]) -> tuple[Meaning, ...]:
    """Expressions whose words are all there, the longest hiding those it holds; the strongest meaning first."""
    typed = {word.stem: word for word in reversed(words)}
    found = {one for name in typed for one in known.by_stem.get(name, ()) if one[0] <= typed.keys()}
    found = {one for one in found if not (one[3] and any(typed[name].ruled_out for name in one[0]))}
    longest = {stems for stems, *_ in found}
    seen = [one for one in found if not any(one[0] < other for other in longest)]
    weights: dict[str, float] = defaultdict(float)
    stems: dict[str, set[str]] = defaultdict(set)
    for said, meaning, weight, _ in seen:
        weights[meaning] += weight * (1 + BY_WORD_MORE * (len(said) - 1))
        stems[meaning] |= said
    told = [
        Meaning(code, weights[code], tuple(word.typed for word in words if word.stem in stems[code]))
        for code in weights
    ]
    return tuple(sorted(told, key=lambda one: (-one.weight, one.code)))


def _best(themes: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Those worth answering; what might only just be meant is left out when something is clearly meant."""
    top = themes[0].weight if themes else 0
    return tuple(one for one in themes if one.weight >= KEPT_FROM * top)[:MOST_THEMES]


def _searched(words: list[Word]) -> list[Word]:
    """Words that part cards from each other; all of them when nothing else was typed."""
    telling = [word for word in words if word.folded not in lexicon.common_words()]
    return list({word.stem: word for word in telling or words}.values())


def _known(expressions: Iterable[lexicon.Expression]) -> _Known:
    best: dict[tuple[frozenset[str], str], tuple[int, bool]] = {}
    vocabulary: set[str] = set()
    for meaning, text, weight, trouble in expressions:
        words = words_of(text)
        if all(word.folded in lexicon.common_words() for word in words):
            continue
        vocabulary |= {word.folded for word in words}
        key = frozenset(word.stem for word in words), meaning
        best[key] = max(best.get(key, (0, False)), (weight, trouble))
    by_stem = defaultdict(list)
    for (stems, meaning), (weight, trouble) in best.items():
        by_stem[min(stems)].append((stems, meaning, weight, trouble))
    return _Known(dict(by_stem), frozenset(vocabulary))


@cache
def _themes() -> _Known:
    return _known(lexicon.theme_expressions())


@cache
def _publics() -> _Known:
    return _known(lexicon.public_expressions())


@cache
def _vocabulary() -> frozenset[str]:
    return _themes().words | _publics().words | lexicon.label_words() | lexicon.common_words()


@cache
def _known_stems() -> frozenset[str]:
    return frozenset(map(stem, _vocabulary()))


@cache
def _speller() -> Speller:
    return Speller.of(sorted(_vocabulary() - lexicon.small_words()))
