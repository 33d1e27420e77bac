"""The page that somebody answers: one field a question, or a line of a table; what depends on another is settled here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.consultations.enums import Level, QuestionKind
from maillage.consultations.forms.fields import CommuneField
from maillage.consultations.queries.audience import at_level
from maillage.directory.models import Territory
from maillage.web.fields import DateField, parse_amount
from maillage.web.typed import LineField, WordsField
from maillage.web.wording import number as in_words

REQUIRED = {"required": "Répondez à cette question."}
NO_ANSWER = ("", "Sans réponse")
LISTED = (Level.DEPARTEMENT, Level.REGION)
MOST = 999_999_999


class NumberField(forms.Field):
    """12, 12,5 or 1 200."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off", size=12)

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if value is not None and not isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            found = parse_amount(str(value).strip())
        except ValueError:
            raise ValidationError("Écrivez un nombre en chiffres. Exemple\u00a0: 12 ou 12,5.") from None
        if abs(found) > MOST:
            raise ValidationError("Ce nombre est trop grand\u00a0: vérifiez-le.")
        return found


class AnswerForm(forms.Form):
    """`before`: by question what was said already; `place`: the territory named then. `signed`: asks for a name."""

    def __init__(
        self,
        *args: Any,
        questions: list[Any],
        level: str,
        signed: bool = False,
        before: Mapping[int, list[Any]] | None = None,
        place: Territory | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.level = questions, level
        self.names: dict[int, list[str]] = {}
        if signed:
            self.fields["name"] = LineField(label="Votre nom", max_length=120, required=False)
        self.numbers = {one.id: number for number, one in enumerate(questions, start=1)}
        for one in questions:
            self._ask(one, (before or {}).get(one.id, []), place)

    def _ask(self, one: Any, said: list[Any], place: Territory | None) -> None:
        if one.kind == QuestionKind.MATRIX:
            asked = {f"q{one.id}_{line}": (label, line) for line, label in enumerate(one.rows)}
        else:
            asked = {f"q{one.id}": (f"{self.numbers[one.id]}. {one.title}", None)}
        self.names[one.id] = list(asked)
        for name, (label, line) in asked.items():
            field = self._field(one, label)
            field.required = one.required and one.condition_id is None
            field.error_messages |= REQUIRED
            self.fields[name] = field
            self.initial.setdefault(name, _initial(one, said, line, place))

    def _field(self, one: Any, label: str) -> forms.Field:
        told: dict[str, Any] = {"label": label, "help_text": self._help(one)}
        if one.kind == QuestionKind.TEXT:
            return WordsField(rows=3, **told)
        if one.kind == QuestionKind.NUMBER:
            return NumberField(**told)
        if one.kind == QuestionKind.TERRITORY:
            return self._where(f"q{one.id}", told)
        choices = [(str(place), words) for place, words in enumerate(one.choices)]
        if one.kind == QuestionKind.SEVERAL:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        left_out = [] if one.required and one.condition_id is None else [NO_ANSWER]
        return forms.ChoiceField(choices=[*choices, *left_out], widget=forms.RadioSelect, **told)

    def _where(self, name: str, told: dict[str, Any]) -> forms.Field:
        if self.level not in LISTED:
            found = told["help_text"] or "Votre commune\u00a0: nom, code postal ou code INSEE."
            return CommuneField(named=name, **{**told, "help_text": found})
        rows = Territory.objects.current().filter(kind=self.level).order_by("name")
        return forms.ModelChoiceField(rows.only("pk", "name", "code"), empty_label="Choisir", **told)

    def _help(self, one: Any) -> str:
        ends = ""
        if one.kind == QuestionKind.SCALE and (one.low or one.high):
            ends = (
                f"{one.choices[0]}\u00a0: {one.low or '…'}\u00a0; {one.choices[-1]}\u00a0: {one.high or '…'}."
            )
        return " ".join(part for part in ("" if one.kind == QuestionKind.MATRIX else one.help, ends) if part)

    def lines(self) -> list[dict[str, Any]]:
        """For the page: the question, its number, when it is to be answered, its fields."""
        return [
            {
                "question": one,
                "number": self.numbers[one.id],
                "only_if": self._only_if(one),
                "fields": [self[name] for name in self.names[one.id]],
                "table": one.kind == QuestionKind.MATRIX,
            }
            for one in self.questions
        ]

    def _only_if(self, one: Any) -> str:
        above = next((other for other in self.questions if other.id == one.condition_id), None)
        if above is None:
            return ""
        chosen = above.choices[one.condition_choice]
        return (
            f"Seulement si vous avez répondu «\u00a0{chosen}\u00a0» à la question {self.numbers[above.id]}."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.questions:
            if one.condition_id is None or not one.required or not self._is_shown(one):
                continue
            for name in self.names[one.id]:
                if name not in self.errors and data.get(name) in (None, "", []):
                    self.add_error(name, REQUIRED["required"])
        return data

    def _is_shown(self, one: Any) -> bool:
        """What was left on a question that was not to be answered doesn't count."""
        above = next((other for other in self.questions if other.id == one.condition_id), None)
        if above is None:
            return True
        chosen = self.cleaned_data.get(f"q{above.id}")
        return self._is_shown(above) and str(one.condition_choice) in (
            chosen if isinstance(chosen, list) else [chosen]
        )

    def said(self) -> list[dict[str, Any]]:
        shown = [one for one in self.questions if one.kind != QuestionKind.TERRITORY and self._is_shown(one)]
        return [told for one in shown for told in self._told(one)]

    def _told(self, one: Any) -> list[dict[str, Any]]:
        values = [self.cleaned_data.get(name) for name in self.names[one.id]]
        if one.kind == QuestionKind.MATRIX:
            filled = [(line, value) for line, value in enumerate(values) if value]
            return [{"question": one.id, "row": line, "choice": int(value)} for line, value in filled]
        (value,) = values
        if value in (None, "", []):
            return []
        if one.kind == QuestionKind.TEXT:
            return [{"question": one.id, "text": value}]
        if one.kind == QuestionKind.NUMBER:
            return [{"question": one.id, "number": str(value)}]
        chosen = value if isinstance(value, list) else [value]
        return [{"question": one.id, "choice": int(choice)} for choice in chosen]

    def territory(self) -> Territory | None:
        asked = [one for one in self.questions if one.kind == QuestionKind.TERRITORY and self._is_shown(one)]
        return at_level(self.cleaned_data.get(f"q{asked[0].id}"), self.level) if asked else None


def _initial(one: Any, said: list[Any], line: int | None, place: Territory | None) -> Any:
    if one.kind == QuestionKind.TERRITORY:
        return place
    if one.kind == QuestionKind.SEVERAL:
        return [str(row.choice) for row in said]
    row = next((row for row in said if row.row == line), None)
    if row is None:
        return None
    if one.kind == QuestionKind.TEXT:
        return row.text
    return row.number if one.kind == QuestionKind.NUMBER else str(row.choice)


class PaperForm(AnswerForm):
    """A paper typed in again: the same questions, and the day it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received"] = DateField(label="Papier reçu le")
        self.order_fields(["received", "name"])
