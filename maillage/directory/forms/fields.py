from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone

from maillage.directory import queries
from maillage.directory.models import Territory
from maillage.web.fields import DateField


class CommuneField(forms.CharField):
    """A commune typed as people do, helped by the `directory:communes` datalist; cleans to a Territory or None."""

    default_error_messages = {"required": "Indiquez la commune."}

    def __init__(self, *, max_length=120, **options):
        super().__init__(max_length=max_length, **options)

    def widget_attrs(self, widget):
        """Communes found as one types; the field is named `commune`, and its page holds `<datalist id="communes">`."""
        return {
            **super().widget_attrs(widget),
            "list": "communes",
            "autocomplete": "off",
            "hx-get": reverse_lazy("directory:communes"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#communes",
            "hx-vals": '{"champ": "commune"}',
        }

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
