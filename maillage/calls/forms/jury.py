"""What is asked of a juror, and of who keeps the jury."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from maillage.calls.enums import Opinion, Outcome
from maillage.calls.forms.calls import number
from maillage.calls.forms.fields import EurosField
from maillage.governance.rules import Count, Voices
from maillage.web.typed import LineField, WordsField
from maillage.web.votes import VotesForm


class AsideForm(forms.Form):
    reason = LineField(
        label="Pourquoi",
        max_length=300,
        required=False,
        help_text="Un lien suffit\u00a0: «\u00a0j’y ai travaillé\u00a0».",
    )


class PutAsideForm(forms.Form):
    occupant = forms.ModelChoiceField(
        queryset=None,
        label="Membre du jury",
        empty_label="Choisir",
        error_messages={"invalid_choice": "Choisissez quelqu’un de la liste."},
    )
    reason = LineField(label="Pourquoi", max_length=300)

    def __init__(self, *args: Any, occupants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupant"].queryset = occupants
        self.fields["occupant"].label_from_instance = lambda one: f"{one.name}, {one.seat.organisation}"


class AssignForm(forms.Form):
    occupants = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Qui le lit d’abord",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une personne.",
            "invalid_choice": "Choisissez dans la liste.",
            "invalid_pk_value": "Choisissez dans la liste.",
        },
    )

    def __init__(self, *args: Any, occupants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupants"].queryset = occupants
        self.fields["occupants"].label_from_instance = _said


def _said(one: Any) -> str:
    return f"{one.name}, {one.seat.college.name}" + (
        "" if one.user_id else " (sans compte\u00a0: sur papier)"
    )


class SpreadForm(forms.Form):
    each = number("Lecteurs par dossier", 10, initial=2)


class ReadingForm(forms.Form):
    """A few words for each criterion, then an opinion. No mark."""

    all_optional = True

    def __init__(self, *args: Any, criteria: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for rank, label in enumerate(criteria):
            self.fields[f"c{rank}"] = WordsField(label=label, rows=2, max_length=1500, required=False)
        self.fields["question"] = WordsField(
            label="À demander au porteur du projet, ou au jury", rows=2, max_length=1000, required=False
        )
        self.fields["opinion"] = forms.ChoiceField(
            label="Votre avis",
            choices=Opinion.listed,
            widget=forms.RadioSelect,
            error_messages={"required": "Choisissez un avis\u00a0: vous pourrez le changer avant de rendre."},
        )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = [data[f"c{rank}"] for rank in range(len(self.criteria))]
        return {"opinion": data["opinion"], "words": words, "question": data["question"]}


class RuleForm(VotesForm):
    gathering = forms.ModelChoiceField(
        queryset=None,
        label="À la séance du",
        empty_label=None,
        error_messages={
            "invalid_choice": "Choisissez une séance de la liste.",
            "required": "Choisissez la séance.",
        },
    )
    outcome = forms.ChoiceField(label="Décision", choices=Outcome.listed, widget=forms.RadioSelect)
    reasons = WordsField(
        label="Les raisons du jury",
        rows=5,
        max_length=4000,
        help_text="La structure lira ces raisons dans sa lettre.",
    )

    def __init__(
        self, *args: Any, sittings: Any, counts: list[Count], funders: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.funders = funders
        self.fields["gathering"].queryset = sittings
        self.fields["gathering"].label_from_instance = lambda one: (
            f"{timezone.localtime(one.starts_at):%d/%m/%Y}, {one.title}"
        )
        for one in funders:
            self.fields[f"grant_{one.pk}"] = EurosField(
                label=f"Accordé par {one.structure.name}", required=False
            )
        self.lay_votes(counts, capped=False)

    def money(self) -> list[Any]:
        return [self[f"grant_{one.pk}"] for one in self.funders]

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        grants = {one.pk: data[f"grant_{one.pk}"] or Decimal("0") for one in self.funders}
        return {
            "gathering": data["gathering"],
            "values": {"outcome": data["outcome"], "reasons": data["reasons"]},
            "grants": {pk: given for pk, given in grants.items() if given},
            "voices": self.voices(),
        }

    def voices(self) -> dict[int, Voices]:
        return {college: Voices(*told) for college, told in self.by_college().items()}


class WithdrawForm(forms.Form):
    why = LineField(label="Pourquoi", max_length=500, help_text="Tout le monde le lira.")
