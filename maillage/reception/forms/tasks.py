from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.reception.enums import ESTIMATES, TAPS
from maillage.reception.forms.fields import ComingField
from maillage.web.nobody import NobodyForm
from maillage.web.typed import LineField, WordsField

MOST_STEPS, LONGEST_STEP = 12, 120


def minutes_in_words(minutes: int) -> str:
    """90 → "1 h 30"."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{left}\u00a0minutes"
    return f"{hours}\u00a0h" + (f"\u00a0{left:02}" if left else "")


class StepsField(WordsField):
    """One step a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> str:
        lines = [line.strip(" -–•\t") for line in (super().clean(value) or "").splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > MOST_STEPS:
            raise ValidationError(f"{MOST_STEPS} étapes au plus\u00a0: gardez celles qui aident.")
        if any(len(line) > LONGEST_STEP for line in kept):
            raise ValidationError(f"Une étape par ligne, {LONGEST_STEP} signes au plus.")
        return "\n".join(kept)


class EntrustForm(forms.Form):
    needs = WordsField(
        label="Ce que l’agent doit savoir",
        max_length=1000,
        rows=4,
        help_text="Le strict nécessaire\u00a0: l’agent ne lit rien d’autre du dossier.",
        error_messages={"required": "Écrivez ce qu’il faut savoir pour faire cette tâche."},
    )
    steps = StepsField(label="Étapes", max_length=2000, required=False, help_text="Une par ligne.")
    due_on = ComingField(label="Pour le", error_messages={"required": "Dites pour quand."})
    estimate = forms.TypedChoiceField(
        label="Temps que cela vous aurait pris",
        choices=[("", "Je ne sais pas"), *((n, minutes_in_words(n)) for n in ESTIMATES)],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Additionné par équipe et par mois, jamais par personne.",
    )


class TickForm(forms.Form):
    done = forms.TypedMultipleChoiceField(label="Étapes faites", coerce=int, required=False, empty_value=[])

    def __init__(self, *args: Any, steps: list[tuple[int, str, bool]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["done"].choices = [(rank, words) for rank, words, _ in steps]  # type: ignore[attr-defined]


class MinutesForm(forms.Form):
    minutes = forms.TypedChoiceField(choices=[(n, minutes_in_words(n)) for n in TAPS], coerce=int)


class AskForm(forms.Form):
    question = WordsField(
        label="Votre question",
        max_length=600,
        help_text="Qui vous a confié la tâche la lit aujourd’hui.",
        error_messages={"required": "Écrivez votre question."},
    )


class AnswerForm(forms.Form):
    answer = WordsField(
        label="Votre réponse",
        max_length=600,
        help_text="Le strict nécessaire. La personne peut la lire.",
        error_messages={"required": "Écrivez votre réponse."},
    )


class FinishForm(forms.Form):
    outcome = WordsField(
        label="Ce qui a été fait",
        max_length=600,
        help_text="Ensuite, vous ne lirez plus cette tâche.",
        error_messages={"required": "Dites en une phrase ce qui a été fait."},
    )


class IrritantForm(NobodyForm):
    watched = ("form", "line")

    form = LineField(
        label="Quel formulaire",
        max_length=120,
        help_text="Exemple\u00a0: demande d’aide au logement.",
        error_messages={"required": "Dites quel formulaire."},
    )
    line = LineField(
        label="Ce qui fait perdre du temps",
        max_length=300,
        help_text="En une phrase, sans parler d’une personne. Votre nom ne l’accompagne pas.",
        error_messages={"required": "Dites ce qui fait perdre du temps."},
    )


class TypeForm(forms.Form):
    label = LineField(label="Tâche", max_length=80, error_messages={"required": "Nommez cette tâche."})
    needs = WordsField(
        label="Ce qu’il faut dire", max_length=500, error_messages={"required": "Dites ce qu’il faut dire."}
    )
    never = WordsField(
        label="Ce qu’elle ne contient jamais",
        max_length=500,
        error_messages={"required": "Dites ce qu’elle ne contient jamais."},
    )
    steps = StepsField(label="Étapes", max_length=2000, required=False, help_text="Une par ligne.")

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "steps": self.cleaned_data["steps"].splitlines()}
