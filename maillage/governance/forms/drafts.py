"""What is asked of a draft text, of its readers, of the bodies that answer."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from maillage.governance.enums import ImpactAxis
from maillage.governance.forms.committees import AccountField
from maillage.governance.forms.mandates import DecisionChoice
from maillage.governance.forms.plans import PublicChoiceField
from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, WordsField, some

MOST = 200_000
DUE = ("ethics_due_on", "due_on")


class DepositForm(forms.Form):
    title = LineField(label="Titre du projet", max_length=200)
    asked = WordsField(label="Ce que vous demandez au conseil", rows=4, max_length=3000)
    body = WordsField(label="Le texte", rows=14, max_length=MOST, help_text="Sa première version.")
    embargo_day = DateField(label="Sous embargo jusqu’au")
    embargo_time = TimeField(label="À quelle heure", help_text="Heure de Paris. Exemple\u00a0: 14 h 30.")
    ethics = PublicChoiceField(
        label="La commission éthique répond d’abord",
        empty_label="Non, le conseil seul",
        invalid="Choisissez une commission de la liste.",
    )
    ethics_due_on = DateField(
        label="Son avis pour le", required=False, help_text="Si elle répond d’abord. Avant celui du conseil."
    )
    due_on = DateField(label="Avis du conseil pour le")

    def __init__(self, *args: Any, commissions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ethics"].queryset = commissions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in DUE:
            if data.get(name) and data[name] < timezone.localdate():
                self.add_error(name, "Écrivez un jour à venir.")
        if data.get("ethics") and not data.get("ethics_due_on") and "ethics_due_on" not in self.errors:
            self.add_error("ethics_due_on", "Dites pour quand la commission éthique répond.")
        return data

    def told(self) -> dict[str, Any]:
        names = ("title", "asked", "ethics", "due_on")
        data = self.cleaned_data
        first = data["ethics_due_on"] if data["ethics"] else None
        hour = datetime.combine(data["embargo_day"], data["embargo_time"] or time())
        lifted = timezone.make_aware(hour)
        return {name: data[name] for name in names} | {"ethics_due_on": first, "embargo_until": lifted}


class VersionForm(forms.Form):
    body = WordsField(
        label="Le texte", rows=18, max_length=MOST, help_text="En entier\u00a0: ce qui change sera montré."
    )


class ReaderForm(forms.Form):
    user = AccountField(
        label="Adresse électronique de son compte",
        max_length=254,
        error_messages={"required": "Écrivez l’adresse de cette personne."},
    )


class ImpactForm(forms.Form):
    axis = forms.ChoiceField(label="Pour", choices=lambda: some(ImpactAxis.choices, "Choisir"))
    words = WordsField(label="Ce que ce texte change", rows=4, max_length=2000)


class EthicsOpinionForm(forms.Form):
    words = WordsField(label="L’avis de la commission", rows=10, max_length=20_000)


class CouncilOpinionForm(forms.Form):
    title = LineField(label="Titre de l’avis", max_length=200)
    words = WordsField(label="L’avis du conseil", rows=12, max_length=MOST)

    def __init__(self, *args: Any, decisions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = "La décision qui l’a voté. Vide\u00a0: rendu par le secrétariat."
        self.fields["decision"] = DecisionChoice(decisions, label="Adopté par", help_text=words)


class FollowUpForm(forms.Form):
    words = WordsField(
        label="Ce qui a été retenu de l’avis",
        rows=6,
        max_length=5000,
        help_text="Ce qui change dans le texte, ce qui ne change pas, et pourquoi.",
    )
