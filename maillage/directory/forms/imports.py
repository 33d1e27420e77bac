"""Bring in a directory's file: which file, of which source; what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from maillage.directory.exchange import FOREIGN
from maillage.directory.exchange.fields import SEVERAL
from maillage.directory.fold import fold
from maillage.directory.models import Source
from maillage.imports import forms as imports
from maillage.web.fields import UploadField
from maillage.web.typed import LineField

NEW = "nouvelle"
FORMATS = (".csv", ".xlsx", ".json", ".jsonl", ".txt")


class DropForm(forms.Form):
    source = forms.ChoiceField(
        label="D’où vient ce fichier\u00a0?",
        help_text="Chaque source garde ses fiches\u00a0: un nouveau fichier de la même source les met à jour.",
    )
    name = LineField(
        label="Nom de la nouvelle source",
        max_length=120,
        required=False,
        help_text="Par exemple\u00a0: Conseil départemental, lieux d’accueil.",
    )
    local = forms.BooleanField(label="Cette source est tenue sur le territoire", required=False, initial=True)
    file = UploadField(label="Fichier", accept=FORMATS)

    def __init__(self, *args: Any, sources: Sequence[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {source.code: source for source in sources}
        self.fields["source"].choices = [(NEW, "Une nouvelle source"), *((s.code, s.name) for s in sources)]
        upload = self.fields["file"]
        upload.max_megabytes = settings.IMPORT_MEGABYTES
        upload.help_text = f"CSV, Excel (.xlsx) ou JSON, {settings.IMPORT_MEGABYTES} Mo au plus. Des structures, des services, ou les deux."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = " ".join(cleaned.get("name", "").split())
        if cleaned.get("source") == NEW and "name" not in self.errors and not code_of(name):
            self.add_error("name", "Donnez un nom à cette source.")
        return {**cleaned, "name": name}

    def chosen(self) -> dict[str, Any]:
        """What `actions.add_source` opens, or finds again."""
        told = self.cleaned_data
        known = self.known.get(told["source"])
        if known:
            return {"code": known.code, "name": known.name}
        return {"code": code_of(told["name"]), "name": told["name"], "local": told["local"]}


def code_of(name: str) -> str:
    return fold(name).replace(" ", "-")[:60].strip("-")


class ColumnsForm(imports.ColumnsForm):
    def __init__(
        self, *args: Any, columns: Sequence[Sequence[Any]], chosen: Mapping[str, str], **kwargs: Any
    ) -> None:
        told = [(header, chosen.get(header, field), _guess(field, sure)) for header, field, sure in columns]
        fields = [(one.name, one.label) for one in FOREIGN]
        choices = [(imports.LEFT_OUT, "Ne pas reprendre"), *fields]
        super().__init__(*args, columns=told, choices=choices, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.refuse_twice(self.chosen, several=SEVERAL)
        if self.headers and "nom" not in self.chosen.values():
            self.add_error(None, "Dites quelle colonne donne le nom de la structure.")
        return cleaned


def _guess(field: str, sure: bool) -> str:
    return "" if sure or not field else "Deviné d’après ce que la colonne contient\u00a0: vérifiez."


class WriteForm(forms.Form):
    whole = forms.BooleanField(
        label="Retirer de l’annuaire les fiches de cette source que le fichier ne dit plus",
        help_text="Décochez si le fichier n’est qu’une partie de la source. Une fiche retirée n’est pas effacée, et revient si la source la redit.",
        required=False,
        initial=True,
    )
