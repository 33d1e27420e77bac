"""A catalogue of sessions as a CNFPT, an OPCO or a school exports it: a CSV, each line read as the form reads it."""

import csv
from io import StringIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.training.actions.sessions import Half
from maillage.training.enums import ActivityKind, ProviderKind
from maillage.training.forms.sessions import SessionForm
from maillage.web.fields import UploadField

COLUMNS = {
    "identifiant": "source_code",
    "titre": "title",
    "type": "kind",
    "quand": "half_days",
    "lieu": "place",
    "inscriptions": "asks_until",
    "places": "seats",
    "organisme": "provider",
    "type d’organisme": "provider_kind",
    "contenu": "about",
    "acquis": "acquired",
    "coût": "cost",
}
NEEDED = ("identifiant", "titre", "type", "quand", "inscriptions")
MOST_LINES, MOST_SHOWN, LONGEST = 300, 10, 60
HELP = (
    "Un fichier CSV, une session par ligne. Colonnes\u00a0: identifiant, titre, type, quand, inscriptions (dernier jour)\u00a0;"
    " et si vous les avez lieu, places, organisme, type d’organisme, contenu, acquis, coût. Plusieurs demi-journées se"
    " séparent par une barre\u00a0: 12/03/2027 matin | 13/03/2027."
)
Read = tuple[dict[str, Any], list[Half]]


class ImportForm(forms.Form):
    file = UploadField(label="Fichier", accept=(".csv",), max_megabytes=2, help_text=HELP)

    def clean_file(self) -> list[Read]:
        """Every line, or what is wrong with each."""
        lines = _lines(self.cleaned_data["file"].read())
        found, wrong = [], []
        for number, line in enumerate(lines, start=2):
            read, words = _session(line)
            found += [read] if read else []
            wrong += [f"Ligne {number}\u00a0: {words}"] if words else []
        if wrong:
            more = [f"Et {len(wrong) - MOST_SHOWN} autres lignes."] if len(wrong) > MOST_SHOWN else []
            raise ValidationError([*wrong[:MOST_SHOWN], *more])
        return found


def _lines(content: bytes) -> list[dict[str, str]]:
    text = _decoded(content)
    head = text.partition("\n")[0]
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ","
    )
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise ValidationError(
            "Ce fichier n’est pas un CSV lisible\u00a0: enregistrez-le à nouveau en CSV."
        ) from None
    heads = [_plain(cell) for cell in rows[0]] if rows else []
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        raise ValidationError(f"Il manque des colonnes\u00a0: {', '.join(missing)}. {HELP}")
    if not 1 < len(rows) <= MOST_LINES + 1:
        raise ValidationError(f"Le fichier doit tenir entre une et {MOST_LINES} sessions.")
    return [dict(zip(heads, row, strict=False)) for row in rows[1:]]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _plain(cell: str) -> str:
    return " ".join(cell.strip().lower().replace("'", "’").split())


def _session(line: dict[str, str]) -> tuple[Read | None, str]:
    told = {name: line.get(column, "").strip() for column, name in COLUMNS.items()}
    code = told.pop("source_code").replace("\0", "")
    told |= {"half_days": told["half_days"].replace("|", "\n"), "kind": _coded(ActivityKind, told["kind"])}
    told["provider_kind"] = _coded(ProviderKind, told["provider_kind"])
    if not code or len(code) > LONGEST:
        return None, f"donnez un identifiant de {LONGEST} signes au plus."
    form = SessionForm(told, themes=[])
    if form.is_valid():
        return ({**form.values(), "source_code": code}, form.cleaned_data["half_days"]), ""
    name, words = next(iter(form.errors.items()))
    column = next((column for column, field in COLUMNS.items() if field == name), name)
    return None, f"{column}. {words[0]}"


def _coded(listed: Any, typed: str) -> str:
    """A code, or the words that screens use."""
    known = {_plain(str(label)): str(code) for code, label in listed.choices}
    return known.get(_plain(typed), typed)
