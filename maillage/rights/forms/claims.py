"""What a worker notes about a claim, step by step. Dates stop at today; the version seen travels with the form."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.rights.enums import Bringer, Channel, Ending, NonTakeUp, Outcome
from maillage.rights.procedures import CLAIMABLE
from maillage.web.fields import AmountField, DateField
from maillage.web.typed import LineField, VersionForm, WordsField

LONG_AGO = timedelta(days=3 * 366)
MOST = 999_999
YES_NO = [("yes", "Oui, elle veut demander"), ("no", "Non")]


def euros(label: str, **kwargs: Any) -> AmountField:
    return AmountField(label=label, max_value=MOST, **kwargs)


class StepForm(VersionForm):
    """`claim`: the one this step is about; its days can't be after today."""

    future = ("complete_by",)

    def __init__(self, *args: Any, claim: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, **{**kwargs, "initial": {"version": claim.version, **kwargs.get("initial", {})}}
        )
        today = timezone.localdate()
        for name, field in self.fields.items():
            if isinstance(field, DateField):
                field.earliest = today - LONG_AGO
                field.latest = today + LONG_AGO if name in self.future else today


class ProposalForm(forms.Form):
    benefit = forms.ChoiceField(
        label="Droit dont vous avez parlé", error_messages={"required": "Choisissez un droit."}
    )
    on = DateField(label="Abordé le")

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(code, one.name) for code, one in CLAIMABLE.items() if code not in taken]
        self.fields["benefit"].choices = [("", "Choisir"), *free]
        self.fields["on"].latest, self.fields["on"].earliest = (
            timezone.localdate(),
            timezone.localdate() - LONG_AGO,
        )


