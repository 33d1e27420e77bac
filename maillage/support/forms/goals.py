from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.support.actions.goals import Planned
from maillage.support.forms.audience import AudienceForm
from maillage.support.models import Step
from maillage.web.fields import DateField, parse_date
from maillage.web.typed import VersionForm, WordsField

MOST_STEPS = 30
LONGEST_WHAT, LONGEST_WHO = 300, 120
EXAMPLE = "Exemple\u00a0: Appeler la mission locale\u00a0; Samira\u00a0; 15/12/2026."


class StepsField(WordsField):
    """One step a line, "quoi ; qui ; pour le": the date may be left out."""

    def clean(self, value: Any) -> list[Planned]:
        text = super().clean(value)
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > MOST_STEPS:
            raise ValidationError(f"Écrivez {MOST_STEPS} étapes au plus.")
        return [_step(number, line) for number, line in lines]


def _step(number: int, line: str) -> Planned:
    what, who, due = ([*(part.strip() for part in line.split(";")), "", ""])[:3]
    if line.count(";") > 2:
        raise ValidationError(
            f"Ligne {number}\u00a0: trois parties au plus, séparées par «\u00a0;\u00a0». {EXAMPLE}"
        )
    if not what or not who:
        raise ValidationError(
            f"Ligne {number}\u00a0: écrivez ce qui est à faire, puis «\u00a0;\u00a0», puis qui le fait. {EXAMPLE}"
        )
    if len(what) > LONGEST_WHAT or len(who) > LONGEST_WHO:
        raise ValidationError(f"Ligne {number}\u00a0: c’est trop long. Gardez l’essentiel.")
    return Planned(what, who, _due(number, due))


def _due(number: int, text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError:
        raise ValidationError(
            f"Ligne {number}\u00a0: la date «\u00a0{text[:40]}\u00a0» n’existe pas ou n’est pas lisible. {EXAMPLE}"
        ) from None


def steps_as_typed(steps: list[Step]) -> str:
    """What `StepsField` reads back."""
    return "\n".join(
        " ; ".join(filter(None, [one.what, one.who, f"{one.due_on:%d/%m/%Y}" if one.due_on else ""]))
        for one in steps
    )


class GoalForm(AudienceForm):
    words = WordsField(
        label="Son objectif, dans ses mots",
        help_text="Écrivez ce que la personne dit, comme elle le dit. Relisez-le avec elle.",
    )
    review_on = DateField(
        label="À revoir ensemble le", required=False, help_text="Pour en reparler. Exemple\u00a0: 15/03/2027."
    )
    steps = StepsField(
        label="Les étapes\u00a0: une par ligne, quoi\u00a0; qui\u00a0; pour le",
        required=False,
        rows=5,
        max_length=10_000,
        help_text=f"Qui\u00a0: la personne, vous, quelqu’un d’autre. {EXAMPLE}",
    )
    field_order = ("words", "steps", "review_on", "audience")

    def clean_review_on(self) -> date | None:
        day = self.cleaned_data["review_on"]
        today = timezone.localdate()
        if day and "review_on" in self.changed_data and not today <= day <= today + timedelta(days=5 * 365):
            raise ValidationError("Écrivez une date à venir, dans les cinq ans.")
        return day

    def values(self) -> dict[str, Any]:
        """The fields of a goal."""
        data = self.cleaned_data
        return {"words": data["words"], "review_on": data["review_on"], **self.sharing()}


class ReviseGoalForm(VersionForm, GoalForm):
    NAMES = ("words", "steps", "review_on", "audience")
    field_order = (*NAMES, "version")


class MarkForm(forms.Form):
    mark = forms.TypedChoiceField(
        label="Où la personne dit en être",
        coerce=int,
        choices=[(str(number), str(number)) for number in range(11)],
        widget=forms.RadioSelect,
        help_text="De 0, pas commencé, à 10, atteint. C’est elle qui place la marque, sur son échelle.",
    )
    words = WordsField(label="Ce qu’elle en dit", required=False)


class DayForm(VersionForm):
    on = DateField(label="Date")

    def __init__(self, *args: Any, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = timezone.localdate()
        self.fields["on"].earliest = earliest or self.fields["on"].earliest


class SignForm(DayForm):
    on = DateField(label="Signé par la personne le")


class CloseGoalForm(DayForm):
    on = DateField(label="Terminé le")
    outcome = WordsField(
        label="Ce que la personne en dit",
        required=False,
        help_text="Dans ses mots. Un objectif se termine aussi quand on y renonce\u00a0: ce n’est pas une faute.",
    )
    field_order = ("on", "outcome", "version")
