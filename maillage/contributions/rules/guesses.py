"""What a passage of a report seems to be, and what it seems to speak of. A human decides."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from maillage.contributions.enums import ContributionKind

WORDS: tuple[tuple[str, str], ...] = (
    (
        ContributionKind.PRACTICE,
        "pratiques? inspirante|pratiques? (?:emergente|reperee)|experience inspirante|bonnes? pratique",
    ),
    (
        ContributionKind.FINDING,
        "constat|diagnostic|etat des lieux|observation|debat|points? aborde|reaction|intervention",
    ),
    (ContributionKind.WEAKNESS, "faiblesse|difficulte|frein|obstacle|limite|cloisonnement|probleme"),
    (ContributionKind.IMPACT, "impact|consequence|effets?\\b"),
    (ContributionKind.NEED, "besoin|attente|enjeu"),
    (ContributionKind.THREAT, "menace|risque|vigilance"),
    (ContributionKind.OPPORTUNITY, "opportunite|atout|levier|force"),
    (ContributionKind.RECOMMENDATION, "preconisation|proposition|piste|recommandation|actions?\\b|decision"),
    (ContributionKind.TESTIMONY, "temoignage|paroles?\\b|experience"),
)
PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})")) for kind, words in WORDS)


def folded(text: str) -> str:
    """Small letters, without accents."""
    plain = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def announces(heading: str) -> str:
    """The kind of contribution that a heading announces: the first one that it names; "" when it names none."""
    told = folded(heading)
    found = [(match.start(), kind) for kind, one in PATTERNS if (match := one.search(told))]
    return str(min(found, key=lambda one: one[0])[1]) if found else ""


def guessed_kind(path: Iterable[str]) -> str:
    """From the nearest heading that announces one."""
    return next((kind for one in reversed(list(path)) if (kind := announces(one))), "")


LEFT_OVER = re.compile(
    r"ordre du jour|calendrier|sommaire|(?:liste des )?(?:participants|presents|excuses)\b|etaient presents"
    r"|prochaine (?:reunion|seance)|invitation|remerciements|documents? similaires?|tous droits reserves"
)
FURNITURE = re.compile(
    r"(?:page\s*)?\d{1,4}(?:\s*(?:/|sur)\s*\d{1,4})?|(?:\d{1,4}[\s.…]+){3,}\d{1,4}|https?://\S+|www\.\S+"
    r"|(?:tous droits reserves|copyright|©).{0,90}|date de publication.{0,20}|(?:telecharger|taille)\s*[\d.,]+\s*[mk]b\.?"
)
"""Numbers of pages, copyrights, what a site writes around a text."""
TIMES, LONGEST_FOOTER = 3, 90


def is_left_over(heading: str) -> bool:
    """A part that seldom holds a contribution: an agenda, who was there."""
    return bool(LEFT_OVER.search(folded(heading)))


def furniture(texts: Iterable[str]) -> set[str]:
    """Of a report, the lines that belong to its pages: numbers, and what comes again on each of them."""
    short = [one for one in texts if len(one) <= LONGEST_FOOTER]
    again = {one for one, times in Counter(short).items() if times >= TIMES}
    return again | {one for one in short if FURNITURE.fullmatch(folded(one).strip())}


INFINITIVE = re.compile(r"[a-z'-]{3,}(?:er|ir|re|oir)\b(?! (?:de|du|des)\b)")


def likely_kind(texts: Iterable[str]) -> str:
    """Under a heading that announces nothing: mostly things to do, or what was seen."""
    told = [bool(INFINITIVE.match(folded(one))) for one in texts]
    return ContributionKind.RECOMMENDATION if sum(told) * 2 > len(told) else ContributionKind.FINDING


class Spoken(NamedTuple):
    """An axis and the words that announce it."""

    pk: int
    kind: str
    words: str


def guessed_axis(kind: str, axes: Iterable[Spoken], heading: str, text: str) -> int | None:
    """The one that most of its words name, a heading counting twice; None when no word does."""
    told = (folded(heading), folded(text))
    scores = [(_score(one, *told), -n, one.pk) for n, one in enumerate(axes) if one.kind == kind]
    best = max(scores, default=(0, 0, 0))
    return best[2] if best[0] else None


def _score(axis: Spoken, heading: str, text: str) -> int:
    words = [folded(one.strip()) for one in axis.words.split(",") if one.strip()]
    return sum(
        2 * bool(re.search(rf"\b{re.escape(one)}", heading)) + bool(re.search(rf"\b{re.escape(one)}", text))
        for one in words
    )
