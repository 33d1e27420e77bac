from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillage.people.enums import Activity, ChannelKind, Nationality, Source
from maillage.people.forms.fields import (
    BirthDateField,
    ChoiceOrUnknown,
    NameField,
    NumberOrUnknown,
    YesNoUnknown,
)
from maillage.people.models import Channel, Person
from maillage.web.typed import ReasonField, VersionForm

ENTERED = [choice for choice in Source.choices if choice[0] != Source.IMPORT]


class ReceiveForm(forms.ModelForm):
    """Somebody comes in. Only a name to call them by is asked; the rest can wait, or never come."""

    called = NameField(
        label="Comment l’appeler",
        max_length=120,
        required=False,
        purpose="Un prénom ou un surnom suffit, pour lui parler et la retrouver.",
    )
    first_name = NameField(label="Prénom", required=False, purpose="Pour ne pas la confondre avec une autre.")
    last_name = NameField(
        label="Nom", required=False, purpose="Pour ses démarches, et pour éviter les doublons."
    )
    birth_date = BirthDateField(
        label="Date de naissance",
        required=False,
        help_text="Ses droits en dépendent. Exemple\u00a0: 30/04/1992.",
    )
    why = ReasonField(required=False)

    class Meta:
        model = Person
        fields = ("called", "first_name", "last_name", "birth_date")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [data.get("called"), data.get("first_name"), data.get("last_name")]
        refused = {"called", "first_name", "last_name"} & set(self.errors)
        if not any(names) and not refused:
            raise ValidationError({"called": "Indiquez au moins un nom pour appeler cette personne."})
        data["called"] = data.get("called") or " ".join(name for name in names[1:] if name)[:120]
        return data


class IdentityForm(VersionForm, ReceiveForm):
    why = None
    elected_domicile = forms.CharField(
        label="Domiciliation, ou élection de domicile",
        max_length=300,
        required=False,
        help_text="Pour son courrier quand elle n’a pas d’adresse stable ou ne doit pas donner la sienne.",
    )

    class Meta(ReceiveForm.Meta):
        fields = (*ReceiveForm.Meta.fields, "elected_domicile")

    NAMES = Meta.fields


class FactsForm(VersionForm):
    """What rights depend on. Each blank is unknown: never no, never zero."""

    activity = ChoiceOrUnknown(
        label="Activité", choices=Activity.choices, help_text="Pour le RSA, la prime d’activité et l’ASS."
    )
    nationality = ChoiceOrUnknown(
        label="Nationalité",
        choices=Nationality.choices,
        help_text="Plusieurs droits demandent un titre de séjour.",
    )
    permit_years = NumberOrUnknown(
        label="Titre de séjour permettant de travailler, depuis",
        unit="ans",
        min_value=0,
        max_value=99,
        help_text="Le RSA demande cinq ans, sauf exceptions.",
    )
    disability_rate = NumberOrUnknown(
        label="Taux d’incapacité",
        unit="%",
        min_value=0,
        max_value=100,
        help_text="Pour l’AAH. Celui de la MDPH.",
    )
    unfit_for_work = YesNoUnknown(label="Reconnue inapte au travail", help_text="Pour la retraite et l’ASPA.")
    dependency_level = NumberOrUnknown(
        label="GIR", min_value=1, max_value=6, help_text="Pour l’APA. De 1 (très dépendante) à 6."
    )
    pregnant = YesNoUnknown(
        label="Enceinte",
        help_text="Augmente le RSA et ouvre la PAJE. Ne le demandez pas\u00a0: laissez dire.",
    )
    in_school = YesNoUnknown(label="Scolarisée", help_text="Pour l’allocation de rentrée scolaire.")
    ass_entitled = YesNoUnknown(
        label="ASS ouverte par France Travail", help_text="Change le calcul des autres droits."
    )
    taxed_alone = YesNoUnknown(
        label="Fait sa propre déclaration d’impôt", help_text="Change les ressources comptées pour la santé."
    )
    scholarship = YesNoUnknown(
        label="Bourse d’études (pour un étudiant)", help_text="Augmente l’aide au logement."
    )
    source = forms.ChoiceField(
        label="Qui le dit, ou quel papier",
        choices=ENTERED,
        help_text="Pour savoir plus tard jusqu’où s’y fier.",
    )

    NAMES = (
        "activity",
        "nationality",
        "permit_years",
        "disability_rate",
        "unfit_for_work",
        "dependency_level",
        "pregnant",
        "in_school",
        "ass_entitled",
        "taxed_alone",
        "scholarship",
    )


class ChannelForm(forms.ModelForm):
    kind = forms.ChoiceField(label="Moyen", choices=ChannelKind.choices)
    value = forms.CharField(
        label="Numéro, adresse e-mail ou postale",
        max_length=200,
        help_text="Pour la joindre. Deux personnes peuvent avoir le même.",
    )
    discreet = forms.BooleanField(
        label="Discret\u00a0: aucun message laissé, rien sur l’enveloppe",
        required=False,
    )
    note = forms.CharField(
        label="Précision", max_length=200, required=False, help_text="Exemple : le matin, demander Karim."
    )

    class Meta:
        model = Channel
        fields = ("kind", "value", "discreet", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, value = data.get("kind"), data.get("value", "")
        if kind == ChannelKind.EMAIL and value:
            self._check_email(value)
        if kind == ChannelKind.PHONE and value and sum(char.isdigit() for char in value) < 4:
            self.add_error("value", "Ce numéro n’est pas complet. Exemple : 06 12 34 56 78.")
        return data

    def _check_email(self, value: str) -> None:
        try:
            validate_email(value)
        except ValidationError:
            self.add_error("value", "Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.fr.")


class AskForm(forms.Form):
    """Ask those who follow somebody to be attached: the same three criteria, and why."""

    first_name = NameField(label="Prénom")
    last_name = NameField(label="Nom")
    birth_date = BirthDateField(label="Date de naissance")
    motive = forms.CharField(
        label="Pourquoi vous demandez",
        max_length=300,
        help_text="Les professionnels qui suivent déjà la personne le liront pour répondre.",
    )
