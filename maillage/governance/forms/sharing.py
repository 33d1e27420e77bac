from typing import Any

from django import forms

from maillage.governance.rules.sharing import QUESTIONS, choices, read_sharing


class SharingForm(forms.Form):
    """Four choices and nothing to type: no page of it can hold somebody's name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=read_sharing()["questions"][name]["label"],
                choices=choices(name),
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choisissez une réponse.",
                    "invalid_choice": "Choisissez dans la liste.",
                },
            )
