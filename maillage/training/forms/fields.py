from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.models import Structure, Territory
from maillage.directory.queries.links import structure_named
from maillage.directory.queries.zones import FRANCE, read_zones
from maillage.training.actions.sessions import Half
from maillage.training.enums import DayPart
from maillage.web.fields import AmountField, parse_amount, parse_date
from maillage.web.typed import LineField, WordsField

PARTS = {
    "matin": DayPart.MORNING,
    "après-midi": DayPart.AFTERNOON,
    "apres-midi": DayPart.AFTERNOON,
    "soirée": DayPart.EVENING,
    "soir": DayPart.EVENING,
    "soiree": DayPart.EVENING,
}
HALF = Decimal("3.5")
MOST_HALVES = 80
HELP = (
    "Une demi-journée par ligne. Exemples\u00a0: 12/03/2027 matin\u00a0; 12/03/2027 après-midi 3\u00a0;"
    " 13/03/2027 (toute la journée). Sans nombre, une demi-journée fait 3 heures et demie."
)


def some(listed: Iterable[tuple[str, Any]], label: str = "") -> list[tuple[str, str]]:
    """`label`: what choosing nothing is called."""
    told = [(str(value), str(words)[:1].upper() + str(words)[1:]) for value, words in listed]
    return [("", label), *told] if label else told


def ticks(label: str, listed: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=lambda: some(listed()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des cases de la liste."},
        **options,
    )


class HalvesField(WordsField):
    """Half-days as people type them: a date, perhaps a moment, perhaps hours."""

    def __init__(self, **options: Any) -> None:
        super().__init__(rows=4, max_length=4000, help_text=HELP, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_typed(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Half]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        found = [half for line in lines for half in _halves(line)]
        if len(found) > MOST_HALVES:
            raise ValidationError(f"{MOST_HALVES} demi-journées au plus.")
        if len({(one.on, one.part) for one in found}) < len(found):
            raise ValidationError("Une demi-journée est écrite deux fois.")
        return found


def _typed(half: Any) -> str:
    hours = "" if half.hours == HALF else f" {half.hours.normalize():f}".replace(".", ",")
    return f"{half.on:%d/%m/%Y} {DayPart(half.part).label}{hours}"


def _halves(line: str) -> list[Half]:
    words = line.lower().split(" ")
    hours = (
        _hours(words.pop()) if len(words) > 1 and words[-1][:1].isdigit() and "/" not in words[-1] else HALF
    )
    part = PARTS.get(words[-1])
    day = _day(" ".join(words[:-1] if part else words), line)
    if not Decimal("0.5") <= hours <= 5:
        raise ValidationError(
            f"«\u00a0{line[:40]}\u00a0»\u00a0: une demi-journée fait entre une demi-heure et 5 heures."
        )
    return [Half(day, one, hours) for one in ([part] if part else [DayPart.MORNING, DayPart.AFTERNOON])]


def _hours(word: str) -> Decimal:
    try:
        return parse_amount(word.replace("h", ","))
    except ValueError:
        raise ValidationError(
            f"«\u00a0{word[:20]}\u00a0»\u00a0: écrivez les heures en chiffres. Exemple\u00a0: 3,5."
        ) from None


def _day(text: str, line: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = date.min
    if not 2000 <= found.year <= 2100:
        raise ValidationError(f"«\u00a0{line[:40]}\u00a0»\u00a0: nous n’y lisons pas une date. {HELP}")
    return found


class HoursField(AmountField):
    unknown_hint = ""

    def __init__(self, **options: Any) -> None:
        told = {
            "required": "Écrivez le nombre d’heures.",
            "invalid": "Écrivez les heures en chiffres. Exemple\u00a0: 3,5.",
            "min_value": "Une demi-heure au moins.",
            "max_value": "700 heures au plus\u00a0: vérifiez la virgule.",
        }
        limits: dict[str, Any] = {"min_value": Decimal("0.5"), "max_value": 700, "error_messages": told}
        super().__init__(unit="heures", required=True, **limits, **options)


class PracticeField(LineField):
    """The address of a practice sheet, pasted: its identifier is kept."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, UUID) else value

    def clean(self, value: Any) -> UUID | None:
        text = super().clean(value)
        for part in reversed(text.split("/")):
            try:
                return UUID(part)
            except ValueError:
                continue
        if text:
            raise ValidationError("Collez l’adresse de la fiche, telle que le navigateur l’affiche.")
        return None


class PlaceField(LineField):
    """One commune, intercommunalité or département."""

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        told = read_zones([text])
        if told.refusals:
            raise ValidationError(told.refusals)
        if len(told.zones) != 1 or told.zones == [FRANCE]:
            raise ValidationError(
                "Écrivez une seule commune, une seule intercommunalité ou un seul département."
            )
        kind, _, code = told.zones[0].partition(":")
        found: Territory = Territory.objects.get(kind=kind, code=code)
        return found


class StructureField(LineField):
    """By its name, with its commune when several bear it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"list": "structures", "autocomplete": "off"})
        super().__init__(max_length=260, widget=widget, **options)

    def clean(self, value: Any) -> Structure | None:
        text = super().clean(value)
        found = structure_named(text) if text else []
        if text and not found:
            words = f"«\u00a0{text[:60]}\u00a0» n’est pas dans l’annuaire\u00a0: écrivez son nom entier."
            raise ValidationError(words)
        if len(found) > 1:
            raise ValidationError(
                "Plusieurs structures portent ce nom\u00a0: ajoutez la commune, après une virgule."
            )
        return found[0] if found else None