class DecisionForm(StepForm):
    wants = forms.ChoiceField(
        label="La personne veut-elle demander\u00a0?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que la personne a décidé."},
    )
    on = DateField(label="Décidé le")
    reason = forms.ChoiceField(
        label="Si non, la raison qu’elle donne",
        required=False,
        choices=[("", "Choisir"), *NonTakeUp.choices],
        help_text="Sa raison, avec ses mots. Elle peut ne pas la dire.",
    )
    words = WordsField(
        label="Ses mots", required=False, help_text="Lus par elle et par ceux qui suivent cette demande."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("wants") == "no" and not data.get("reason"):
            raise ValidationError(
                {"reason": "Choisissez une raison, ou «\u00a0elle ne souhaite pas le dire\u00a0»."}
            )
        return data


class FilingForm(StepForm):
    channel = forms.ChoiceField(
        label="Comment",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment la demande est partie."},
    )
    body = LineField(label="Organisme", max_length=160, help_text="Exemple\u00a0: CAF Touraine.")
    on = DateField(label="Déposée le")
    reference = LineField(
        label="Numéro de dossier ou d’allocataire", required=False, max_length=60, help_text="S’il est connu."
    )


class ReceiptForm(StepForm):
    on = DateField(
        label="Reçue par l’organisme le", help_text="La date de l’accusé de réception ou du récépissé."
    )
    reference = LineField(label="Numéro de dossier ou d’allocataire", required=False, max_length=60)


class CorrectionForm(StepForm):
    filed_on = DateField(label="Déposée le")
    received_on = DateField(label="Reçue par l’organisme le", required=False)
    body = LineField(label="Organisme", max_length=160)
    reference = LineField(label="Numéro de dossier ou d’allocataire", required=False, max_length=60)

    def __init__(self, *args: Any, claim: Any, **kwargs: Any) -> None:
        known = {name: getattr(claim, name) for name in ("filed_on", "received_on", "body", "reference")}
        super().__init__(*args, claim=claim, **{**kwargs, "initial": {**kwargs.get("initial", {}), **known}})


class IncompleteForm(StepForm):
    on = DateField(label="Date du courrier de l’organisme")
    complete_by = DateField(label="À fournir avant le")
    papers = WordsField(
        label="Pièces réclamées",
        help_text="Une par ligne.",
        error_messages={"required": "Écrivez au moins une pièce."},
    )

    def clean_papers(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["papers"].splitlines() if line.strip()]
        if len(lines) > 30 or any(len(line) > 160 for line in lines):
            raise ValidationError(
                "Écrivez une pièce par ligne\u00a0: 30 lignes au plus, 160 caractères par ligne."
            )
        return lines


class DayForm(StepForm):
    on = DateField(label="Fournies le")


class AnswerForm(StepForm):
    granted = forms.ChoiceField(
        label="La réponse",
        choices=[("yes", "Accord, en tout ou en partie"), ("no", "Refus")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites quelle est la réponse."},
    )
    on = DateField(label="Date de la notification")
    amount = euros("Montant accordé")
    due_from = DateField(label="Droit ouvert depuis le", required=False)
    refusal = WordsField(label="Motif du refus", required=False, help_text="Comme l’organisme l’écrit.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("granted") == "no" and not data.get("refusal"):
            raise ValidationError(
                {"refusal": "Recopiez le motif du refus\u00a0: c’est lui que l’on conteste."}
            )
        return data


class SilenceForm(StepForm):
    """Nothing to type: the dates say it."""


class AppealForm(StepForm):
    on = DateField(label="Envoyé le")
    received_on = DateField(label="Reçu le, d’après l’accusé de réception", required=False)
    grounds = WordsField(
        label="Ce qui est contesté, et pourquoi",
        required=False,
        rows=6,
        help_text="Des faits, des dates, des pièces. La lettre de recours les reprend, imprimée après.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on") and data.get("received_on") and data["received_on"] < data["on"]:
            raise ValidationError({"received_on": "Le recours ne peut pas être reçu avant d’être envoyé."})
        return data


class AppealAnswerForm(StepForm):
    outcome = forms.ChoiceField(
        label="Issue",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que le recours a donné."},
    )
    on = DateField(
        label="Date de la décision", help_text="Sans réponse\u00a0: la date d’aujourd’hui convient."
    )
    amount = euros("Montant accordé")
    due_from = DateField(label="Droit ouvert depuis le", required=False)


class PaymentForm(StepForm):
    """Of a right without money of its own (health cover), only the day it is open."""

    on = DateField(label="Premier versement le")
    amount = euros("Montant versé")
    arrears = euros("Rappel versé en une fois", unit="€")

    def __init__(self, *args: Any, claim: Any, **kwargs: Any) -> None:
        super().__init__(*args, claim=claim, **kwargs)
        if CLAIMABLE[claim.benefit].unit == "right":
            del self.fields["amount"], self.fields["arrears"]
            self.fields["on"].label = "Droit ouvert le"


class EndingForm(StepForm):
    ending = forms.ChoiceField(
        label="Pourquoi arrêter",
        choices=[one for one in Ending.choices if one[0] != Ending.DOUBLE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi la demande s’arrête."},
    )
    on = DateField(label="Arrêtée le")


class PieceForm(StepForm):
    what = LineField(label="Pièce", max_length=160, help_text="Exemple\u00a0: attestation de loyer.")
    bringer = forms.ChoiceField(label="Qui l’apporte", choices=Bringer.choices)
    how = LineField(
        label="Comment l’obtenir", required=False, help_text="Exemple\u00a0: le bailleur la remplit en ligne."
    )


class GivenForm(forms.Form):
    document = forms.ChoiceField(
        label="Document du dossier",
        required=False,
        help_text="Laissez vide si la pièce n’est pas dans le dossier.",
    )

    def __init__(self, *args: Any, documents: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(one.pk), f"{one.title} ({one.get_kind_display()})") for one in documents]
        self.fields["document"].choices = [("", "Pas dans le dossier"), *listed]


class OverpaymentForm(forms.Form):
    benefit = forms.ChoiceField(
        label="Prestation",
        choices=[("", "Choisir"), *((code, one.name) for code, one in CLAIMABLE.items())],
        error_messages={"required": "Choisissez la prestation."},
    )
    amount = AmountField(label="Montant réclamé", unit="€", required=True, min_value=1, max_value=MOST)
    notified_on = DateField(label="Date du courrier")
    explanation = WordsField(label="Ce que dit l’organisme", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["notified_on"].earliest, self.fields["notified_on"].latest = today - LONG_AGO, today


class SettlementForm(forms.Form):
    contested_on = DateField(label="Contesté le", required=False)
    settled_on = DateField(label="Réglé le", required=False)
    settlement = LineField(
        label="Ce qui a été convenu",
        required=False,
        help_text="Exemple\u00a0: 30\u00a0€ par mois retenus, remise totale.",
    )

    def __init__(self, *args: Any, notified_on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contested_on", "settled_on"):
            self.fields[name].earliest, self.fields[name].latest = notified_on, timezone.localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("contested_on") or data.get("settled_on")) and not self.errors:
            raise ValidationError("Écrivez au moins une date\u00a0: contesté, ou réglé.")
        return data


class FiguresForm(forms.Form):
    """What the figures of rights opened are narrowed to."""

    ou = forms.ChoiceField(
        label="Où",
        required=False,
        choices=[("", "Ma structure"), ("territoire", "Tout le territoire")],
    )
    commune = forms.ChoiceField(label="Commune", required=False)

    def __init__(self, data: Any, *, communes: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["commune"].choices = [("", "Toutes"), *communes]
