from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.models import User
from maillage.conditions.actions.arrivals import step_of
from maillage.conditions.forms.fields import ColleagueField
from maillage.conditions.models import ArrivalPlan
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField

MOST_STEPS, LONGEST_STEP, FURTHEST_DAY = 30, 120, 365


class StepsField(WordsField):
    """One a line: how many days after the arrival, a colon, what."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > MOST_STEPS:
            raise ValidationError(f"{MOST_STEPS} étapes au plus.")
        return [_step(rank, line) for rank, line in enumerate(kept, 1)]


def _step(rank: int, line: str) -> str:
    try:
        days, title = step_of(line)
    except ValueError:
        raise ValidationError(
            f"Ligne {rank}\u00a0: écrivez le nombre de jours, deux points, puis l’étape. Exemple\u00a0: 7\u00a0: Rencontrer l’équipe."
        ) from None
    if not 0 <= days <= FURTHEST_DAY or len(title) > LONGEST_STEP:
        raise ValidationError(
            f"Ligne {rank}\u00a0: de 0 à {FURTHEST_DAY} jours, et {LONGEST_STEP} signes au plus."
        )
    return f"{days}\u00a0: {title}"


class ArrivalPlanForm(forms.Form):
    post = LineField(label="Poste", max_length=100, error_messages={"required": "Nommez le poste."})
    steps = StepsField(
        label="Étapes",
        rows=8,
        max_length=6000,
        help_text="Une par ligne\u00a0: le nombre de jours après l’arrivée, deux points, l’étape. Exemple\u00a0: 7\u00a0: Rencontrer l’équipe.",
        error_messages={"required": "Écrivez au moins une étape."},
    )


class ArrivalForm(forms.Form):
    newcomer = ColleagueField(label="Qui arrive", error_messages={"required": "Choisissez qui arrive."})
    plan = forms.ModelChoiceField(
        label="Poste",
        queryset=ArrivalPlan.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez le poste."},
    )
    mentor = ColleagueField(label="Référent d’accueil", required=False)
    starts_on = DateField(label="Arrive le", error_messages={"required": "Dites quel jour."})

    def __init__(self, *args: Any, colleagues: list[User], plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("newcomer", "mentor"):
            self.fields[name].among(colleagues)  # type: ignore[attr-defined]
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if abs(day - timezone.localdate()) > timedelta(days=730):
            raise ValidationError("Cette date est trop loin\u00a0: vérifiez l’année.")
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("mentor") and told.get("mentor") == told.get("newcomer"):
            self.add_error("mentor", "Le référent d’accueil est un collègue, pas la personne qui arrive.")
        return told


class StepForm(forms.Form):
    title = LineField(label="Étape", max_length=LONGEST_STEP, error_messages={"required": "Écrivez l’étape."})
    due_on = DateField(label="Pour le", error_messages={"required": "Dites pour quand."})


class FeedbackForm(forms.Form):
    words = WordsField(
        label="Comment cela se passe",
        rows=6,
        max_length=3000,
        help_text="Avec vos mots. Vos responsables et votre référent d’accueil les liront\u00a0; ils ne se changent plus ensuite.",
        error_messages={"required": "Écrivez quelques mots."},
    )
