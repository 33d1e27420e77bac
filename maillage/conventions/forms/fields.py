"""What people type: structures of the directory, hours, diplomas."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.diplomas.queries.diplomas import by_code
from maillage.directory.models import Structure
from maillage.directory.queries.links import structure_named
from maillage.web.fields import AmountField
from maillage.web.typed import LineField

CHOOSE = "Choisissez dans la liste."


def capitalised(listed: Any) -> list[tuple[str, str]]:
    return [(str(code), str(label)[:1].upper() + str(label)[1:]) for code, label in listed]


def diplomas(blank: bool = True) -> list[tuple[str, str]]:
    first = [("", "Aucun, ou non précisé")] if blank else []
    return first + [(code, f"{one.name} ({one.short})") for code, one in by_code().items()]


class StructureField(LineField):
    """By its name, with its commune when several bear it; one that works here. `offered` feeds its list."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"list": "structures", "autocomplete": "off"})
        super().__init__(max_length=260, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Structure) else value

    def clean(self, value: Any) -> Structure | None:
        text = super().clean(value)
        if not text:
            return None
        found = structure_named(text)
        if not found:
            raise ValidationError(
                f"«\u00a0{text[:60]}\u00a0» n’est pas dans l’annuaire\u00a0: écrivez son nom entier."
            )
        if len(found) > 1:
            raise ValidationError(
                "Plusieurs structures portent ce nom\u00a0: ajoutez la commune, après une virgule."
            )
        return found[0]  # fmt: skip


class EurosField(AmountField):
    unknown_hint = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("unit", "€")
        super().__init__(max_value=Decimal("100000"), **options)


class HoursField(AmountField):
    unknown_hint = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"unit": "heures", "max_value": Decimal("2000"), **options})
