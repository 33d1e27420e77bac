"""What people type: structures of the directory, territories, euros."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.queries.links import working_here
from maillage.directory.queries.zones import FRANCE, read_zones, zones_to_type
from maillage.web.fields import AmountField
from maillage.web.typed import ReadField, WordsField


def structure_field(label: str) -> ReadField:
    """By its name, with its commune when several bear it; one that works here."""
    widget = forms.TextInput({"list": "structures", "autocomplete": "off"})
    return ReadField(working_here, label=label, max_length=260, widget=widget)


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
