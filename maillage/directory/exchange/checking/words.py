"""Names, descriptions, texts and dates."""

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

from maillage.directory.exchange.checking.card import Card
from maillage.sheets.words import shown
from maillage.web.fields import parse_date

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_YEAR = range(2000, 2100)


def name_of(card: Card) -> str:
    return " ".join(plain_text(card.text("nom")).split())


def named(card: Card) -> str:
    name = name_of(card)
    if name.endswith(".") and not name.endswith("etc."):
        card.say("nom", "le point final est retiré.")
        name = name.rstrip(". ")
    if len(name) > 150:
        card.say("nom", "il dépasse 150 caractères\u00a0: la fin est retirée.")
    return name[:150].rstrip()


def described(card: Card) -> str:
    text = plain_text(card.text("description"))
    if text != card.text("description"):
        card.say("description", "elle contenait du code de page web\u00a0: seul le texte est gardé.")
    if 0 < len(text) < 5:
        card.say("description", "elle compte moins de 5 caractères\u00a0: elle est laissée de côté.")
        return ""
    if len(text) > 10_000:
        card.say("description", "elle dépasse 10 000 caractères\u00a0: la fin est retirée.")
    return text[:10_000]


class _Text(HTMLParser):
    """The text of a page, without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("script", "style")
        if tag in ("p", "br", "li", "div", "h1", "h2", "h3", "h4", "tr", "ul"):
            self.kept.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.kept.append(data)


def plain_text(text: str) -> str:
    if not _TAG.search(text):
        return text
    reader = _Text()
    reader.feed(text)
    reader.close()
    return re.sub(r"\s*\n\s*", "\n", "".join(reader.kept)).strip()


def short(card: Card, name: str, most: int) -> str:
    text = card.text(name)
    if len(text) > most:
        card.say(name, f"ce texte dépasse {most} caractères\u00a0: la fin est retirée.")
    return text[:most]


def long(card: Card, name: str) -> str:
    return short(card, name, 2000)


def day_of(card: Card) -> str | None:
    """Any date of this century up to today; an unreadable one is said and left out."""
    value = card.record.values.get("date_maj")
    if value in (None, ""):
        return None
    day = value if isinstance(value, dt.date) else _date_in(str(value))
    if day is None:
        card.say(
            "date_maj",
            f"«\u00a0{shown(value, 40)}\u00a0» n’est pas une date\u00a0: elle est laissée de côté.",
        )
    elif day.year not in _YEAR or day > dt.date.today():
        card.say(
            "date_maj",
            f"le {day:%d/%m/%Y} est dans le futur ou avant 2000\u00a0: cette date est laissée de côté.",
        )
        day = None
    return day.isoformat() if day else None


def _date_in(text: str) -> dt.date | None:
    for shape in (text, text.replace("/", "-"), text[:10], text[:10].replace("/", "-")):
        try:
            return parse_date(shape)
        except ValueError:
            continue
    return None
