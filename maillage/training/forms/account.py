from typing import Any

from django import forms

from maillage.training.enums import ActivityKind
from maillage.training.forms.fields import HoursField, some
from maillage.web.fields import DateField, UploadField
from maillage.web.typed import LineField, WordsField


class DeclareForm(forms.Form):
    title = LineField(
        label="Formation", max_length=150, error_messages={"required": "Écrivez le titre de la formation."}
    )
    kind = forms.ChoiceField(
        label="Type",
        choices=lambda: some(ActivityKind.listed(), "Choisir"),
        error_messages={"required": "Choisissez un type.", "invalid_choice": "Choisissez dans la liste."},
    )
    provider = LineField(label="Organisme", required=False, max_length=150)
    starts_on = DateField(label="Premier jour")
    ends_on = DateField(label="Dernier jour")
    hours = HoursField(label="Heures suivies", help_text="7 heures par jour au plus.")
    theme = forms.ChoiceField(
        label="Thème du programme",
        required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    file = UploadField(
        label="Attestation",
        required=False,
        help_text="PDF, JPG ou PNG, 10 Mo au plus. Sans elle, votre employeur peut refuser.",
    )

    def __init__(self, *args: Any, themes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.themes = {str(one.pk): one for one in themes}
        self.fields["theme"].choices = [
            ("", "Aucun"),
            *((key, one.title) for key, one in self.themes.items()),
        ]

    def values(self) -> dict[str, Any]:
        names = ("title", "kind", "provider", "starts_on", "ends_on", "hours")
        told = {name: self.cleaned_data[name] for name in names}
        return {**told, "theme": self.themes.get(self.cleaned_data["theme"])}


class ContestForm(forms.Form):
    words = WordsField(
        label="Pourquoi ce calcul vous paraît faux",
        max_length=1000,
        help_text="Ce que vous avez fait, et ce que dit votre attestation. Une personne le lira et répondra.",
        error_messages={"required": "Dites pourquoi\u00a0: c’est ce que lira la personne qui répond."},
    )
