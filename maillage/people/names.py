"""What names have in common when they are typed in another way: folded spelling, and French sound.

`sound` is a small key for French ears, not a transcription: two spellings that a French speaker would read alike
should meet ("Gauthier" and "Gotier", "Benali" and "Ben Ali" do through `sound_key`), at the price of meeting a few
strangers, whom a human tells apart. Order of the rules: s between vowels, doubled letters, groups of letters with
one sound, soft and hard consonants, nasal vowels, silent letters at the end.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"(.)\1+", r"\1"),
        (r"^h", ""),
        (r"ph", "f"),
        (r"sch|sh|ch", "6"),
        (r"th", "t"),
        (r"(?<=[kgbdr])h", ""),
        (r"qu|q", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"ge(?=[ao])", "j"),
        (r"g(?=[eiy])", "j"),
        (r"jea", "ja"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"aul[tdx]s?$", "o"),
        (r"eaux?|aux?|os$", "o"),
        (r"ou", "2"),
        (r"(?:ain|ein|yn|in|aim|im|ym)(?![aeiouynm2])", "1"),
        (r"(?:an|am|en|em)(?![aeiouynm2])", "3"),
        (r"(?:on|om)(?![aeiouynm2])", "4"),
        (r"ai|ei|ay|ey|oe", "e"),
        (r"y", "i"),
        (r"h", ""),
        (r"(?<=..)(?:ks|[dtsz]|es|ez|er)+$", ""),
        (r"(?<=..)e$", ""),
        (r"(.)\1+", r"\1"),
    )
]

SMALL = frozenset({"de", "d", "et", "à", "au", "aux"})


def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits (any alphabet) parted by one space."""
    decomposed = _decomposed(_decomposed(text).translate(_LIGATURES))
    bare = (char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def _decomposed(text: str) -> str:
    """Letters apart from their marks, lower case; a styled capital gives a capital, hence twice."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def proper(name: str) -> str:
    """ "jean-pierre de gaulle" → "Jean-Pierre de Gaulle"; a name with a capital anywhere stays as it was typed."""
    if name != name.lower():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0] if word[0] in SMALL else word[0].capitalize(), name)


def search_name(*names: str) -> str:
    """Every word of these names once, in the order given: what lists are sorted and searched by."""
    return " ".join(dict.fromkeys(fold(" ".join(names)).split()))[:240]


def sound(word: str) -> str:
    """The sound of one folded word; the word itself when it has no Latin letter left."""
    key = word
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return key or word


def sound_words(*names: str) -> list[str]:
    """Sorted sounds of the words of these names: the order of first and last name does not count."""
    return sorted({sound(word) for word in fold(" ".join(names)).split()})


def sound_key(*names: str) -> str:
    """`sound_words` joined by spaces, at most 120 characters: an index entry."""
    return " ".join(sound_words(*names))[:120]
