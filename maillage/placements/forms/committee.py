"""What a committee decided on each proposal, at which meeting, by which voices."""

from typing import Any

from django import forms
from django.utils import timezone

from maillage.governance.rules import Voices
from maillage.placements.actions.committee import Verdict
from maillage.placements.enums import Outcome
from maillage.web.typed import LineField, WordsField
from maillage.web.votes import VotesForm

CHOICES = [(Outcome.CONFIRMED, "Confirmée"), (Outcome.REFUSED, "Refusée"), ("", "Plus tard")]


class TogetherForm(VotesForm):
    page = "placements/decide_together.html"
    gathering = forms.ModelChoiceField(
        queryset=None,
        label="À la séance du",
        empty_label=None,
        error_messages={
            "invalid_choice": "Choisissez une séance de la liste.",
            "required": "Choisissez la séance.",
        },
    )
    item = forms.ModelChoiceField(
        queryset=None,
        label="Point de l’ordre du jour",
        required=False,
        empty_label="un point ajouté maintenant",
        help_text="Inscrivez ce point avant la séance\u00a0: qui connaît un étudiant, ou travaille là où il va, peut alors s’en déporter.",
        error_messages={"invalid_choice": "Choisissez un point de la liste."},
    )
    reasons = WordsField(
        label="Les raisons de l’instance",
        rows=4,
        max_length=3000,
        help_text="Lues avec la décision, par tous si l’instance est publique\u00a0: ne nommez personne.",
        error_messages={"required": "Écrivez les raisons de l’instance."},
    )

    def __init__(
        self, *args: Any, sittings: Any, points: Any, counts: list[Any], proposals: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        self.fields["gathering"].queryset = sittings  # type: ignore[attr-defined]
        self.fields["item"].queryset = points  # type: ignore[attr-defined]
        self.fields["item"].label_from_instance = lambda one: (  # type: ignore[attr-defined]
            f"{one.title}, {timezone.localtime(one.gathering.starts_at):%d/%m/%Y}"
        )
        self.fields["gathering"].label_from_instance = lambda one: (  # type: ignore[attr-defined]
            f"{timezone.localtime(one.starts_at):%d/%m/%Y}, {one.title}"
        )
        for one in proposals:
            self.fields[f"outcome_{one.pk}"] = forms.ChoiceField(
                label="Décision", choices=CHOICES, required=False, widget=forms.RadioSelect, initial=""
            )
            self.fields[f"why_{one.pk}"] = LineField(
                label="Pourquoi", max_length=1000, required=False, help_text="Obligatoire pour refuser."
            )
        self.lay_votes(counts, capped=False)

    def each(self) -> list[tuple[Any, Any, Any]]:
        return [(one, self[f"outcome_{one.pk}"], self[f"why_{one.pk}"]) for one in self.proposals]

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        verdicts = {
            one.pk: Verdict(data[f"outcome_{one.pk}"], data[f"why_{one.pk}"])
            for one in self.proposals
            if data[f"outcome_{one.pk}"]
        }
        voices = {college: Voices(*told) for college, told in self.by_college().items()}
        return {
            "gathering": data["gathering"],
            "item": data["item"],
            "reasons": data["reasons"],
            "verdicts": verdicts,
            "voices": voices,
        }
