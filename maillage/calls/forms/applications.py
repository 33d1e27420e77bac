"""A file as it is written: one field a question, all optional until it is handed in."""

from typing import Any

from django import forms

from maillage.calls.enums import QuestionKind
from maillage.calls.forms.fields import EurosField, structure_field
from maillage.calls.models import Question
from maillage.calls.rules import read_budget
from maillage.web.fields import DateField, parse_amount
from maillage.web.typed import LineField, VersionForm, WordsField, digits

BUDGET_HELP = "Une ligne par dépense, avec sa somme. Exemple\u00a0: Salaires\u00a0: 12\u00a0000."


class BeginForm(forms.Form):
    title = LineField(label="Nom du projet", max_length=150)
    asked = EurosField(
        label="Somme demandée",
        required=False,
        help_text="Vous pourrez la changer. Elle dit si le dossier court suffit.",
    )


class NumberText(forms.CharField):
    """A number, kept as it was typed."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if text:
            try:
                parse_amount(text)
            except ValueError:
                raise forms.ValidationError("Écrivez un nombre, en chiffres.") from None
        return text


class BudgetText(WordsField):
    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        _, unread = read_budget(text)
        if unread:
            raise forms.ValidationError(
                f"Nous ne trouvons pas la somme dans «\u00a0{unread[0][:60]}\u00a0». {BUDGET_HELP}"
            )
        return text


def _field(question: Question) -> forms.Field:
    told: dict[str, Any] = {"label": question.label, "required": False}
    if question.kind == QuestionKind.NUMBER:
        return NumberText(max_length=20, widget=digits(), help_text=question.help, **told)
    if question.kind == QuestionKind.BUDGET:
        words = f"{question.help} {BUDGET_HELP}".strip()
        return BudgetText(rows=5, max_length=5000, help_text=words, **told)
    words = f"{question.help} {question.longest} signes au plus.".strip()
    return WordsField(rows=5, max_length=question.longest, help_text=words, **told)


class WriteForm(VersionForm):
    title = LineField(label="Nom du projet", max_length=150)
    asked = EurosField(label="Somme demandée", required=False)

    all_optional = True

    def __init__(self, *args: Any, questions: list[Question], label: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        if label:
            del self.fields["asked"]
        for one in questions:
            self.fields[f"q{one.pk}"] = _field(one)

    def lines(self) -> list[tuple[Question, Any]]:
        return [(one, self[f"q{one.pk}"]) for one in self.questions]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "asked") if name in self.cleaned_data}

    def texts(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"q{one.pk}"] for one in self.questions}


class PartnerForm(forms.Form):
    structure = structure_field("Structure")
    role = LineField(label="Ce qu’elle fait dans le projet", max_length=300)


class CorrectionForm(forms.Form):
    what = WordsField(label="Ce qui est à corriger ou à compléter", rows=4, max_length=2000)
    until = DateField(label="Jusqu’au", help_text="Toute la journée compte. Exemple\u00a0: 30/04/2027.")
