"""Accessible PDF (PDF/UA-1, tagged, French) from typst templates and data.

A context puts its templates in `maillage/<context>/typst/<context>/x.typ` and names them "<context>/x.typ".
They `#import "/web/sheet.typ": *`, which gives `data`. Data goes in as JSON: whatever a string contains is shown as it is.
Only the fonts inside the typst wheel are used: the same pages come out on every machine.
"""

from __future__ import annotations

import datetime
import functools
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.apps import apps
from django.conf import settings

from maillage.web import wording


def render_pdf(template_name: str, data: dict[str, Any]) -> bytes:
    """The PDF of one document. `data["title"]` is required: it names the document for a screen reader.

    Dates in `data` come out as "24 novembre 2026" and Decimals as "1 234,50". KeyError for an unknown template,
    ValueError without a title, typst.TypstError when a template reads what the data does not have.
    """
    if not str(data.get("title", "")).strip():
        raise ValueError("a PDF needs a title")
    project = _project()
    files = {name: source for name, source in project.items() if name != template_name}
    files["main.typ"] = project[template_name]
    return _compile_what_can_be_shown(files, json.dumps(_printable(data), ensure_ascii=False))


# Characters that no embedded font draws, found as documents meet them (an emoji in a name, an ideogram).
_undrawable: dict[int, str] = {}
_GLYPH_ERROR = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


_ROUNDS = 30
_FAR_SCRIPTS = re.compile("[\u0700-\u1dff\u2c00-\ufaff\U00010000-\U0010ffff]")


def _compile_what_can_be_shown(files: dict[str, bytes], payload: str) -> bytes:
    """PDF/UA-1 refuses a character without a glyph: it is printed as □ rather than losing the document.

    What has no glyph is learnt one character at a time; past `_ROUNDS`, every far script of this document goes.
    """
    for _ in range(_ROUNDS):
        try:
            return _compile(files, payload.translate(_undrawable))
        except typst.TypstError as error:
            if not _learn_undrawable(str(error)):
                raise
    return _compile(files, _FAR_SCRIPTS.sub("□", payload.translate(_undrawable)))


def _learn_undrawable(message: str) -> bool:
    """True when the message names characters that were not known yet."""
    found = _GLYPH_ERROR.search(message)
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
    new = {ord(character) for character in text if not character.isascii() and character != "□"} - set(
        _undrawable
    )
    _undrawable.update(dict.fromkeys(new, "□"))
    return bool(new)


def _compile(files: dict[str, bytes], payload: str) -> bytes:
    return typst.compile(  # type: ignore[call-overload, no-any-return]
        files, format="pdf", font_paths=_fonts(), sys_inputs={"data": payload}, pdf_standards=["ua-1"]
    )


# Control characters but the line break and the tab; lone surrogates; marks that turn text
# around (spoofing); the glue of emoji sequences, kept inside Arabic.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufe0e\ufe0f\u202a-\u202e\u2066-\u2069]|(?<![\u0600-\u0dff])\u200d"
)


def _printable(value: Any) -> Any:
    """The same data in JSON's types, in French, without what cannot be printed."""
    if isinstance(value, dict):
        return {str(key): _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _UNPRINTABLE.sub("", _in_french(value).replace("\t", " "))


def _in_french(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return wording.moment(value)
    if isinstance(value, datetime.date):
        return wording.day(value)
    if isinstance(value, Decimal):
        return wording.number(value)
    return str(value)


def _project() -> dict[str, bytes]:
    return _read_templates() if settings.DEBUG else _read_templates_once()


def _read_templates() -> dict[str, bytes]:
    folders = [Path(config.path) / "typst" for config in apps.get_app_configs()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*.typ"))
    }


_read_templates_once = functools.cache(_read_templates)


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
