"""The forms and the links of a page, as a browser would send and follow them."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

TEXTS = ("input", "select", "textarea", "button")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"]+)\"")


@dataclass
class Control:
    """A field: its name, what it holds now, and the values it offers when it is a choice."""

    name: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    method: str
    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(one.name, one.value) for one in self.controls]

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes it another form than the next one."""
        return self.method, self.action, tuple(sorted({one.name for one in self.controls}))


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms = url, []
        self.form: Form | None = None
        self.select: Control | None = None
        self.textarea: Control | None = None

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.url, told.get("action") or self.url)
            self.form = Form(told.get("method", "get").lower(), action)
            self.forms.append(self.form)
        elif tag == "option" and self.select:
            self._option(told)
        elif tag in TEXTS and told.get("name"):
            self._control(tag, told)

    def _option(self, told):
        self.select.offered.append(told.get("value", ""))
        if "selected" in told:
            self.select.value = told.get("value", "")

    def _control(self, tag, told):
        form = self._owner(told)
        control = Control(told["name"], told.get("value", ""))
        if form is not None:
            form.controls.append(control)
        self.select = control if tag == "select" else self.select
        self.textarea = control if tag == "textarea" else self.textarea

    def _owner(self, told) -> Form | None:
        """`form="…"` is not used by the pages; a field outside of a form is not sent."""
        return self.form

    def handle_data(self, data):
        if self.textarea:
            self.textarea.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


def read(url: str, html: str) -> tuple[list[Form], list[str]]:
    """(forms, addresses of links), in the order of the page."""
    return forms_of(url, html), links_of(url, html)


def forms_of(url: str, html: str) -> list[Form]:
    """Only its forms are parsed: the rest of a page is the longest."""
    reader = _Reader(url)
    for one in FORM.findall(html):
        reader.feed(one)
    return reader.forms


def links_of(url: str, html: str) -> list[str]:
    return [urljoin(url, unescape(href)).split("#")[0] for href in LINK.findall(html)]


def query_names(links: list[str]) -> set[str]:
    return {name for link in links for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True)}
