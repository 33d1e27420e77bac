from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.web.fields import DateField
from maillage.web.typed import LineField, digits, person_choices

LONGEST_AGO = timedelta(days=366)
MOST_DAYS = 250


class PromiseForm(forms.Form):
    what = LineField(
        label="Ce qui est promis",
        help_text="Une réponse, un appel, un rendez-vous. La personne le lit, et ceux qui voient son parcours.",
    )
    owed_by = forms.TypedChoiceField(
        label="Qui s’engage",
        coerce=int,
        help_text="Vous, ou quelqu’un de votre structure qui suit cette personne.",
    )
    made_on = DateField(label="Promis le")
    working_days = forms.IntegerField(
        label="Délai en jours ouvrés",
        min_value=0,
        max_value=MOST_DAYS,
        widget=digits(),
        help_text="Du lundi au vendredi, sans les jours fériés. Le jour de la promesse ne compte pas.",
        error_messages={
            "invalid": "Écrivez un nombre de jours, en chiffres. Exemple\u00a0: 5.",
            "min_value": "Écrivez 0 ou plus.",
            "max_value": f"Écrivez {MOST_DAYS} jours ouvrés au plus (un an).",
        },
    )
    escalate_to = forms.TypedChoiceField(
        label="En cas de retard, prévenir",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Cette personne reçoit un e-mail sans le nom de la personne accompagnée, une fois.",
    )

    def __init__(self, *args: Any, team: list[Any], warned: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owed_by"].choices = person_choices(team)
        self.fields["escalate_to"].choices = [("", "Personne"), *person_choices(warned)]
        today = timezone.localdate()
        self.fields["made_on"].earliest, self.fields["made_on"].latest = today - LONGEST_AGO, today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("escalate_to") and data.get("escalate_to") == data.get("owed_by"):
            raise ValidationError(
                {
                    "escalate_to": "C’est la personne qui s’engage\u00a0: choisissez quelqu’un d’autre, ou personne."
                }
            )
        return data


class KeptForm(forms.Form):
    on = DateField(label="Tenu le")
    outcome = LineField(
        label="La réponse donnée", required=False, help_text="Quelques mots, lus par la personne."
    )

    def __init__(self, *args: Any, made_on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest, self.fields["on"].latest = made_on, timezone.localdate()
