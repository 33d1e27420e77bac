"""French words brought to what they share: a light stem, the sound of a word, the nearest known one."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

_ENDINGS = ("eraient", "erait", "erais", "aient", "eront", "erons", "erai", "ait", "ais", "ees", "ee", "er", "ez", "es", "e")  # fmt: skip
_SHORTEST = 3
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"h", ""), (r"qu|q", "k"), (r"c(?=[eiy])", "s"), (r"g(?=[eiy])", "j"), (r"c", "k"), (r"z", "s"),
        (r"(.)\1+", r"\1"), (r"eau|au", "o"), (r"(ai|ei|oe)n?(?![aeiou])", "e"), (r"[ae][nm](?=[^aeiou]|$)", "A"),
        (r"(ai|ei|i|y)[nm](?=[^aeiou]|$)", "I"), (r"o[nm](?=[^aeiou]|$)", "O"), (r"y", "i"), (r"ou", "U"), (r"[dtsxp]$", ""),
    )
]  # fmt: skip


def stem(word: str) -> str:
    """« loyers », « payé », « isolées » → `loy`, `pay`, `isol`. Takes a folded word; figures and short words as they are."""
    if len(word) <= _SHORTEST or word[0].isdigit():
        return word
    bare = re.sub(r"(?<!e)aux$", "al", word) if len(word) > 4 else word
    bare = bare[:-1] if bare[-1] in "sx" else bare
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST:
            return bare[: -len(ending)]
    return bare


def sound(word: str) -> str:
    """What is heard, about: « surandettement » and « surendettement » are the same."""
    heard = stem(word)
    for pattern, replacement in _SOUNDS:
        heard = pattern.sub(replacement, heard)
    return heard


def distance(one: str, other: str, most: int) -> int:
    """Letters added, missing, changed or swapped with the next one; `most + 1` beyond `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if above and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@dataclass
class Speller:
    """Known words, found again from what was typed: same sound first, then one or two letters away."""

    words: dict[str, int] = field(default_factory=dict)
    by_sound: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, words: Iterable[str]) -> "Speller":
        speller = cls()
        for word in words:
            if len(word) > _SHORTEST and word not in speller.words and not word[0].isdigit():
                speller.words[word] = _letters(word)
                speller.by_sound[sound(word)].append(word)
        return speller

    def nearest(self, typed: str) -> str:
        """ "" when nothing is near enough to be believed."""
        if len(typed) <= _SHORTEST or typed[0].isdigit():
            return ""
        alike = [word for word in self.by_sound.get(sound(typed), []) if distance(typed, word, 2) <= 2]
        if alike:
            return min(alike, key=lambda word: (distance(typed, word, len(typed)), word))
        most = 1 if len(typed) <= 6 else 2
        near = [
            (distance(typed, word, most), word[0] != typed[0], word)
            for word, letters in self.words.items()
            if (len(typed) > 6 or word[0] == typed[0])
            and abs(len(word) - len(typed)) <= most
            and (letters ^ _letters(typed)).bit_count() <= 2 * most
        ]
        best = min(near, default=(most + 1, False, ""))
        return best[2] if best[0] <= most else ""


def _letters(word: str) -> int:
    return sum({1 << (ord(letter) - 97) for letter in word if letter.isalpha()})
