"""Rows of a JSON file, of one of two shapes (codes or French headers alike, same values as in a spreadsheet):

    [{"foyer": "F1", "personne": "P1", "lien": "demandeur", "salaire_net": 900, "salaire_net 2026-08": 0}, …]

    {"households": [{"ref": "F1", "commune": "37261", "members": [
        {"ref": "P1", "role": "applicant", "budget": [{"kind": "wage", "month": "2026-08", "amount": 0}]}]}]}

In the second, `month` is optional: without it the amount is that of each month. The line of a row is the rank
of its item (first shape) or of its household (second), from 1. The first shape is read item by item.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from maillage.sheets.cells import Cell
from maillage.sheets.columns import BY_CODE, Scope
from maillage.sheets.table import FileError, Limits, Row, checked_headers
from maillage.sheets.words import shown

Item = Mapping[str, object]

_SPACE = re.compile(r"[ \t\r\n]*")
_BROKEN = "Ce fichier JSON est mal formé ou coupé : exportez-le de nouveau."
_SHAPE = (
    'Ce fichier JSON n\'a pas la forme attendue : une liste de lignes, ou {"households": [...]}. '
    "Voyez le mode d'emploi du modèle."
)


@dataclass(frozen=True)
class JsonRows:
    """The text is held in memory and decoded item by item, each time rows are asked for."""

    text: str
    names: tuple[str, ...]
    headers: tuple[str, ...]

    def __call__(self) -> Iterator[Row]:
        for line, item, fault in _flat_items(self.text):
            values = [item.get(name) for name in self.names]
            unfit = [name for name, value in zip(self.headers, values, strict=False) if not _is_cell(value)]
            misfit = (
                f"« {unfit[0]} » doit contenir un texte, un nombre, true, false ou null." if unfit else ""
            )
            yield Row(line, [value if _is_cell(value) else None for value in values], fault or misfit)


def open_json(data: bytes, limits: Limits) -> JsonRows:
    """Raises FileError when the text is no JSON or not of a shape above."""
    text = _decoded(data)
    if sum(map(text.count, "[{,")) > limits.values:
        raise FileError("Ce fichier JSON est démesuré : coupez-le en plusieurs fichiers.")
    names: dict[str, None] = {}
    for line, item, _ in _flat_items(text):
        names.update(dict.fromkeys(item))
        if line > limits.lines or len(names) > limits.columns:
            raise FileError(
                f"Ce fichier dépasse {limits.lines} lignes ou {limits.columns} colonnes : "
                "coupez-le en plusieurs fichiers."
            )
    if not names:
        raise FileError(
            "Ce fichier ne contient aucune ligne : remplissez le modèle et envoyez-le de nouveau."
        )
    return JsonRows(text, tuple(names), checked_headers(tuple(names), limits))


def _decoded(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise FileError("Ce fichier JSON n'est pas lisible : enregistrez-le en UTF-8.") from None


def _is_cell(value: object) -> TypeGuard[Cell]:
    return value is None or isinstance(value, str | int | float)


def _flat_items(text: str) -> Iterator[tuple[int, Item, str | None]]:
    """Line, item and fault of each row, whatever the shape."""
    for rank, item in enumerate(_items(text), 1):
        if not isinstance(item, dict):
            raise FileError(_SHAPE)
        if "members" in item:
            yield from ((rank, row, fault) for row, fault in _members(item))
        else:
            yield rank, item, None


def _items(text: str) -> Iterator[object]:
    start = _end_of_space(text, 0)
    try:
        if text[start : start + 1] == "[":
            yield from _items_of_list(text, start + 1)
        else:
            yield from _items_of_object(_DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, FileError) else FileError(_BROKEN) from None


def _end_of_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _items_of_list(text: str, place: int) -> Iterator[object]:
    place = _end_of_space(text, place)
    separator = text[place : place + 1]
    while separator != "]":
        item, place = _DECODER.raw_decode(text, place)
        yield item
        place = _end_of_space(text, place)
        separator = text[place : place + 1]
        if separator not in {",", "]"}:
            raise FileError(_BROKEN)
        place = _end_of_space(text, place + 1)
    if separator == "]" and text[place:].strip("] \t\r\n"):
        raise FileError(_BROKEN)


def _items_of_object(whole: object) -> list[object]:
    households = whole.get("households") if isinstance(whole, dict) else None
    if not isinstance(households, list):
        raise FileError(_SHAPE)
    return households


def _members(household: Item) -> Iterator[tuple[Item, str | None]]:
    """A household of the second shape as rows of the first."""
    members = household["members"]
    if (
        not isinstance(members, list)
        or not members
        or not all(isinstance(member, dict) for member in members)
    ):
        yield (
            _scoped(household, Scope.HOUSEHOLD, "members"),
            "« members » doit être la liste des membres du foyer.",
        )
        return
    shared = _scoped(household, Scope.HOUSEHOLD, "members")
    for member in members:
        budget, fault = _budget(member.get("budget") or [])
        yield {**shared, **_scoped(member, Scope.MEMBER, "budget"), **budget}, fault


def _scoped(item: Item, scope: Scope, left_out: str) -> dict[str, object]:
    """Bare codes with their scope in front; other names, French headers among them, as they are."""
    return {
        code if (code := f"{scope}.{name}") in BY_CODE else name: value
        for name, value in item.items()
        if name != left_out
    }


def _budget(lines: object) -> tuple[dict[str, object], str | None]:
    cells: dict[str, object] = {}
    if not isinstance(lines, list) or not all(isinstance(line, dict) and "kind" in line for line in lines):
        return (
            cells,
            "« budget » doit être une liste de lignes avec « kind », « month » (facultatif) et « amount ».",
        )
    for line in lines:
        name = f"{Scope.BUDGET}.{line['kind']} {line.get('month') or ''}".strip()
        if name in cells:
            return cells, f"« {shown(name)} » est écrit deux fois : gardez un seul montant."
        cells[name] = line.get("amount")
    return cells, None


def _refuse_constant(name: str) -> object:
    raise FileError(
        f"Ce fichier JSON contient « {name} », qui n'est pas un nombre : mettez null si vous ne savez pas."
    )


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
