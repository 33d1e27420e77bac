"""What is noted of a scheme's answer, by its officers or by the team: days that are not to come, reasons, what comes next."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.referrals.actions.answering import Piece
from maillage.referrals.enums import Ending, Outcome, Provider, Reason
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionForm, WordsField, digits

LONG = timedelta(days=3 * 366)
ROWS = 4
"""Pieces asked for at once."""


class StepForm(VersionForm):
    """`request`: the one this step is about; its days are not after today, but those `to_come`."""

    to_come: tuple[str, ...] = ()

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        initial = {"version": request.version, "on": timezone.localdate(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        today = timezone.localdate()
        for name, field in self.fields.items():
            if isinstance(field, DateField):
                field.earliest = today - LONG
                field.latest = today + LONG if name in self.to_come else today


class DayForm(StepForm):
    on = DateField(label="Le")


class MissingForm(StepForm):
    """What is missing, who can provide it, how: never "incomplete" alone."""

    to_come = ("complete_by",)
    on = DateField(label="Demandé le")
    complete_by = DateField(label="À fournir avant le")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, ROWS + 1):
            self.fields[f"what_{row}"] = LineField(
                label=f"Ce qui manque ({row})", max_length=160, required=False
            )
            self.fields[f"provider_{row}"] = forms.ChoiceField(
                label=f"Qui peut le fournir ({row})", choices=Provider.listed, required=False
            )
            self.fields[f"how_{row}"] = LineField(
                label=f"Comment l’obtenir ({row})", max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.pieces():
            raise ValidationError({"what_1": "Dites ce qui manque\u00a0: au moins une ligne."})
        return data

    def pieces(self) -> list[Piece]:
        data = self.cleaned_data
        return [
            Piece(data[f"what_{row}"], data[f"provider_{row}"] or Provider.PERSON, data[f"how_{row}"])
            for row in range(1, ROWS + 1)
            if data.get(f"what_{row}")
        ]


class DecisionForm(StepForm):
    on = DateField(label="Décidé le")
    outcome = forms.ChoiceField(
        label="Décision",
        choices=Outcome.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui est décidé."},
    )
    reason = forms.ChoiceField(
        label="Raison d’un refus",
        choices=lambda: [("", "Choisir"), *(one for one in Reason.choices if one[0] != Reason.SILENCE)],
        required=False,
    )
    words = WordsField(label="Ce qu’il faut en dire à la personne", required=False)
    next_step = WordsField(
        label="Ce qui est proposé ensuite",
        required=False,
        help_text="Après un refus ou une réorientation\u00a0: quoi d’autre, à qui s’adresser.",
    )
    rank = forms.IntegerField(
        label="Rang d’attente",
        required=False,
        min_value=1,
        max_value=9999,
        widget=digits(),
        error_messages={"invalid": "Écrivez un nombre, en chiffres."},
    )
    rank_means = LineField(label="Ce que ce rang veut dire", required=False, max_length=300)


class ClosingForm(StepForm):
    on = DateField(label="Terminée le")
    ending = forms.ChoiceField(
        label="Pourquoi",
        choices=Ending.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi elle se termine."},
    )
