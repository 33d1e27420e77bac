"""What is asked of a territory: which one, since when; what is judged, told and signed."""

from typing import Any

from django import forms

from maillage.directory.enums import TerritoryKind, categories
from maillage.directory.models import Territory
from maillage.directory.queries.coverage import COVERED_KINDS
from maillage.directory.queries.zones import read_zones
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField

ONE = "Écrivez une seule intercommunalité, un seul département ou une seule commune."


class CoveredField(LineField):
    """An intercommunalité or a département as people type it; a commune stands for its intercommunalité."""

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        reading = read_zones([text])
        if reading.refusals:
            raise forms.ValidationError(reading.refusals)
        if len(reading.zones) != 1 or ":" not in reading.zones[0]:
            raise forms.ValidationError(ONE)
        return self._covered(*reading.zones[0].split(":"))

    def _covered(self, kind: str, code: str) -> Territory:
        found = Territory.objects.select_related("epci", "departement").filter(kind=kind, code=code).first()
        if found and found.kind == TerritoryKind.COMMUNE:
            found = found.epci or found.departement
        if found is None or found.kind not in COVERED_KINDS:
            raise forms.ValidationError(ONE)
        return found


class TerritoryChoice(forms.Form):
    territoire = CoveredField(
        label="Territoire",
        max_length=120,
        help_text="Une intercommunalité, un département, ou une commune pour son intercommunalité.",
        error_messages={"required": "Écrivez un territoire."},
    )


class SinceForm(forms.Form):
    depuis = DateField(label="Ce qui a changé depuis le", error_messages={"required": "Indiquez une date."})


class OpenDiagnosisForm(forms.Form):
    title = LineField(
        label="Titre", max_length=150, help_text="Exemple\u00a0: Diagnostic social du Chinonais, automne 2026.",
        error_messages={"required": "Donnez un titre."},
    )  # fmt: skip
    territory = CoveredField(
        label="Territoire", max_length=120, error_messages={"required": "Écrivez un territoire."},
        help_text="Une intercommunalité ou un département.",
    )  # fmt: skip


class ContributionForm(forms.Form):
    category = forms.ChoiceField(
        label="Thème", required=False, choices=lambda: [("", "Tout le territoire"), *categories()]
    )
    text = WordsField(
        label="Ce que vous constatez",
        help_text="Ce qui manque, ce qui marche, ce qui a changé. Ne nommez personne\u00a0: la page est lue par tous les partenaires.",
        error_messages={"required": "Écrivez ce que vous constatez."},
    )


class AnswerForm(forms.Form):
    comment = WordsField(label="Remarque", required=False)
