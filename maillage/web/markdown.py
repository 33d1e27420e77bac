"""Markdown written by us (help, statements) to the HTML of a page: no raw HTML passes, tables say what they are about."""

import re
from itertools import pairwise
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

READER = MarkdownIt("commonmark", {"html": False}).enable("table")
CELL = {"th_open": "th_close", "td_open": "td_close"}


class Document(NamedTuple):
    """`title`: its first heading, that the page shows by itself; `html`: the rest; `sections`: (anchor, heading)."""

    title: str
    html: SafeString
    sections: list[tuple[str, str]]


def read(text: str) -> Document:
    tokens = READER.parse(text)
    title = tokens[1].content if tokens and tokens[0].tag == "h1" else ""
    rest = tokens[3:] if title else tokens
    sections = _name_headings(rest)
    _explain_tables(rest, title)
    html = READER.renderer.render(rest, READER.options, {})
    return Document(title, mark_safe(html), sections)


def _name_headings(tokens: list[Token]) -> list[tuple[str, str]]:
    """Each heading can be reached by its address; those of the second level are the sections."""
    sections = []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            anchor = slugify(inside.content)
            token.attrSet("id", anchor)
            sections += [(anchor, inside.content)] if token.tag == "h2" else []
    return sections


def _explain_tables(tokens: list[Token], about: str) -> None:
    """A heading for each column and each line; the heading above as its caption; stacked on a small screen."""
    heads: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            about = tokens[place + 1].content
        elif token.type == "table_open":
            token.meta = {"caption": about}
            heads = []
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            heads.append(tokens[place + 1].content)
        elif token.type == "tr_open":
            _label(tokens, place, heads)


def _label(tokens: list[Token], start: int, heads: list[str]) -> None:
    cells = []
    for token in tokens[start + 1 :]:
        if token.type == "tr_close":
            break
        cells += [token] if token.type in ("td_open", "td_close") else []
    for number, cell in enumerate(one for one in cells if one.type == "td_open"):
        cell.attrSet("data-label", heads[number])
    if cells:
        cells[0].tag = cells[1].tag = "th"
        cells[0].attrSet("scope", "row")


def _table(self: object, tokens: list[Token], place: int, options: object, env: object) -> str:
    caption = re.sub(r"[<>&]", "", str(tokens[place].meta["caption"]))
    return f'<table class="stacked"><caption class="visually-hidden">{caption}</caption>\n'


READER.add_render_rule("table_open", _table)
