"""Bring in a file of households: choose it, relate its columns, decide what is created."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from maillage.clocks.months import shift
from maillage.imports import forms as imports
from maillage.people.budget import previous_months
from maillage.sheets import BY_CODE, CATALOGUE, Column, Scope, code_for, split_code
from maillage.sheets.mapping import split_month
from maillage.web.fields import UploadField
from maillage.web.wording import month as month_words

GROUPS = {Scope.HOUSEHOLD: "Le foyer", Scope.MEMBER: "La personne", Scope.BUDGET: "Ses montants du mois"}
PERIODS = 12
"""How many periods of four months may be chosen, the last full one first."""


class UploadForm(forms.Form):
    file = UploadField(label="Fichier de foyers", accept=(".xlsx", ".csv", ".json"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.max_megabytes = settings.IMPORT_MEGABYTES
        field.help_text = f"CSV, Excel (.xlsx) ou JSON, {field.max_megabytes} Mo au plus."


class WriteForm(forms.Form):
    twice = forms.BooleanField(
        label="Créer aussi les foyers déjà là",
        help_text="Sinon, les foyers dont toutes les personnes sont déjà connues ne sont pas créés une seconde fois.",
        required=False,
    )


class ColumnsForm(imports.ColumnsForm):
    """Then the period of the amounts. Read `mapping` and `chosen_month` once it is valid."""

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
        columns = [
            (header, _proposed(suggested.get(header)), _examples(place, samples))
            for place, header in enumerate(headers)
        ]
        super().__init__(*args, columns=columns, choices=_choices, **kwargs)
        self.fields["last_month"].choices = list(_periods(today))

    @property
    def mapping(self) -> dict[str, str | None]:
        """Header → code of the catalogue with the month that the header names, or None when left out."""
        return {header: _code(header, name) for header, name in self.chosen.items()}

    @property
    def chosen_month(self) -> date:
        """The first day of the last of the four months."""
        return date.fromisoformat(f"{self.cleaned_data['last_month']}-01")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.refuse_twice(self.mapping)
        if "household.ref" not in self.mapping.values():
            raise ValidationError(
                "Dites quelle colonne est le repère du foyer (« foyer ») : elle dit quelles personnes vivent ensemble."
            )
        return cleaned


def _proposed(code: str | None) -> str:
    return split_code(code)[0].code if code else ""


def _examples(place: int, samples: Sequence[Sequence[str]]) -> str:
    found = [line[place] for line in samples if place < len(line) and line[place]]
    return "Par exemple\u00a0: " + " · ".join(found) if found else "Vide dans les premières lignes."


def _choices() -> list[Any]:
    groups: dict[Scope, list[tuple[str, str]]] = {scope: [] for scope in GROUPS}
    for column in CATALOGUE:
        groups[column.scope].append((column.code, column_words(column)))
    return [
        (imports.LEFT_OUT, "Ne pas reprendre"),
        *((GROUPS[scope], found) for scope, found in groups.items()),
    ]


def column_words(column: Column) -> str:
    """`salaire net` for the header `salaire_net`."""
    return column.header.replace("_", " ")


def _code(header: str, name: str) -> str | None:
    if not name:
        return None
    column, named = BY_CODE[name], split_month(header)
    return code_for(column, named[1] if named and column.monthly else None)


def _periods(today: date) -> Iterator[tuple[str, str]]:
    for back in range(PERIODS):
        first, *_, last = previous_months(shift(today, -back))
        yield f"{last:%Y-%m}", f"{month_words(first)} à {month_words(last)}"
