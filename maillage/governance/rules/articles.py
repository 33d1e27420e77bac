"""A text read by articles, and what changed from one wording to another, article by article. Plain words."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NUMBERED = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*)?article[ \t\u00a0]+"
    r"(?P<number>premier|\d{1,3}(?:-\d{1,3})?)(?:er)?(?:[ \t\u00a0-]?(?P<suffix>bis|ter|quater|quinquies))?"
    r"[ \t\u00a0]*(?:[-–—:.][ \t\u00a0]*(?P<title>.*))?$",
    re.IGNORECASE,
)
HEADED = re.compile(r"^#{1,3}[ \t]+(?P<title>\S.*)$")
ALMOST = re.compile(r"^[ \t]*article[ \t\u00a0]+(?:premier|\d)", re.IGNORECASE)
SUFFIX = re.compile(r"[\s-]*(bis|ter|quater|quinquies)$")
FIRST = re.compile(r"^(?:premier|1er)\b")
LONGEST_TITLE = 120


def said(key: str) -> str:
    """ "3-bis" → "3 bis"."""
    return SUFFIX.sub(r" \1", key)


@dataclass(frozen=True)
class Article:
    """`key`: its place in an address (« 3-bis »); empty for what comes before the first article."""

    key: str
    title: str
    body: str

    @property
    def label(self) -> str:
        return f"Article\u00a0{said(self.key)}"

    @property
    def heading(self) -> str:
        if not self.key:
            return "Préambule"
        return f"{self.label} – {self.title}" if self.title else self.label

    @property
    def anchor(self) -> str:
        return f"article-{self.key}" if self.key else "preambule"


def key_of(typed: str) -> str:
    """What somebody types of an article (« article 3 bis », « premier ») as its key."""
    words = typed.lower().replace("\u00a0", " ").removeprefix("article").strip()
    return SUFFIX.sub(r"-\1", FIRST.sub("1", words))


def read(body: str) -> list[Article]:
    """« Article 3 – Titre » alone on its line begins an article; without any, « # Titre » does, numbered in order.

    What comes before the first is kept under an empty key; a text without article is that alone.
    """
    lines = body.split("\n")
    numbered = any(NUMBERED.match(line) for line in lines)
    found: list[Article] = []
    kept: list[str] = []
    current = Article("", "", "")
    for line in lines:
        opened = _opened(line, numbered, len([one for one in found if one.key]) + bool(current.key))
        if opened is None:
            kept.append(line)
            continue
        found.append(_filled(current, kept))
        current, kept = opened, [opened.body] if opened.body else []
    found.append(_filled(current, kept))
    return [one for one in found if one.key or one.body]


def _opened(line: str, numbered: bool, before: int) -> Article | None:
    match = NUMBERED.match(line) if numbered else HEADED.match(line)
    if match is None:
        return None
    title = (match["title"] or "").strip()
    key = _key(match["number"], match["suffix"]) if numbered else str(before + 1)
    return Article(key, "", title) if len(title) > LONGEST_TITLE else Article(key, title, "")


def _key(number: str, suffix: str | None) -> str:
    first = "1" if number.lower() == "premier" else "-".join(str(int(part)) for part in number.split("-"))
    return f"{first}-{suffix.lower()}" if suffix else first


def _filled(article: Article, lines: list[str]) -> Article:
    return Article(article.key, article.title, "\n".join(lines).strip())


def doubles(articles: Iterable[Article]) -> list[Article]:
    """Articles whose number was already taken, each number once."""
    counts = Counter(one.key for one in articles)
    return [one for one in {one.key: one for one in articles}.values() if counts[one.key] > 1]


def remarks(body: str) -> list[str]:
    """What is accepted and worth a look: a number that lacks, an order that is not one, a heading that is none."""
    articles = [one for one in read(body) if one.key]
    numbers = [int(one.key.split("-")[0]) for one in articles]
    told = []
    if lacking := sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers)):
        few = ", ".join(str(one) for one in lacking[:5]) + ("…" if len(lacking) > 5 else "")
        told.append(f"Il n’y a pas d’article{'s' if len(lacking) > 1 else ''} {few}.")
    if numbers != sorted(numbers):
        told.append("Les articles ne se suivent pas dans l’ordre de leurs numéros.")
    return told + [
        f"«\u00a0{line.strip()[:60]}\u00a0» n’est pas lu comme un titre d’article\u00a0: mettez un tiret après son numéro."
        for line in body.split("\n")
        if ALMOST.match(line) and not NUMBERED.match(line) and len(line) <= 80 and not line.endswith(".")
    ]


@dataclass(frozen=True)
class Pair:
    """The same article in two wordings; None where it is not."""

    before: Article | None
    after: Article | None

    @property
    def added(self) -> bool:
        return self.before is None

    @property
    def removed(self) -> bool:
        return self.after is None

    @property
    def renumbered(self) -> bool:
        return bool(self.before and self.after and self.before.key != self.after.key)

    @property
    def changed(self) -> bool:
        if self.before is None or self.after is None:
            return False
        return (self.before.title, self.before.body) != (self.after.title, self.after.body)

    @property
    def same(self) -> bool:
        return self.before == self.after

    @property
    def shown(self) -> Article:
        found = self.after or self.before
        assert found is not None
        return found


HOW: tuple[Callable[[Article], object], ...] = (
    lambda one: one,
    lambda one: (one.key, one.title),
    lambda one: one.body or None,
    lambda one: one.title.casefold() or None,
    lambda one: one.key,
)
"""What makes two articles the same one, from the surest on; None is like nothing."""


def pairs(before: str, after: str) -> list[Pair]:
    return paired(read(before), read(after))


def paired(old: list[Article], new: list[Article]) -> list[Pair]:
    """In the order of `new`; what was removed comes at the end."""
    twins: dict[int, int] = {}
    for how in HOW:
        _match(old, new, twins, how)
    found = [Pair(old[twins[at]] if at in twins else None, one) for at, one in enumerate(new)]
    gone = [Pair(one, None) for at, one in enumerate(old) if at not in twins.values()]
    return found + gone


def _match(
    old: list[Article], new: list[Article], twins: dict[int, int], how: Callable[[Article], object]
) -> None:
    taken = set(twins.values())
    free = {how(one): at for at, one in reversed(list(enumerate(old))) if at not in taken}
    for at, one in enumerate(new):
        sign = how(one)
        if at not in twins and sign is not None and sign in free:
            twins[at] = free.pop(sign)
