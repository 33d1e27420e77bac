"""A mission letter: what is asked, what is paid; the status that the participant chooses."""

from typing import Any

from django import forms

from maillage.governance.enums import ExpenseKind, ParticipantStatus
from maillage.governance.models import Occupant
from maillage.web.fields import DateField
from maillage.web.typed import WordsField, digits

TRAVEL = (ExpenseKind.CAR, ExpenseKind.TICKET)
COVERED = [
    ("travel", "Trajets"),
    (ExpenseKind.MEAL.value, "Repas"),
    (ExpenseKind.CHILDCARE.value, "Garde d’enfant"),
    (ExpenseKind.ALLOWANCE.value, "Indemnité"),
]


class LetterForm(forms.Form):
    occupant = forms.ModelChoiceField(
        Occupant.objects.none(),
        label="Pour",
        empty_label="Choisir",
        error_messages={"invalid_choice": "Choisissez quelqu’un de la liste."},
    )
    mission = WordsField(label="Ce qui est demandé", rows=4, max_length=2000)
    starts_on = DateField(label="À partir du")
    ends_on = DateField(label="Jusqu’au")
    hours = forms.IntegerField(
        label="Heures prévues",
        min_value=1,
        max_value=2000,
        widget=digits(),
        help_text="Séances et préparation.",
        error_messages={"invalid": "Écrivez un nombre d’heures, en chiffres."},
    )
    covers = forms.MultipleChoiceField(
        label="Ce qui est payé", choices=COVERED, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, occupants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupant"].queryset = occupants  # type: ignore[attr-defined]
        self.fields["occupant"].label_from_instance = lambda one: f"{one.name}, {one.seat.organisation}"  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told = {name: data[name] for name in ("mission", "starts_on", "ends_on", "hours")}
        kinds = [kind for one in data["covers"] for kind in (TRAVEL if one == "travel" else (one,))]
        return told | {"covers": [str(kind) for kind in kinds]}


class SignForm(forms.Form):
    status = forms.ChoiceField(
        label="Statut choisi par la personne", choices=ParticipantStatus.listed, widget=forms.RadioSelect
    )
    on = DateField(label="Signée le")


class EndLetterForm(forms.Form):
    last = DateField(label="Dernier jour")
