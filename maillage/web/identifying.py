"""What would tell who somebody is, in words that must identify nobody. Plain expressions: they warn, a human decides.

They miss a first name alone, a nickname, a rare story: whoever writes stays the judge, and the page says so.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

FLAGS = re.IGNORECASE
SPACE = "[ \u00a0\u202f]"
NAME = "[A-ZÀ-ÖØ-Þ][\\w’'-]*\\.?"
PARTICLE = f"(?:de{SPACE}+|du{SPACE}+|d’|d')?(?:la{SPACE}+|La{SPACE}+|Le{SPACE}+|le{SPACE}+)?"
ORDINARY = "Les?|La|Une?|Des|Cette|Cet?|Ces|Notre|Nos|Votre|Vos|Leurs?|Son|Sa|Ses|Mon|Ma|Mes|Aux?|Du|Par|Pour"
MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
WAY = "rue|avenue|av\\.|boulevard|bd|place|chemin|impasse|allée|allées|route|quai|cité|résidence|square|lotissement"
DAY = rf"\d{{1,2}}(?:er)?{SPACE}(?:{MONTH}){SPACE}\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d{{2}}"


class Passage(NamedTuple):
    """`what`: what it looks like, in French; `words`: as they were typed."""

    what: str
    words: str


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("une adresse électronique", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "un numéro de sécurité sociale",
        re.compile(
            rf"\b[12]{SPACE}?\d{{2}}{SPACE}?\d{{2}}{SPACE}?(?:\d{{2}}|2[AB]){SPACE}?\d{{3}}{SPACE}?\d{{3}}(?:{SPACE}?\d{{2}})?\b",
            FLAGS,
        ),
    ),
    (
        "un numéro de téléphone",
        re.compile(r"(?<![\w+])(?:\+33|0033|0)[ \u00a0\u202f.-]?[1-9](?:[ \u00a0\u202f.-]?\d{2}){4}(?!\d)"),
    ),
    (
        "un compte bancaire",
        re.compile(rf"\bFR\d{{2}}(?:{SPACE}?[0-9A-Z]{{4}}){{5}}{SPACE}?[0-9A-Z]{{3}}\b", FLAGS),
    ),
    (
        "un numéro de dossier",
        re.compile(
            rf"\b(?:allocataire|dossier|matricule|NIR){SPACE}{{0,3}}(?:n°|no|numéro)?{SPACE}{{0,3}}:?{SPACE}{{0,3}}\d{{5,}}\w?",
            FLAGS,
        ),
    ),
    ("une date de naissance", re.compile(rf"\bnée?s?{SPACE}+le{SPACE}+(?:{DAY})", FLAGS)),
    ("une date précise", re.compile(rf"\b(?:{DAY})\b", FLAGS)),
    (
        "une adresse",
        re.compile(rf"\b\d{{1,4}}{SPACE}?(?:bis|ter|quater)?,?{SPACE}+(?:{WAY})\b[^.,;\n]{{0,60}}", FLAGS),
    ),
    ("un code postal", re.compile(rf"\b\d{{5}}{SPACE}+[A-ZÀ-ÖØ-Þ][\w’'-]+")),
    (
        "un nom",
        re.compile(
            rf"\b(?:M\.|MM\.|Mr\.?|Mme|Mmes|Mlle|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Dd]octeur|Dr\.?|[Mm]aître|Me)"
            rf"{SPACE}+{PARTICLE}{NAME}(?:{SPACE}+{PARTICLE}{NAME})*"
        ),
    ),
    (
        "un nom",
        re.compile(
            rf"\b(?:mme|mr|mlle|Mme|Mr|Mlle){SPACE}+(?!(?:la|le|les|et|ou|qui|que)\b)[a-zà-öø-ÿ][\w’'-]{{2,}}"
        ),
    ),
    (
        "un nom",
        re.compile(
            rf"\b(?!(?:{ORDINARY})\b)[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)? [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'-]{{3,}}\b"
        ),
    ),
)
NOBODY = re.compile(rf"{SPACE}(?:X|Y|Z)\.?$")
"""« Mme X » names nobody."""


def spot(text: str) -> list[Passage]:
    """Each passage once, in the order of the text; one inside another is told with it."""
    taken: list[tuple[int, int]] = []
    found: dict[tuple[int, int], Passage] = {}
    for what, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            words = match[0].strip()
            if NOBODY.search(words) or any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            found[start, end] = Passage(what, words)
    return list(dict.fromkeys(found[span] for span in sorted(found)))


def unconfirmed(texts: Iterable[str], confirmed: Iterable[str]) -> list[Passage]:
    """What is spotted and that nobody said to identify nobody."""
    said = set(confirmed)
    found = dict.fromkeys(one for text in texts for one in spot(text))
    return [one for one in found if one.words not in said]
