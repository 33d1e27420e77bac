"""A session, its dates, its schools and hosts; what a promotion may apply to; the calendar of a school."""

from datetime import time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.placements.enums import Moment
from maillage.placements.forms.fields import (
    StructuresField,
    TerritoryField,
    at,
    capitalised,
    diploma,
    levels,
    number,
    one_of,
    some_diplomas,
    year,
)
from maillage.placements.models import Session
from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, WordsField

STEPS = ("seats_until", "opens_at", "closes_at", "results_at")
LONGEST = timedelta(days=366)
TOGETHER = "Écrivez les deux dates, ou aucune."


def step(label: str, help_text: str = "") -> DateField:
    return DateField(label=label, help_text=help_text)


class SessionForm(forms.Form):
    title = LineField(label="Titre", max_length=150, help_text="Exemple\u00a0: Stages de printemps 2027.")
    territory = TerritoryField(
        label="Territoire", max_length=120, help_text="Une commune, une intercommunalité ou un département."
    )
    diplomas = some_diplomas("Diplômes", help_text="Aucun coché\u00a0: tous.")
    about = WordsField(label="À savoir", rows=3, max_length=3000, required=False)
    contact = LineField(
        label="À qui parler",
        max_length=200,
        help_text="Un nom et un téléphone, ou une adresse, lus par tous.",
    )
    seats_until = step("Les structures répondent jusqu’au")
    opens_at = step("Les vœux s’ouvrent le")
    closes_at = step("Les vœux se ferment le")
    results_at = step("Les résultats paraissent le")
    hour = TimeField(
        label="À", initial=time(12), help_text="La même heure pour ces quatre dates, à la seconde près."
    )
    starts_on = DateField(label="Stages du")
    ends_on = DateField(label="Stages jusqu’au")
    needs_site = forms.BooleanField(
        label="Une école ne place que dans les structures avec qui elle a un accord de site qualifiant",
        required=False,
    )

    committee = forms.ModelChoiceField(
        queryset=None,
        label="Instance d’arbitrage",
        required=False,
        empty_label="Aucune\u00a0: deux personnes décident",
        help_text="Après les deux tours, elle décide en séance, avec son quorum.",
        error_messages={"invalid_choice": "Choisissez une instance de la liste."},
    )

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees  # type: ignore[attr-defined]

    @staticmethod
    def told(row: Session) -> dict[str, Any]:
        names = (
            "title",
            "territory",
            "diplomas",
            "about",
            "contact",
            "starts_on",
            "ends_on",
            "needs_site",
            "committee",
        )
        days = {name: timezone.localtime(getattr(row, name)).date() for name in STEPS}
        return (
            {name: getattr(row, name) for name in names}
            | days
            | {"hour": timezone.localtime(row.closes_at).time()}
        )

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        hour = data.pop("hour")
        return data | {name: at(data[name], hour) for name in STEPS}


class PostponeForm(forms.Form):
    closes_at = step("Les vœux se ferment le")
    results_at = step("Les résultats paraissent le")

    def values(self, row: Session) -> dict[str, Any]:
        """At the hours that were told."""
        return {
            name: at(day, timezone.localtime(getattr(row, name)).time())
            for name, day in self.cleaned_data.items()
        }


class StructuresForm(forms.Form):
    structures = StructuresField(
        label="Structures", rows=6, max_length=20_000, help_text="Une par ligne, comme dans l’annuaire."
    )


class CohortForm(forms.Form):
    diploma_code = diploma()
    year = year()
    levels = levels("Niveaux de difficulté permis", help_text="Aucun coché\u00a0: tous.")
    referents = some_diplomas(
        "Diplômes du référent acceptés", help_text="Aucun coché\u00a0: la formation n’en demande pas."
    )
    starts_on = DateField(label="Stage du", required=False, help_text="Vide\u00a0: les dates de la session.")
    ends_on = DateField(label="Stage jusqu’au", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("starts_on")) != bool(data.get("ends_on")):
            raise ValidationError(TOGETHER)
        return data


class PeriodForm(forms.Form):
    diploma_code = diploma("Diplôme")
    year = year()
    moment = one_of(
        "Pendant ce temps, les étudiants sont", capitalised(Moment.choices), initial=Moment.PLACEMENT
    )
    starts_on = DateField(label="Du")
    ends_on = DateField(label="Au")
    students = number(
        "Étudiants", 2000, required=False, help_text="Pour voir les semaines chargées. Vide\u00a0: inconnu."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last - first > LONGEST:
            self.add_error("ends_on", "Une période dure un an au plus\u00a0: coupez-la en deux.")
        return data
