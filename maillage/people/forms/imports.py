"""Bring in a file of households: choose it, relate its columns, decide what is created."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from maillage.clocks.months import shift
from maillage.people.budget import previous_months
from maillage.sheets import BY_CODE, CATALOGUE, Column, Scope, code_for, split_code
from maillage.sheets.mapping import split_month
from maillage.web.fields import UploadField
from maillage.web.wording import month as month_words

LEFT_OUT = "-"
GROUPS = {Scope.HOUSEHOLD: "Le foyer", Scope.MEMBER: "La personne", Scope.BUDGET: "Ses montants du mois"}
PERIODS = 12
"""How many periods of four months may be chosen, the last full one first."""


class UploadForm(forms.Form):
    file = UploadField(label="Fichier de foyers", accept=(".xlsx", ".csv"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.max_megabytes = settings.IMPORT_MEGABYTES
        field.help_text = f"Un tableau Excel (.xlsx) ou CSV, {field.max_megabytes} Mo au plus."


class WriteForm(forms.Form):
    twice = forms.BooleanField(
        label="Créer aussi les foyers déjà là",
        help_text="Sinon, les foyers dont toutes les personnes sont déjà connues ne sont pas créés une seconde fois.",
        required=False,
    )


class ColumnsForm(forms.Form):
    """One choice a header, then the period of the amounts. Read `mapping` and `chosen_month` once it is valid."""

    last_month = forms.ChoiceField(
        label="Mois des montants",
        help_text="Un montant dont le titre ne dit pas le mois vaut pour chacun de ces quatre mois.",
    )

    def __init__(
        self,
        *args: Any,
        headers: Sequence[str],
        suggested: Mapping[str, str | None],
        samples: Sequence[Sequence[str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        for place, header in enumerate(headers):
            examples = [line[place] for line in samples if place < len(line) and line[place]]
            self.fields[f"column_{place}"] = _choice_of_column(header, suggested.get(header), examples)
        self.fields["last_month"].choices = list(_periods(today))

    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in range(len(self.headers))]

    @property
    def mapping(self) -> dict[str, str | None]:
        """Header → code of the catalogue with the month that the header names, or None when left out."""
        chosen = (self.cleaned_data.get(f"column_{place}", LEFT_OUT) for place in range(len(self.headers)))
        return {header: _code(header, name) for header, name in zip(self.headers, chosen, strict=True)}

    @property
    def chosen_month(self) -> date:
        """The first day of the last of the four months."""
        return date.fromisoformat(f"{self.cleaned_data['last_month']}-01")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        headers: dict[str, str] = {}
        for place, (header, code) in enumerate(self.mapping.items()):
            if code and code in headers:
                self.add_error(f"column_{place}", _same(headers[code]))
            headers.setdefault(code or "", header)
        if "household.ref" not in headers:
            raise ValidationError(
                "Dites quelle colonne est le repère du foyer (« foyer ») : elle dit quelles personnes vivent ensemble."
            )
        return cleaned


def _same(header: str) -> str:
    return f"La colonne « {header} » dit déjà la même chose : ne gardez que l’une des deux."


def _choice_of_column(header: str, code: str | None, examples: list[str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=header,
        choices=_choices,
        initial=split_code(code)[0].code if code else LEFT_OUT,
        help_text="Par exemple : " + " · ".join(examples) if examples else "Vide dans les premières lignes.",
        error_messages={"required": "Choisissez une donnée, ou « Ne pas reprendre »."},
    )


def _choices() -> list[Any]:
    groups: dict[Scope, list[tuple[str, str]]] = {scope: [] for scope in GROUPS}
    for column in CATALOGUE:
        groups[column.scope].append((column.code, column_words(column)))
    return [(LEFT_OUT, "Ne pas reprendre"), *((GROUPS[scope], found) for scope, found in groups.items())]


def column_words(column: Column) -> str:
    """`salaire net` for the header `salaire_net`."""
    return column.header.replace("_", " ")


def _code(header: str, name: str) -> str | None:
    if name == LEFT_OUT:
        return None
    column, named = BY_CODE[name], split_month(header)
    return code_for(column, named[1] if named and column.monthly else None)


def _periods(today: date) -> Iterator[tuple[str, str]]:
    for back in range(PERIODS):
        first, *_, last = previous_months(shift(today, -back))
        yield f"{last:%Y-%m}", f"{month_words(first)} à {month_words(last)}"
