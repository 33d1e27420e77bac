"""What a questionnaire is, each of its questions, until when it runs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.consultations.enums import CHOOSING, Level, QuestionKind
from maillage.governance.models import Committee
from maillage.web.typed import LineField, WordsField
from maillage.web.until import UntilForm

MOST_CHOICES, LONGEST_CHOICE = 30, 120
SCALES = {"5": range(1, 6), "4": range(1, 5), "10": range(11)}
PROMISE = (
    (
        "oui",
        "Anonymes\u00a0: rien ne relie une réponse à qui répond. Elles se lisent après la clôture, à partir de cinq.",
    ),
    ("non", "Signées\u00a0: ceux qui posent les questions lisent qui répond quoi, au fur et à mesure."),
)


class QuestionnaireForm(forms.Form):
    title = LineField(label="Titre", max_length=150, help_text="Exemple\u00a0: Vos délais de rendez-vous.")
    purpose = WordsField(
        label="À quoi il sert",
        rows=3,
        help_text="Qui répond le lit d’abord\u00a0: pourquoi vous demandez, ce que vous ferez des réponses.",
    )
    asker = forms.ChoiceField(label="Qui pose ces questions", choices=[])
    promise = forms.ChoiceField(
        label="Les réponses sont", choices=PROMISE, widget=forms.RadioSelect, initial="oui"
    )
    level = forms.ChoiceField(
        label="Compter les réponses par",
        choices=[(code, label.capitalize()) for code, label in Level.listed()],
        initial=Level.DEPARTEMENT,
        help_text="Pour le taux de réponse, et si vous demandez le territoire.",
    )

    def __init__(
        self,
        *args: Any,
        committees: list[Committee],
        structure: str = "",
        opened: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.committees = {str(one.public_id): one for one in committees}
        here = [("structure", f"Ma structure\u00a0: {structure}")] if structure else []
        self.fields["asker"].choices = [*here, *((pk, one.name) for pk, one in self.committees.items())]
        if opened:
            for name in ("asker", "promise", "level"):
                del self.fields[name]

    def without_asker(self) -> "QuestionnaireForm":
        """To correct: who asks doesn't change."""
        self.fields.pop("asker", None)
        return self

    def committee(self) -> Committee | None:
        return self.committees.get(self.cleaned_data["asker"])

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told = {name: data[name] for name in ("title", "purpose", "level") if name in data}
        return told | ({"anonymous": data["promise"] == "oui"} if "promise" in data else {})


def listed(text: str, what: str) -> list[str]:
    """One a line; those left blank don't count."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) < 2:
        raise ValidationError(f"Écrivez au moins deux {what}, un par ligne.")
    if len(found) > MOST_CHOICES:
        raise ValidationError(f"Gardez {MOST_CHOICES} {what} au plus.")
    too_long = next((line for line in found if len(line) > LONGEST_CHOICE), "")
    if too_long:
        raise ValidationError(
            f"«\u00a0{too_long[:40]}…\u00a0» est trop long\u00a0: {LONGEST_CHOICE} caractères au plus."
        )
    if len(set(found)) < len(found):
        raise ValidationError(f"Deux {what} sont les mêmes\u00a0: gardez-en un.")
    return found


class QuestionForm(forms.Form):
    """Of one kind. `above`: questions that it may depend on, with their numbers."""

    title = LineField(label="La question", max_length=300)
    choices = WordsField(label="Les choix", rows=5, max_length=5000, help_text="Un par ligne.")
    rows = WordsField(label="Les lignes du tableau", rows=5, max_length=5000, help_text="Une par ligne.")
    steps = forms.ChoiceField(
        label="L’échelle va",
        choices=[("5", "de 1 à 5"), ("4", "de 1 à 4, sans milieu"), ("10", "de 0 à 10")],
        initial="5",
    )
    low = LineField(
        label="Ce que veut dire le plus bas",
        max_length=60,
        required=False,
        help_text="Exemple\u00a0: pas du tout.",
    )
    high = LineField(
        label="Ce que veut dire le plus haut",
        max_length=60,
        required=False,
        help_text="Exemple\u00a0: tout à fait.",
    )
    help = LineField(label="Une aide sous la question", max_length=300, required=False)
    required = forms.BooleanField(label="Il faut y répondre", required=False)
    condition = forms.ChoiceField(label="Quand la poser", choices=[], required=False)

    OWN = {
        QuestionKind.SINGLE: ("choices",),
        QuestionKind.SEVERAL: ("choices",),
        QuestionKind.SCALE: ("steps", "low", "high"),
        QuestionKind.MATRIX: ("rows", "choices"),
    }

    def __init__(self, *args: Any, kind: str, above: list[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in {"choices", "rows", "steps", "low", "high"} - set(self.OWN.get(QuestionKind(kind), ())):
            del self.fields[name]
        if kind == QuestionKind.MATRIX:
            self.fields["choices"].label = "Les colonnes du tableau"
            self.fields["choices"].help_text = "Une par ligne."
        self.fields["condition"].choices = [("", "Toujours"), *_conditions(above)]
        if len(self.fields["condition"].choices) == 1:
            del self.fields["condition"]

    def clean_choices(self) -> list[str]:
        return listed(self.cleaned_data["choices"], "choix")

    def clean_rows(self) -> list[str]:
        return listed(self.cleaned_data["rows"], "intitulés")

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told = {
            name: data[name]
            for name in ("title", "help", "required", "choices", "rows", "low", "high")
            if name in data
        }
        if "steps" in data:
            told["choices"] = [str(step) for step in SCALES[data["steps"]]]
        about, _, choice = data.get("condition", "").partition(":")
        told["condition_id"] = int(about) if about else None
        told["condition_choice"] = int(choice) if choice else None
        return told


def _conditions(above: list[tuple[int, Any]]) -> list[tuple[str, str]]:
    return [
        (f"{one.pk}:{place}", f"Si «\u00a0{words}\u00a0» à la question {number}")
        for number, one in above
        if one.kind in CHOOSING
        for place, words in enumerate(one.choices)
    ]


def question_values(question: Any) -> dict[str, Any]:
    """As the form shows a question already written."""
    told = {name: getattr(question, name) for name in ("title", "help", "required", "low", "high")}
    told["choices"], told["rows"] = "\n".join(question.choices), "\n".join(question.rows)
    sizes = {len(steps): code for code, steps in SCALES.items()}
    told["steps"] = sizes.get(len(question.choices), "5")
    told["condition"] = (
        f"{question.condition_id}:{question.condition_choice}" if question.condition_id else ""
    )
    return told


class OpenForm(UntilForm):
    open_link = forms.BooleanField(
        label="Faire aussi un lien ouvert",
        help_text="Quiconque a ce lien répond, sans invitation\u00a0: à mettre sur une affiche ou un site.",
        required=False,
    )


class ExtendForm(UntilForm):
    reason = LineField(label="Pourquoi", max_length=300, help_text="Tous ceux qui sont invités le lisent.")


class SnapshotForm(forms.Form):
    note = LineField(
        label="À savoir pour lire ces résultats",
        max_length=300,
        required=False,
        help_text="Exemple\u00a0: avant la relance de janvier.",
    )
    public = forms.BooleanField(
        label="La montrer à tout le monde",
        help_text="Elle reste publiée\u00a0: personne ne la corrige ensuite.",
        required=False,
    )
