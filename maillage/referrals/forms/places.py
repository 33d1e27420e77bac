"""What is asked of whoever decides of places, notes an answer, an entry, a departure."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from maillage.people.enums import ConsentWay
from maillage.referrals.enums import LeaveReason
from maillage.schemes.enums import HOUSING as KINDS
from maillage.schemes.enums import Band, PlacePublic, SchemeKind
from maillage.schemes.models.places import MOST_PERSONS
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionField, WordsField, digits

USUAL_DAYS = 3
"""To answer, unless the officer leaves more."""
TOLD = [(one, str(ConsentWay(one).label)) for one in (ConsentWay.ORAL, ConsentWay.PAPER)]
UNCHOSEN = {
    "required": "Choisissez une demande.",
    "invalid_choice": "Cette demande n’attend plus de place\u00a0: choisissez-en une autre.",
}


def persons() -> forms.IntegerField:
    words = f"Écrivez un nombre de personnes, de 1 à {MOST_PERSONS}."
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    return forms.IntegerField(
        label="Nombre de personnes",
        min_value=1,
        max_value=MOST_PERSONS,
        widget=digits(),
        error_messages=messages,
    )


class NeedForm(forms.Form):
    """`needs`: those that the scheme publishes; `communes`: [(code, name)] where it has places."""

    public = forms.ChoiceField(label="Public", choices=PlacePublic.listed)
    persons = persons()
    accessible = forms.BooleanField(label="Il faut une place accessible en fauteuil roulant", required=False)
    animals = forms.BooleanField(label="Avec un animal", required=False)

    def __init__(self, *args: Any, needs: Any, communes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"] = forms.ChoiceField(
            label="Où", choices=[("", "n’importe où"), *communes], required=False
        )
        self.fields["need"] = forms.ChoiceField(
            label="Besoin reconnu par la commission",
            choices=[("", "aucun de ceux que publie le dispositif"), *((one, one) for one in needs)],
            required=False,
        )


class OfferForm(forms.Form):
    """`chosen`: "key:version" of a request, as it was read."""

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = forms.ChoiceField(
            label="À qui proposer cette place",
            choices=waiting,
            widget=forms.RadioSelect,
            help_text="Rangées dans l’ordre publié. Vous décidez\u00a0: personne n’est noté.",
            error_messages=UNCHOSEN,
        )
        self.fields["persons"] = persons()
        self.fields["answer_by"] = DateField(
            label="Réponse attendue avant le", initial=timezone.localdate() + timedelta(days=USUAL_DAYS)
        )
        self.fields["message"] = WordsField(
            label="Ce que la personne doit savoir",
            required=False,
            help_text="Comment y aller, quand visiter, ce qu’elle paiera. Elle le lit.",
        )


class TakeBackForm(forms.Form):
    why = LineField(label="Pourquoi", max_length=200, help_text="La personne et son équipe le lisent.")
    version = VersionField()


class EnterForm(forms.Form):
    on = DateField(label="Entrée le")
    version = VersionField()


class LeaveForm(forms.Form):
    on = DateField(label="Sortie le")
    why = forms.ChoiceField(label="Pourquoi", choices=LeaveReason.listed, widget=forms.RadioSelect)
    where_to = LineField(label="Où", max_length=200, required=False)
    version = VersionField()


class HostLeaveForm(LeaveForm):
    """Where they go is between them and who accompanies them."""

    where_to = None


YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    """The person's own."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[(YES, "Oui, je prends cette place"), (NO, "Non, je ne la prends pas")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )
    words = WordsField(
        label="Pourquoi, si vous voulez le dire",
        required=False,
        max_length=1000,
        help_text="Ce n’est pas obligatoire. Dire non ne change rien à votre demande.",
    )
    version = VersionField()


class NotedAnswerForm(AnswerForm):
    """By the team, as it was said or written."""

    way = forms.ChoiceField(label="Réponse recueillie", choices=TOLD, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = "Sa réponse"
        self.fields["answer"].choices = [
            (YES, "Oui, elle prend cette place"),
            (NO, "Non, elle ne la prend pas"),
        ]
        self.fields["words"].label = "Pourquoi, si la personne veut le dire"
        self.fields["words"].help_text = "Ce n’est pas obligatoire. Dire non ne change rien à sa demande."


class SupplyForm(forms.Form):
    """Which part of the territory is counted: bound to the address."""

    all_optional = True

    kind = forms.ChoiceField(
        label="Nature",
        required=False,
        choices=[("", "toutes"), *((one, SchemeKind(one).label) for one in KINDS)],
    )
    public = forms.ChoiceField(label="Public", required=False, choices=[("", "tous"), *PlacePublic.choices])
    band = forms.ChoiceField(label="Composition", required=False, choices=[("", "toutes"), *Band.choices])
    commune = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
