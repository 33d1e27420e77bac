from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory import queries
from maillage.directory.models import Structure, Territory
from maillage.directory.queries.links import one_structure
from maillage.web.fields import DateField
from maillage.web.typed import CommuneInput, LineField


class CommuneField(LineField):
    """A commune typed as people do, helped by the `directory:communes` datalist; cleans to a Territory or None."""

    widget = CommuneInput
    default_error_messages = {"required": "Indiquez la commune."}

    def prepare_value(self, value):
        return str(value) if isinstance(value, Territory) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        reading = queries.read_communes([text])[text]
        if reading.refusal:
            raise ValidationError(reading.refusal, code="commune")
        return queries.commune_by_code(reading.code)


class SoonField(DateField):
    """A day that calendars can hold: within five years."""

    def validate(self, value):
        self.latest = timezone.localdate() + timedelta(days=5 * 365)
        super().validate(value)


class StructureField(LineField):
    """A structure by its name; its commune beside settles between homonyms: « CCAS, Chinon »."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=260, widget=forms.TextInput({"list": "structures", "autocomplete": "off"}), **options
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Structure):
            return value
        return f"{value.name}, {value.commune.name}" if value.commune else value.name

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return one_structure(text) if text else None
