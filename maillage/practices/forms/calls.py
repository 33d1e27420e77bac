from typing import Any

from django import forms
from django.utils import timezone

from maillage.practices.catalogue import tags
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField

NAMES = ("title", "asked", "tags", "closes_on")


class CallForm(forms.Form):
    """`committees`: those whose work one keeps."""

    committee = forms.ChoiceField(label="Au nom de")
    title = LineField(label="Titre", max_length=150, error_messages={"required": "Donnez un titre."})
    asked = WordsField(
        label="Ce que vous cherchez",
        max_length=2000,
        help_text="Quelles pratiques, pour en faire quoi.",
        error_messages={"required": "Dites ce que vous cherchez."},
    )
    tags = forms.MultipleChoiceField(
        label="Mots-clés",
        choices=lambda: list(tags().items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins un mot-clé.",
            "invalid_choice": "Cochez des mots-clés de la liste.",
        },
    )
    closes_on = DateField(
        label="Jusqu’au", help_text="Jour, mois, année. Les fiches sont reçues jusqu’à la fin de ce jour."
    )

    def __init__(self, *args: Any, committees: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.committees = {str(one.public_id): one for one in committees}
        self.fields["committee"].choices = [(key, one.name) for key, one in self.committees.items()]
        self.fields["closes_on"].earliest = timezone.localdate()

    def chosen(self) -> Any:
        return self.committees[self.cleaned_data["committee"]]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}


class AnswerForm(forms.Form):
    sheet = forms.ChoiceField(
        label="Quelle fiche",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une fiche.",
            "invalid_choice": "Choisissez une fiche de la liste.",
        },
    )

    def __init__(self, *args: Any, sheets: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheets = {str(one.public_id): one for one in sheets}
        self.fields["sheet"].choices = [(key, one.title) for key, one in self.sheets.items()]

    def chosen(self) -> Any:
        return self.sheets[self.cleaned_data["sheet"]]
