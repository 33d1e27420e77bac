"""What a host answers, its seats, its limits; an immersion asked and answered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.diplomas.queries.diplomas import shorts
from maillage.placements.enums import Answer, Level, NoSeat, Said
from maillage.placements.forms.fields import (
    CommuneField,
    capitalised,
    number,
    one_of,
    some_diplomas,
)
from maillage.placements.models import MOST_SEATS, Seat
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField


class AnswerForm(forms.Form):
    """Behind the link: one button for last year's number, one for none, a number for anything else."""

    all_optional = True
    answer = forms.ChoiceField(choices=Answer.listed, error_messages={"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une réponse."})  # fmt: skip
    number = number("Nombre de places", MOST_SEATS, required=False)
    reason = one_of("Pourquoi", [("", "Sans le dire"), *NoSeat.choices], widget=forms.Select, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == Answer.CHANGED and not data.get("number") and "number" not in self.errors:
            self.add_error("number", f"Écrivez un nombre de 1 à {MOST_SEATS}, en chiffres.")
        return data

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        none = data["answer"] == Answer.NONE
        return {
            "answer": data["answer"],
            "number": data["number"] or 1,
            "reason": data["reason"] if none else "",
        }


class SeatForm(forms.Form):
    title = LineField(
        label="Service ou mission", max_length=120, help_text="Exemple\u00a0: polyvalence de secteur."
    )
    commune = CommuneField(label="Commune")
    declared = number("Places", MOST_SEATS, initial=1)
    level = one_of("Difficulté", capitalised(Level.choices), initial=Level.SOME)
    diplomas = some_diplomas("Diplômes acceptés", help_text="Aucun coché\u00a0: tous.")
    referent = one_of(
        "Diplôme du référent",
        lambda: [("", "Pas de référent désigné"), *shorts().items()],
        widget=forms.Select,
        required=False,
    )
    conditions = WordsField(
        label="Conditions",
        rows=3,
        max_length=1000,
        required=False,
        help_text="Horaires, permis, bureau, repas, gratification…",
    )
    starts_on = DateField(
        label="Possible à partir du", required=False, help_text="Vide\u00a0: toute la période."
    )
    ends_on = DateField(label="Jusqu’au", required=False)
    local_first = forms.BooleanField(label="Les étudiants du département d’abord", required=False)
    immersions = forms.BooleanField(
        label="De courtes immersions y sont possibles (1 à 5 jours, pour qui pense à ces métiers)",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("starts_on")) != bool(data.get("ends_on")):
            raise ValidationError("Écrivez les deux dates, ou aucune.")
        return data

    @staticmethod
    def told(row: Seat) -> dict[str, Any]:
        return {name: getattr(row, name) for name in SeatForm.base_fields}


class LimitsForm(forms.Form):
    tutors = number(
        "Tuteurs libres", 200, 0, required=False, help_text="Chacun suit 3 étudiants au plus. Vide\u00a0: non dit. Si votre registre des tuteurs est tenu ici, c’est lui qui compte."
    )  # fmt: skip
    quota = number(
        "Stagiaires que la loi permet encore", 500, 0, required=False, help_text="15\u00a0% des effectifs à partir de 20 personnes, 3 en dessous. Vide\u00a0: non dit."
    )  # fmt: skip


class ImmersionForm(forms.Form):
    starts_on = DateField(label="À partir du")
    days = number("Jours", 5, help_text="De 1 à 5.")
    words = WordsField(label="Ce que vous venez y voir", rows=3, max_length=1000, required=False)


class SaidForm(forms.Form):
    answer = one_of("Réponse", capitalised(Said.choices))
    why = LineField(
        label="Pourquoi, si c’est non", max_length=200, required=False, help_text="La personne le lira."
    )
