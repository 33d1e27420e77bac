from typing import Any

from django import forms
from django.utils import timezone

from maillage.governance.enums import SignalSource, SignalTheme
from maillage.governance.forms.identifying import require
from maillage.governance.forms.plans import PublicChoiceField, place
from maillage.web.fields import DateField
from maillage.web.nobody import NobodyForm
from maillage.web.typed import LineField, WordsField, some


class SignalForm(NobodyForm):
    watched = ("seen", "wording", "source_note")

    theme = forms.ChoiceField(label="Thème", choices=lambda: some(SignalTheme.choices, "Choisir"))
    territory = place("Où", "Commune, intercommunalité, département ou région.")
    seen = WordsField(
        label="Ce que vous voyez",
        max_length=600,
        help_text="Des faits, sans rien qui identifie quelqu’un. Les membres de l’instance le lisent.",
    )
    since = DateField(label="Depuis le", help_text="Même à peu près\u00a0: le premier jour du mois.")
    source = forms.ChoiceField(label="D’où cela vient", choices=lambda: some(SignalSource.choices, "Choisir"))
    source_note = LineField(
        label="Précisément", max_length=200, required=False, help_text="Exemple\u00a0: permanence du lundi."
    )
    wording = LineField(
        label="Ce qui peut en être dit au-dehors",
        max_length=300,
        required=False,
        help_text="Les instances au-dessus de la vôtre le liront. Vide\u00a0: elles compteront ce signal, sans le lire.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["since"].latest = timezone.localdate()  # type: ignore[attr-defined]


class SignalFilters(forms.Form):
    all_optional = True
    theme = forms.ChoiceField(
        label="Thème", required=False, choices=lambda: some(SignalTheme.choices, "Tous")
    )


class AgendaForm(forms.Form):
    gathering = PublicChoiceField(
        label="À quelle séance", empty_label="Choisir", invalid="Choisissez une séance de la liste."
    )

    def __init__(self, *args: Any, gatherings: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]
        require(self.fields["gathering"], "Choisissez une séance.")


class OutcomeForm(forms.Form):
    outcome = WordsField(
        label="Ce qui en a été fait",
        max_length=500,
        help_text="Une décision, une rencontre, rien et pourquoi. Les membres le lisent.",
    )
