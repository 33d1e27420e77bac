"""What is asked of an ethics space, and what it answers."""

from typing import Any

from django import forms
from django.utils import timezone

from maillage.governance.enums import ReferralUrgency
from maillage.governance.forms.identifying import require
from maillage.governance.forms.plans import PublicChoiceField
from maillage.web.fields import DateField
from maillage.web.nobody import NobodyForm
from maillage.web.typed import LineField, WordsField

NOBODY = "Aucun nom, aucune date de naissance, aucune adresse\u00a0: personne ne doit être reconnu."
MOST = 10_000
AUTHORS = (("no", "Moi"), ("yes", "Quelqu’un d’autre, que je relaie"))


def _urgency() -> list[tuple[str, str]]:
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in ReferralUrgency.choices]


class ReferForm(NobodyForm):
    watched = ("title", "situation", "question")

    title = LineField(
        label="En quelques mots", max_length=150, help_text="Exemple\u00a0: un refus d’aide à domicile."
    )
    situation = WordsField(label="La situation", rows=8, max_length=MOST, help_text=NOBODY)
    question = WordsField(
        label="Ce que vous demandez",
        rows=4,
        max_length=3000,
        help_text="La question à laquelle vous voudriez un avis.",
    )
    relayed = forms.ChoiceField(
        label="Qui pose cette question", choices=AUTHORS, initial="no", widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label="Urgence", choices=_urgency, initial=ReferralUrgency.NORMAL, widget=forms.RadioSelect
    )
    wished_on = DateField(
        label="Réponse souhaitée le", required=False, help_text="Vide\u00a0: le délai ordinaire."
    )

    def clean_relayed(self) -> bool:
        return bool(self.cleaned_data["relayed"] == "yes")

    def clean_wished_on(self) -> Any:
        wished = self.cleaned_data["wished_on"]
        if wished and wished < timezone.localdate():
            raise forms.ValidationError("Écrivez un jour à venir.")
        return wished


class TakeForm(forms.Form):
    due_on = DateField(label="Réponse au plus tard le", help_text="Qui a posé la question lit cette date.")


class AskForm(forms.Form):
    words = WordsField(
        label="Ce qu’il faut préciser",
        rows=4,
        max_length=3000,
        help_text="Ne demandez rien qui identifie quelqu’un.",
    )


class ClarifyForm(NobodyForm):
    watched = ("words",)
    words = WordsField(label="Votre précision", rows=6, max_length=MOST, help_text=NOBODY)


class PassOnForm(NobodyForm):
    watched = ("words",)
    to = PublicChoiceField(
        label="À quelle commission", empty_label="Choisir", invalid="Choisissez une commission de la liste."
    )
    words = WordsField(
        label="L’avis de votre espace",
        rows=8,
        max_length=MOST,
        help_text="La commission le lit avec la question, et l’auteur aussi.",
    )

    def __init__(self, *args: Any, commissions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = commissions  # type: ignore[attr-defined]
        require(self.fields["to"], "Choisissez une commission.")


class OpinionForm(NobodyForm):
    watched = ("title", "words")
    PUBLISHED = (
        ("no", "À qui a posé la question seulement"),
        ("yes", "À tout le monde, sans dire qui l’a posée"),
    )

    title = LineField(label="Titre de l’avis", max_length=200, help_text="Il sera lu hors de son contexte.")
    words = WordsField(label="L’avis", rows=12, max_length=20_000)
    publish = forms.ChoiceField(
        label="Donner cet avis", choices=PUBLISHED, widget=forms.RadioSelect, initial="no"
    )

    def clean_publish(self) -> bool:
        return bool(self.cleaned_data["publish"] == "yes")


class DoctrineForm(forms.Form):
    title = LineField(label="Titre", max_length=200)
    words = WordsField(
        label="Le principe",
        rows=12,
        max_length=20_000,
        help_text="Ce que cet avis apprend au-delà de la question posée.",
    )
