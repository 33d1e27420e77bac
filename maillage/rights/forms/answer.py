"""One question, one field. Not knowing is a link beside the form, never an answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory.queries import commune_by_code, find_communes
from maillage.people.enums import Activity, Housing, Nationality, Union
from maillage.rights.engine.situation import INCOME_KINDS
from maillage.web.fields import AmountField, DateField
from maillage.web.typed import VersionForm

MOST = 1_000_000
OLDEST = 120


class CommuneAnswer(forms.CharField):
    """Its name, with its postcode when several bear it; answers the code of today's commune."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=200, help_text="Son nom, et son code postal si plusieurs le portent.", **kwargs
        )

    def clean(self, value: Any) -> str:
        text = " ".join(str(super().clean(value)).replace("\x00", " ").split())
        found = {one.code: one for one in _communes(text)}
        if len(found) == 1:
            return str(next(iter(found)))
        if not found:
            raise ValidationError("Aucune commune ne porte ce nom. Vérifiez-le, ou ajoutez le code postal.")
        names = ", ".join(str(one) for one in list(found.values())[:5])
        raise ValidationError(
            f"Plusieurs communes répondent\u00a0: {names}. Écrivez le nom et le code postal."
        )


def _communes(text: str) -> list[Any]:
    exact = commune_by_code(text.rstrip(")").rpartition("(")[2].strip().upper())
    found = [exact] if exact else list(find_communes(text, limit=6))
    return [one.current_commune or one for one in found]


class BirthAnswer(DateField):
    def validate(self, value: Any) -> None:
        today = timezone.localdate()
        self.earliest, self.latest = date(today.year - OLDEST, 1, 1), today
        super().validate(value)


def _one_of(choices: Any) -> Callable[[], forms.Field]:
    return lambda: forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _yes_or_no() -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("oui", "oui"), ("non", "non")], coerce=lambda said: said == "oui", widget=forms.RadioSelect
    )


def _whole(unit: str, lowest: int, highest: int, hint: str = "") -> Callable[[], forms.Field]:
    def build() -> forms.Field:
        field = forms.IntegerField(
            min_value=lowest,
            max_value=highest,
            help_text=hint,
            widget=forms.TextInput({"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
            error_messages={
                "invalid": "Écrivez un nombre entier, en chiffres.",
                "min_value": f"Écrivez un nombre entre {lowest} et {highest}.",
                "max_value": f"Écrivez un nombre entre {lowest} et {highest}.",
            },
        )
        field.unit = unit  # type: ignore[attr-defined]
        return field

    return build


def _euros(unit: str = "€ par mois", hint: str = "Écrivez 0 s’il n’y a rien.") -> Callable[[], forms.Field]:
    return lambda: AmountField(required=True, unit=unit, max_value=MOST, help_text=hint)


FIELDS: dict[str, Callable[[], forms.Field]] = {
    "birth_date": BirthAnswer,
    "child_birth_date": BirthAnswer,
    "activity": _one_of(Activity.choices),
    "nationality": _one_of(Nationality.choices),
    "permit_years": _whole("ans", 0, 99),
    "union": _one_of(Union.choices),
    "housing": _one_of(Housing.choices),
    "rent": _euros(),
    "commune": CommuneAnswer,
    "disability_rate": _whole("%", 0, 100, "Écrivez 0 si rien n’est reconnu."),
    "unfit_for_work": _yes_or_no,
    "dependency_level": _whole("", 1, 6, "De 1 à 6\u00a0; 6 pour une personne autonome."),
    "ass_entitled": _yes_or_no,
    "in_school": _yes_or_no,
    "scholarship": _yes_or_no,
    "reference_income": _euros("€ par an"),
}
FIELDS |= dict.fromkeys(
    INCOME_KINDS, _euros(hint="La même somme sera notée pour chaque mois. Écrivez 0 s’il n’y a rien.")
)


class AnswerForm(VersionForm):
    question = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, fact: str, label: str, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["answer"] = FIELDS[fact]()
        self.fields["answer"].label = label
