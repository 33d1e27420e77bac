"""What is asked of whoever opens a scheme, corrects it, changes its rules, closes it."""

from typing import Any

from django import forms

from maillage.schemes.enums import UNITS, CountsFrom, SchemeKind, Section, Silence
from maillage.web.fields import DateField
from maillage.web.typed import LineField, LinesField, PublicChoiceField, VersionField, WordsField, digits

SAID = ("name", "offers", "for_whom", "criteria", "silence_text", "email")
"""Corrected at any time; the rest binds, and changes from a day."""
BINDING = ("sections", "delay_n", "delay_unit", "counts_from", "silence", "committee")


class SchemeForm(forms.Form):
    name = LineField(label="Nom", max_length=120)
    offers = WordsField(label="Ce qu’il offre", required=False)
    for_whom = WordsField(label="Pour qui", required=False, max_length=1000)
    criteria = LinesField(
        label="Conditions d’admission",
        required=False,
        rows=5,
        longest=300,
        help_text="Une par ligne. Tout le monde les lit\u00a0: ce qui n’est pas écrit ici ne motive pas un refus.",
    )
    delay_n = forms.IntegerField(
        label="Réponse promise en",
        min_value=0,
        max_value=400,
        widget=digits(),
        error_messages={
            "invalid": "Écrivez un nombre, en chiffres.",
            "max_value": "400 au plus.",
            "min_value": "Écrivez 0 ou plus.",
        },
    )
    delay_unit = forms.ChoiceField(label="Unité", choices=UNITS)
    counts_from = forms.ChoiceField(
        label="Compté depuis", choices=CountsFrom.listed, widget=forms.RadioSelect
    )
    silence = forms.ChoiceField(
        label="Sans réponse à ce terme, c’est", choices=Silence.listed, widget=forms.RadioSelect
    )
    silence_text = LineField(label="Le texte qui le dit", max_length=500, required=False)
    sections = forms.MultipleChoiceField(
        label="Parties du dossier dont il a besoin",
        choices=Section.listed,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien d’autre ne lui sera envoyé.",
        error_messages={"required": "Choisissez au moins une partie du dossier."},
    )
    email = forms.EmailField(
        label="Adresse e-mail qui reçoit les demandes",
        required=False,
        help_text="Si personne n’y a de compte\u00a0: un lien y est envoyé, sans le nom de la personne.",
    )

    def __init__(self, *args: Any, commissions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"] = PublicChoiceField(
            commissions,
            label="Commission qui décide",
            required=False,
            help_text="Vide\u00a0: la structure répond elle-même.",
            invalid="Choisissez une commission de la liste.",
        )


class OpenForm(SchemeForm):
    """A new one."""

    starts_on = DateField(label="Ouvert à partir du")


class CorrectForm(SchemeForm):
    """What was badly said."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BINDING:
            del self.fields[name]


class ReviseForm(SchemeForm):
    """Other rules, from a day."""

    version = VersionField()
    starts_on = DateField(label="Ces règles valent à partir du")


class CloseForm(forms.Form):
    version = VersionField()
    ends_on = DateField(label="Dernier jour où l’on peut demander")


class KindForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=SchemeKind.listed, widget=forms.RadioSelect)
