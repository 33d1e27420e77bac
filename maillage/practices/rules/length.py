"""How long a sheet may be: so many signs a section, so many in all."""

from collections.abc import Iterable, Mapping

from maillage.practices.catalogue import Section


def too_many(words: str, limit: int) -> int:
    return max(0, len(words) - limit)


def signs(texts: Mapping[str, str], points: Iterable[str]) -> int:
    return sum(map(len, texts.values())) + sum(map(len, points))


def refusals(sections: Iterable[Section], texts: Mapping[str, str]) -> dict[str, str]:
    """By section, how many signs must go."""
    over = {one.code: (too_many(texts.get(one.code, ""), one.limit), one.limit) for one in sections}
    return {code: said(extra, limit) for code, (extra, limit) in over.items() if extra}


def said(extra: int, limit: int) -> str:
    return f"{thousands(extra)} signe{'s' if extra > 1 else ''} de trop\u00a0: {thousands(limit)} au plus."


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
