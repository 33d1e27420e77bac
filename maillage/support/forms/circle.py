from typing import Any

from django import forms
from django.utils import timezone

from maillage.directory.enums import THEMES
from maillage.support.enums import ActKind
from maillage.web.fields import DateField
from maillage.web.typed import LongText, ReasonField, VersionField


class ActForm(forms.Form):
    """Something done before, or elsewhere."""

    on = DateField(label="Date")
    kind = forms.ChoiceField(label="Nature", choices=ActKind.listed)
    what = forms.CharField(
        label="Ce qui a été fait",
        max_length=200,
        help_text="Un acte, sans son contenu\u00a0: «\u00a0Recours DALO déposé\u00a0». Lisible par tout le cercle.",
    )
    outcome = forms.CharField(label="Suite donnée", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = timezone.localdate()


class VisitForm(forms.Form):
    """Somebody came to the desk."""

    why = ReasonField(error_messages={"required": "Écrivez en quelques mots pourquoi cette personne vient."})


class OrientForm(forms.Form):
    """To a service of the directory, already chosen."""

    on = DateField(label="Date")
    outcome = forms.CharField(
        label="Suite donnée",
        max_length=200,
        required=False,
        help_text="Elle peut attendre\u00a0: vous la direz depuis le parcours.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = timezone.localdate()


class NothingFoundForm(OrientForm):
    theme = forms.ChoiceField(
        label="Ce qui était cherché",
        choices=lambda: [("", "Choisir"), *THEMES.items()],
        error_messages={
            "required": "Choisissez ce qui était cherché\u00a0: c’est ce qui manque sur le territoire."
        },
    )
    field_order = ("theme",)


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label="Suite donnée", max_length=200, error_messages={"required": "Écrivez ce qu’il en est advenu."}
    )


class PathFilters(forms.Form):
    kind = forms.ChoiceField(label="Nature", required=False)
    structure = forms.TypedChoiceField(label="Structure", required=False, coerce=int, empty_value=None)
    since = DateField(label="Depuis le", required=False)

    def __init__(self, *args: Any, structures: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Toutes"), *ActKind.choices]
        self.fields["structure"].choices = [("", "Toutes"), *((one.pk, str(one)) for one in structures)]


class ColleagueForm(forms.Form):
    """A form that names a colleague of the structure."""

    worker = forms.TypedChoiceField(
        label="Avec qui",
        coerce=int,
        error_messages={"required": "Choisissez une personne de votre structure."},
    )

    def __init__(self, *args: Any, colleagues: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", "Choisissez"), *((one.pk, str(one)) for one in colleagues)]


class HandoverForm(ColleagueForm):
    reason = forms.CharField(
        label="Pourquoi", max_length=200, help_text="Lu par la personne\u00a0: un départ, un déménagement…"
    )
    note = LongText(label="Où en sont les choses", rows=6)
    not_to_lose = LongText(label="Ce qui ne doit pas se perdre", required=False, rows=3)
    meeting_on = DateField(label="Rencontre à trois le", required=False)
    person_agrees = forms.BooleanField(label="La personne est d’accord avec ce choix", required=False)

    field_order = ["worker", "reason", "note", "not_to_lose", "meeting_on", "person_agrees"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].label = "À qui passez-vous la main"


class SubstituteForm(ColleagueForm):
    until = DateField(label="Jusqu’au")
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].label = "Qui vous remplace"
        self.fields["until"].earliest = timezone.localdate()


class AnswerForm(forms.Form):
    answer = forms.CharField(label="Un mot pour le référent actuel", max_length=300, required=False)


class TrustedForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=120)
    relation = forms.CharField(
        label="Lien avec la personne", max_length=80, help_text="Sœur, ami, voisine, bénévole…"
    )
    contact = forms.CharField(label="Comment la joindre", max_length=120, required=False)


class CloseForm(forms.Form):
    reason = forms.CharField(label="Pourquoi il se termine", max_length=200)
    version = VersionField()
