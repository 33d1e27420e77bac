"""Indicators: always a number and its story."""

from decimal import Decimal
from typing import Any

from django import forms

from maillage.calls.forms.calls import number
from maillage.web.fields import AmountField, DateField
from maillage.web.typed import LineField, PublicChoiceField, WordsField


class IndicatorForm(forms.Form):
    name = LineField(
        label="Ce qui est compté",
        max_length=200,
        help_text="Exemple\u00a0: personnes venues au moins deux fois.",
    )
    unit = LineField(label="Unité", max_length=60, help_text="Exemple\u00a0: personnes.")
    story = LineField(
        label="Ce qui est raconté avec",
        max_length=300,
        help_text="Exemple\u00a0: ce que ces venues ont changé pour elles.",
    )
    purpose = LineField(
        label="À quoi il sert", max_length=300, help_text="Quelle décision il aide à prendre."
    )
    owner = LineField(label="Qui en répond", max_length=150)
    minutes = number("Minutes pour le remplir, à chaque fois", 2000)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ReviewForm(forms.Form):
    professionals = WordsField(label="Ce qu’en disent les professionnels", rows=3, max_length=2000)
    persons = WordsField(label="Ce qu’en disent les personnes concernées", rows=3, max_length=2000)
    minutes = number("Minutes qu’il prend vraiment", 2000)
    retire = LineField(
        label="Ne plus le demander, parce que",
        max_length=500,
        required=False,
        help_text="Vide\u00a0: il est gardé.",
    )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("professionals", "persons", "minutes")}


class ValueForm(forms.Form):
    starts_on = DateField(label="Du")
    ends_on = DateField(label="Au")
    number = AmountField(
        label="Nombre",
        unit="",
        required=True,
        max_value=Decimal("100000000"),
        error_messages={
            "required": "Écrivez le nombre\u00a0: le récit ne va pas sans lui.",
            "invalid": "Écrivez un nombre, en chiffres.",
        },
    )
    story = WordsField(
        label="Récit",
        rows=4,
        max_length=3000,
        help_text="Sans nom ni détail qui ferait reconnaître quelqu’un.",
        error_messages={"required": "Écrivez le récit\u00a0: le nombre ne va pas sans lui."},
    )

    def __init__(self, *args: Any, indicator: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = f"{indicator.name} ({indicator.unit})"
        self.fields["story"].label = indicator.story

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EndForm(forms.Form):
    changed = WordsField(label="Ce que le projet a changé", rows=5, max_length=4000)
    to_sustain = LineField(label="L’action qui mérite de continuer", max_length=200)
    needs = WordsField(label="Ce qu’il faut pour qu’elle continue", rows=3, max_length=1000, required=False)


class SustainForm(forms.Form):
    plan = PublicChoiceField(None, label="Dans quel plan", invalid="Choisissez un plan de la liste.")

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
