from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, VersionForm, digits, person_choices

FURTHEST = timedelta(days=2 * 366)


class AppointmentForm(forms.Form):
    day = DateField(label="Jour")
    hour = TimeField(label="Heure", error_messages={"required": "Écrivez l’heure."})
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        initial=45,
        min_value=5,
        max_value=480,
        widget=digits(),
        error_messages={
            "invalid": "Écrivez la durée en minutes, en chiffres. Exemple\u00a0: 45.",
            "min_value": "Un rendez-vous dure au moins 5 minutes.",
            "max_value": "Un rendez-vous dure au plus 480 minutes (8 heures).",
        },
    )
    place = LineField(
        label="Lieu",
        help_text="Adresse, permanence, domicile, ou «\u00a0par téléphone\u00a0». La personne le lit.",
    )
    purpose = LineField(
        label="Pour quoi faire",
        required=False,
        help_text="Quelques mots, lus par la personne et par ceux qui voient son parcours\u00a0: rien de confidentiel.",
    )
    worker = forms.TypedChoiceField(
        label="Avec", coerce=int, help_text="Vous, ou quelqu’un de votre structure qui suit cette personne."
    )
    remind = forms.BooleanField(
        label="Envoyer un rappel à la personne la veille, par e-mail ou SMS", required=False
    )

    def __init__(self, *args: Any, team: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = person_choices(team)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("hour") is not None:
            data["starts_at"] = self._moment(datetime.combine(data["day"], data["hour"]))
        return data

    def _moment(self, typed: datetime) -> datetime:
        moment = timezone.make_aware(typed)
        if moment <= timezone.now():
            self.add_error("day", "Ce moment est déjà passé\u00a0: vérifiez le jour et l’heure.")
        elif moment > timezone.now() + FURTHEST:
            self.add_error("day", "C’est dans plus de deux ans\u00a0: vérifiez l’année.")
        return moment


class MoveForm(VersionForm, AppointmentForm):
    """`version` is the sequence of the calendar file."""

    NAMES = ("day", "hour", "minutes", "place", "purpose", "worker", "remind")
    field_order = (*NAMES, "version")
