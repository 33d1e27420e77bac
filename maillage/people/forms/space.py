"""Codes for a person's own space; what is kept from whom; an emergency."""

from typing import Any

from django import forms
from django.utils import timezone

from maillage.clocks.months import same_day
from maillage.people.forms.consents import NOT_AN_ADDRESS
from maillage.people.forms.fields import BirthDateField, NameField
from maillage.web.fields import DateField, DateTextInput

DEFAULT_CODE_MONTHS, MOST_CODE_MONTHS = 12, 24


class CodeForm(forms.Form):
    """A code for the person."""

    until = DateField(label="Valable jusqu’au")
    most = MOST_CODE_MONTHS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.setdefault("until", same_day(today, DEFAULT_CODE_MONTHS))
        self.fields["until"].earliest, self.fields["until"].latest = today, same_day(today, self.most)


class HelperCodeForm(CodeForm):
    """A code for somebody the person chose: a mandate, one year at most."""

    most = DEFAULT_CODE_MONTHS
    helper = NameField(
        label="Nom de l’aidant",
        max_length=120,
        purpose="Celui qu’il portera dans le journal.",
        error_messages={"required": "Écrivez le nom de l’aidant."},
    )
    relation = forms.CharField(
        label="Lien avec la personne",
        error_messages={"required": "Écrivez quel est son lien avec la personne."},
        max_length=80,
        help_text="Exemple\u00a0: sa sœur, médiatrice de l’association.",
    )
    field_order = ("helper", "relation", "until")


class EnterForm(forms.Form):
    code = forms.CharField(
        label="Votre code",
        error_messages={"required": "Écrivez le code de votre lettre."},
        max_length=40,
        help_text="Il est écrit sur la lettre qu’on vous a remise. Exemple\u00a0: ABCDE-FGHJK.",
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    birth_date = BirthDateField(
        label="La date de naissance de la personne accompagnée",
        help_text="Jour, mois, année. Exemple\u00a0: 30/04/1992.",
    )


class KeepOutForm(forms.Form):
    email = forms.EmailField(
        label="Adresse e-mail professionnelle de l’agent",
        help_text="Celle qui sert à se connecter à Maillage.",
        error_messages=NOT_AN_ADDRESS,
    )
    reason = forms.CharField(
        label="Raison",
        max_length=200,
        error_messages={"required": "Écrivez la raison."},
        help_text="Lue par l’équipe, jamais par l’agent. Exemple\u00a0: ancien conjoint, voisin.",
    )


class EmergencyForm(forms.Form):
    first_name = NameField(label="Prénom")
    last_name = NameField(label="Nom")
    birth_date = BirthDateField(label="Date de naissance")
    motive = forms.CharField(
        label="Quelle est l’urgence",
        max_length=300,
        error_messages={"required": "Écrivez quelle est l’urgence."},
        help_text="La personne et l’équipe qui la suit liront ce motif.",
        widget=forms.Textarea({"rows": 3}),
    )


class MailForm(forms.Form):
    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=200,
        help_text="Celle que votre référent a notée.",
        error_messages={**NOT_AN_ADDRESS, "required": "Écrivez votre adresse e-mail."},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    birth_date = BirthDateField(
        label="Votre date de naissance",
        help_text="Jour, mois, année. Exemple\u00a0: 30/04/1992.",
        widget=DateTextInput({"autocomplete": "bday"}),
    )


class MailCodeForm(forms.Form):
    code = forms.CharField(
        label="Le code reçu",
        max_length=40,
        error_messages={"required": "Écrivez le code du message."},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
