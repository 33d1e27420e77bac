"""What may change in a household, chosen in the URL: nothing of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.clocks.months import shift
from maillage.web.fields import AmountField
from maillage.web.wording import month as month_words

MOST = Decimal(20_000)
FULL, HALF, OTHER = "plein", "mi-temps", "montant"


def _amount(label: str, help_text: str) -> AmountField:
    """Left empty, it is not unknown: it is not asked."""
    field = AmountField(label=label, help_text=help_text, required=True, max_value=MOST)
    field.required = False
    return field


class ChangeForm(forms.Form):
    """`month`: the first month of the twelve shown; `adults`: (ref, name) of those who may work."""

    kind: str
    depuis = forms.ChoiceField(label="À partir de")

    def __init__(self, data: Any, *, month: Any, adults: list[tuple[str, str]]) -> None:
        super().__init__(data)
        months = [shift(month, ahead) for ahead in range(12)]
        self.fields["depuis"].choices = [(f"{one:%Y-%m}", month_words(one)) for one in months]
        if "personne" in self.fields:
            self.fields["personne"].choices = adults

    @property
    def member(self) -> str:
        return str(self.cleaned_data.get("personne", ""))

    def amount(self, full_time: float) -> float:
        """€ a month. `full_time`: the net wage of a full-time job at the SMIC."""
        return 0.0


class JobForm(ChangeForm):
    kind = "job"
    personne = forms.ChoiceField(label="Qui prend un emploi, ou en change")
    travail = forms.ChoiceField(
        label="Quel emploi",
        choices=[
            (HALF, "à mi-temps, au SMIC"),
            (FULL, "à plein temps, au SMIC"),
            (OTHER, "un autre salaire"),
        ],
    )
    montant = _amount("Salaire net avant impôt", "Pour un autre salaire seulement.")
    field_order = ("personne", "travail", "montant", "depuis")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("travail") == OTHER and data.get("montant") is None and "montant" not in self.errors:
            raise ValidationError({"montant": "Écrivez le salaire net de cet emploi, par mois."})
        return data

    def amount(self, full_time: float) -> float:
        wages = {FULL: full_time, HALF: full_time / 2}
        return wages.get(self.cleaned_data["travail"]) or float(self.cleaned_data["montant"])


class JobLostForm(ChangeForm):
    kind = "job_lost"
    personne = forms.ChoiceField(label="Qui perd son emploi")
    chomage = _amount(
        "Allocation chômage attendue",
        "France Travail peut l’estimer. Laissée vide, elle est comptée pour rien.",
    )
    field_order = ("personne", "chomage", "depuis")

    def amount(self, full_time: float) -> float:
        return float(self.cleaned_data["chomage"] or 0)


class BirthForm(ChangeForm):
    kind = "birth"


class RentForm(ChangeForm):
    kind = "rent"
    loyer = AmountField(label="Nouveau loyer, sans les charges", required=True, max_value=MOST)
    field_order = ("loyer", "depuis")

    def amount(self, full_time: float) -> float:
        return float(self.cleaned_data["loyer"])


FORMS: dict[str, tuple[str, type[ChangeForm]]] = {
    "emploi": ("Quelqu’un prend un emploi", JobForm),
    "perte": ("Quelqu’un perd son emploi", JobLostForm),
    "naissance": ("Un enfant naît", BirthForm),
    "loyer": ("Le loyer change", RentForm),
}
