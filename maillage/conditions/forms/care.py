from typing import Any

from django import forms

from maillage.accounts.models import User
from maillage.conditions.enums import AlertKind, ProposalKind, Verdict
from maillage.conditions.forms.fields import ColleagueField
from maillage.web.typed import LineField, WordsField, digits

MINUTES = {
    "invalid": "Écrivez un nombre de minutes. Exemple\u00a0: 15.",
    "min_value": "Écrivez un nombre de minutes. Exemple\u00a0: 15.",
    "max_value": "Mille minutes au plus.",
}


class AlertForm(forms.Form):
    kind = forms.ChoiceField(
        label="De quoi s’agit-il",
        choices=AlertKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez de quoi il s’agit."},
    )
    words = WordsField(
        label="Ce qui s’est passé",
        rows=6,
        max_length=4000,
        help_text="Sans nommer la personne accompagnée.",
        error_messages={"required": "Écrivez ce qui s’est passé."},
    )
    reader = ColleagueField(
        label="À qui l’adresser",
        help_text="Cette personne seule la lira, et vous répondra. Personne d’autre, responsables compris.",
        error_messages={"required": "Choisissez à qui l’adresser."},
    )

    def __init__(self, *args: Any, colleagues: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reader"].among(colleagues)  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    words = WordsField(
        label="Votre réponse", rows=4, max_length=3000, error_messages={"required": "Écrivez votre réponse."}
    )
    in_risk_document = forms.BooleanField(
        label="Reporté au document unique d’évaluation des risques (DUERP)", required=False
    )


class ProposalForm(forms.Form):
    kind = forms.ChoiceField(
        label="C’est",
        choices=ProposalKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez de quoi il s’agit."},
    )
    subject = LineField(
        label="Objet",
        max_length=150,
        help_text="Le nom du formulaire, ou l’idée en quelques mots.",
        error_messages={"required": "Dites de quoi il s’agit."},
    )
    words = WordsField(
        label="Ce que vous proposez",
        rows=5,
        max_length=3000,
        error_messages={"required": "Écrivez ce que vous proposez."},
    )
    before = forms.IntegerField(
        label="Minutes perdues chaque fois",
        min_value=0,
        max_value=1000,
        required=False,
        widget=digits(),
        error_messages=MINUTES,
        help_text="Pour un formulaire. La même mesure après la correction montrera ce qu’elle a rendu.",
    )


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Réponse",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    words = WordsField(
        label="Motif",
        rows=4,
        max_length=2000,
        help_text="Lu par toute l’équipe.",
        error_messages={"required": "Dites pourquoi."},
    )


class MendForm(forms.Form):
    after = forms.IntegerField(
        label="Minutes perdues maintenant, chaque fois",
        min_value=0,
        max_value=1000,
        required=False,
        widget=digits(),
        error_messages=MINUTES,
        help_text="Pour un formulaire\u00a0; vide sinon.",
    )


class ExpertiseForm(forms.Form):
    subject = LineField(
        label="Sujet",
        max_length=100,
        help_text="Exemple\u00a0: surendettement.",
        error_messages={"required": "Nommez le sujet."},
    )
    words = WordsField(label="Ce qu’on peut me demander", max_length=600, required=False)
