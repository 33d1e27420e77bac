"""What people type: structures of the directory, territories, euros."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.models import Structure
from maillage.directory.queries.links import structure_named
from maillage.directory.queries.zones import FRANCE, read_zones, zones_to_type
from maillage.web.fields import AmountField
from maillage.web.typed import LineField, WordsField


class StructureField(LineField):
    """By its name, with its commune when several bear it; one that works here."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"list": "structures", "autocomplete": "off"})
        super().__init__(max_length=260, widget=widget, **options)

    def clean(self, value: Any) -> Structure:
        text = super().clean(value)
        found = structure_named(text)
        if not found:
            raise ValidationError(
                f"«\u00a0{text[:60]}\u00a0» n’est pas dans l’annuaire\u00a0: écrivez son nom entier."
            )
        if len(found) > 1:
            raise ValidationError(
                "Plusieurs structures portent ce nom\u00a0: ajoutez la commune, après une virgule."
            )
        if found[0].source_id is not None:
            raise ValidationError(
                "Personne n’a de compte ici pour cette structure\u00a0: elle ne pourrait pas répondre."
            )
        return found[0]


class ZonesField(WordsField):
    """One place a line; empty: everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(rows=2, max_length=2000, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return zones_to_type(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        reading = read_zones(text.replace(";", "\n").splitlines())
        if reading.refusals:
            raise ValidationError(reading.refusals)
        return [zone for zone in reading.zones if zone != FRANCE]


class EurosField(AmountField):
    """A sum, at most a hundred million; blank when it is not said."""

    unknown_hint = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("unit", "€")
        super().__init__(max_value=Decimal("100000000"), **options)
