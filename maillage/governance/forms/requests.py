from typing import Any

from django import forms

from maillage.web.typed import LineField, WordsField


class AskPointForm(forms.Form):
    target = forms.ModelChoiceField(label="À quelle instance", queryset=None, empty_label=None)
    title = LineField(
        label="Le point", max_length=200, help_text="Exemple\u00a0: les délais pour avoir un rendez-vous."
    )
    details = WordsField(
        label="Ce que vous voulez en dire",
        rows=4,
        max_length=5000,
        required=False,
        help_text="Avec vos mots. Aucun nom de personne.",
    )

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets


class DropPointForm(forms.Form):
    why = LineField(label="Pourquoi", max_length=500, help_text="Le conseil qui l’a demandé le lit.")
