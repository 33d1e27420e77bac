from typing import Any

from django import forms

from maillage.accounts.models import User
from maillage.conditions.enums import Sector
from maillage.conditions.forms.fields import ColleagueField
from maillage.conditions.models.posts import TEXTS
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField


class JobForm(forms.Form):
    """The five texts, and why they change; `read`: the digest of what was being changed."""

    title = LineField(
        label="Intitulé du poste", max_length=150, error_messages={"required": "Nommez le poste."}
    )
    mission = WordsField(
        label="Mission", rows=4, max_length=4000, error_messages={"required": "Écrivez la mission."}
    )
    activities = WordsField(label="Activités", rows=6, max_length=6000, required=False)
    skills = WordsField(label="Compétences", rows=4, max_length=4000, required=False)
    learned = WordsField(
        label="Acquis des formations",
        rows=4,
        max_length=4000,
        required=False,
        help_text="Ce qu’une formation suivie permet désormais de faire à ce poste.",
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}


class ProposeJobForm(JobForm):
    worker = ColleagueField(label="Pour qui", error_messages={"required": "Choisissez pour qui."})
    why = LineField(
        label="Pourquoi cette version",
        max_length=300,
        error_messages={"required": "Dites pourquoi elle change."},
    )

    field_order = ["worker", "why"]

    def __init__(self, *args: Any, colleagues: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["worker"].among(colleagues)  # type: ignore[attr-defined]
        del self.fields["read"]


class SignForm(forms.Form):
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RefuseForm(forms.Form):
    refusal = WordsField(
        label="Pourquoi",
        max_length=1000,
        error_messages={"required": "Dites pourquoi vous refusez cette version."},
    )


class PeriodForm(forms.Form):
    employer = LineField(
        label="Employeur", max_length=150, error_messages={"required": "Nommez l’employeur."}
    )
    post = LineField(label="Poste", max_length=150, error_messages={"required": "Nommez le poste."})
    sector = forms.ChoiceField(
        label="Secteur",
        choices=Sector.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le secteur."},
    )
    since = DateField(label="Depuis le", error_messages={"required": "Dites depuis quand."})
    until = DateField(label="Jusqu’au", required=False, help_text="Vide\u00a0: toujours en poste.")
    acquired = WordsField(label="Ce que j’y ai appris", rows=4, max_length=3000, required=False)
    evidence = WordsField(
        label="Ce qui le montre",
        max_length=1000,
        required=False,
        help_text="Attestation, contrat, travail rendu\u00a0: où se trouve la preuve.",
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("until") and told.get("since") and told["until"] < told["since"]:
            self.add_error("until", "La fin vient après le début.")
        return told
