"""Until a day and an hour, in Paris; the minute typed is included."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone

from maillage.clocks.minutes import A_MINUTE
from maillage.web.fields import DateField
from maillage.web.typed import TimeField


def over_after(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_current_timezone()) + A_MINUTE


class UntilForm(forms.Form):
    day = DateField(label="Dernier jour")
    hour = TimeField(
        label="Jusqu’à", help_text="Heure de Paris, cette minute comprise. Exemple\u00a0: 23 h 59."
    )

    def until(self) -> datetime:
        return over_after(self.cleaned_data["day"], self.cleaned_data["hour"])
