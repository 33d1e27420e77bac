"""What is asked of whoever writes a call, asks about it, sends a letter of intent."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from maillage.calls.enums import CallKind, QuestionKind
from maillage.calls.forms.fields import EurosField, ZonesField, structure_field
from maillage.directory.enums import CATEGORIES
from maillage.web.fields import DateField
from maillage.web.typed import (
    LineField,
    LinesField,
    PublicChoiceField,
    TimeField,
    VersionForm,
    WordsField,
    digits,
)

REMEDIES = (
    "Vous pouvez demander à la structure qui a pris cette décision de la revoir, par lettre, dans les deux mois.\n"
    "Vous pouvez aussi saisir le tribunal administratif, dans les deux mois, si cette structure est publique."
)
DATES = ("funded_from", "funded_until", "letter_until", "joint_until", "decision_on")
SAME = (
    "kind",
    "title",
    "purpose",
    "themes",
    "zones",
    "amount",
    "short_under",
    "criteria",
    "remedies",
    "answer_days",
    "term_months",
    *DATES,
)


def number(label: str, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=options.pop("least", 1),
        max_value=most,
        widget=digits(),
        error_messages={
            "invalid": "Écrivez un nombre, en chiffres.",
            "max_value": f"{most} au plus.",
            "min_value": "Écrivez un nombre plus grand.",
        },
        **options,
    )


STILL_FREE = {
    *(
        "title",
        "purpose",
        "decision_on",
        "closes_on",
        "closes_time",
        "letter_until",
        "joint_until",
        "answer_days",
    ),
    *("remedies", "version"),
}


class CallForm(VersionForm):
    kind = forms.ChoiceField(label="Nature", choices=CallKind.listed, widget=forms.RadioSelect)
    title = LineField(label="Titre", max_length=150)
    purpose = WordsField(label="Ce que vous cherchez", rows=5, max_length=5000)
    themes = forms.MultipleChoiceField(
        label="Sujets",
        choices=lambda: list(CATEGORIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    zones = ZonesField(label="Territoires", help_text="Un par ligne. Vide\u00a0: toute la France.")
    opens_on = DateField(label="Ouvre le")
    closes_on = DateField(label="Ferme le")
    closes_time = TimeField(label="À", help_text="À cette heure, à la seconde près. Exemple\u00a0: 18 h.")
    letter_until = DateField(
        label="Lettres d’intention jusqu’au", required=False, help_text="Vide\u00a0: pas de lettre demandée."
    )
    joint_until = DateField(
        label="Temps pour s’associer jusqu’au",
        required=False,
        help_text="Les structures lisent les lettres partagées et forment des dossiers communs.",
    )
    decision_on = DateField(label="Décisions vers le", required=False)
    funded_from = DateField(label="Projets à partir du", required=False)
    funded_until = DateField(label="Projets jusqu’au", required=False)
    amount = EurosField(label="Somme en tout", required=False)
    short_under = EurosField(
        label="Dossier court jusqu’à",
        required=False,
        help_text="Jusqu’à cette somme demandée, les questions du dossier court suffisent.",
    )
    criteria = LinesField(
        label="Critères",
        rows=4,
        required=False,
        help_text="Un par ligne. Le jury écrit quelques mots sur chacun.",
    )
    answer_days = number("Jours pour répondre aux questions", 60, initial=5)
    term_months = number("Label\u00a0: accordé pour combien de mois", 120, required=False)
    remedies = WordsField(label="Recours, dans les lettres", rows=4, max_length=1500, initial=REMEDIES)

    def __init__(self, *args: Any, juries: Any = None, published: Any = None, **kwargs: Any) -> None:
        """`published`: the call as everybody reads it; what no longer changes is not asked."""
        super().__init__(*args, **kwargs)
        self.published = published
        if published:
            for name in self.fields.keys() - STILL_FREE:
                del self.fields[name]
        if juries is not None:
            self.fields["committee"] = PublicChoiceField(
                juries,
                label="Jury",
                help_text="Une instance\u00a0: ses collèges, ses sièges et son quorum sont ceux du jury.",
                invalid="Choisissez un jury de la liste.",
            )
            self.order_fields(["kind", "title", "committee"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        zone = timezone.get_current_timezone()
        if data.get("opens_on"):
            data["opens_at"] = datetime.combine(data["opens_on"], time(), zone)
        elif self.published:
            data["opens_at"] = self.published.opens_at
        if data.get("opens_at") and data.get("closes_on") and data.get("closes_time") is not None:
            data["closes_at"] = datetime.combine(data["closes_on"], data["closes_time"], zone)
            if data["closes_at"] <= data["opens_at"]:
                self.add_error("closes_on", "L’appel ferme après avoir ouvert.")
        if data.get("kind") == CallKind.LABEL and not data.get("term_months"):
            self.add_error(
                "term_months", "Un label est accordé pour un temps\u00a0: écrivez combien de mois."
            )
        return data

    def values(self) -> dict[str, Any]:
        names = (*SAME, "opens_at", "closes_at")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def start_of(call: Any) -> dict[str, Any]:
    """What its form shows."""
    closes = timezone.localtime(call.closes_at)
    told = {name: getattr(call, name) for name in SAME}
    return told | {
        "opens_on": timezone.localdate(call.opens_at),
        "closes_on": closes.date(),
        "closes_time": closes.time(),
        "version": call.version,
    }


def first_days() -> dict[str, Any]:
    today = timezone.localdate()
    told = {"opens_on": today, "closes_on": today + timedelta(days=45), "closes_time": time(18)}
    return told | {"kind": CallKind.CALL, "version": 0}


class QuestionForm(forms.Form):
    label = LineField(label="Question", max_length=200)
    help = LineField(label="Aide pour répondre", max_length=300, required=False)
    kind = forms.ChoiceField(
        label="Réponse attendue", choices=QuestionKind.listed, widget=forms.RadioSelect, initial="text"
    )
    longest = number("Longueur au plus, en signes", 20_000, initial=1500, least=50)
    short = forms.BooleanField(label="Posée aussi dans le dossier court", required=False, initial=True)
    key = forms.SlugField(
        label="Mot-clé",
        max_length=40,
        required=False,
        help_text="Le même d’un appel à l’autre\u00a0: la réponse donnée avant est proposée. Exemple\u00a0: presentation.",
        error_messages={"invalid": "Des lettres sans accent, des chiffres et des tirets."},
    )


class FunderForm(forms.Form):
    structure = structure_field("Structure qui finance")
    amount = EurosField(label="Sa part", required=True)


class AskForm(forms.Form):
    question = WordsField(
        label="Votre question",
        rows=3,
        max_length=500,
        help_text="Personne d’autre ne saura qui l’a posée\u00a0: n’y écrivez pas votre nom.",
    )


class AnswerForm(forms.Form):
    question = WordsField(
        label="La question, telle que tous la liront",
        rows=3,
        max_length=500,
        help_text="Ôtez ce qui dirait qui l’a posée.",
    )
    words = WordsField(label="Votre réponse", rows=5, max_length=3000)


class IntentForm(forms.Form):
    title = LineField(label="Nom du projet", max_length=150)
    words = WordsField(label="En quelques lignes", rows=5, max_length=1500)
    shared = forms.BooleanField(
        label="Les autres structures peuvent la lire, pour nous proposer de nous associer", required=False
    )
