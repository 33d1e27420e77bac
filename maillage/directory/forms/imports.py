"""Bring in a directory's file: which file, of which source; what its columns are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from maillage.directory.exchange import FOREIGN
from maillage.directory.exchange.fields import SEVERAL
from maillage.directory.fold import fold
from maillage.directory.models import Source
from maillage.web.fields import UploadField
from maillage.web.typed import LineField

NEW = "nouvelle"
LEFT_OUT = "-"
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


class ColumnsForm(forms.Form):
    """One choice a header. Read `mapping` once it is valid."""

    def __init__(
        self, *args: Any, columns: Sequence[Sequence[Any]], chosen: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers = [header for header, *_ in columns]
        for place, (header, field, sure) in enumerate(columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header,
                choices=[
                    (LEFT_OUT, "Ne pas reprendre"),
                    *((one.name, one.label) for one in FOREIGN),
                ],
                initial=chosen.get(header, field) or LEFT_OUT,
                help_text=""
                if sure or not field
                else "Deviné d’après ce que la colonne contient\u00a0: vérifiez.",
                error_messages={"required": "Choisissez une donnée, ou «\u00a0Ne pas reprendre\u00a0»."},
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Header → field, "" when the column is left out."""
        told = (self.cleaned_data.get(f"column_{place}", LEFT_OUT) for place in range(len(self.headers)))
        return {
            header: "" if field == LEFT_OUT else field
            for header, field in zip(self.headers, told, strict=True)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place, former in self._twice():
            self.add_error(
                f"column_{place}",
                f"La colonne «\u00a0{former}\u00a0» dit déjà la même chose\u00a0: ne gardez que l’une des deux.",
            )
        if "nom" not in self.mapping.values():
            self.add_error(None, "Dites quelle colonne donne le nom de la structure.")
        return cleaned

    def _twice(self) -> Iterator[tuple[int, str]]:
        first: dict[str, str] = {}
        for place, (header, field) in enumerate(self.mapping.items()):
            if field and field not in SEVERAL and field in first:
                yield place, first[field]
            first.setdefault(field, header)


class WriteForm(forms.Form):
    whole = forms.BooleanField(
        label="Retirer de l’annuaire les fiches de cette source que le fichier ne dit plus",
        help_text="Décochez si le fichier n’est qu’une partie de la source. Une fiche retirée n’est pas effacée, et revient si la source la redit.",
        required=False,
        initial=True,
    )
