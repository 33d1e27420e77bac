from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from maillage.web.fields import DateField
from maillage.web.typed import LongText

FIVE_YEARS = timedelta(days=5 * 365 + 1)
"""Longer than any ordinary appeal; a hold is placed again if it must last."""


class HoldForm(forms.Form):
    reason = LongText(
        label="Pourquoi garder ce dossier",
        help_text="Un recours, un procès, une demande en cours. La personne lit cette raison dans son espace.",
        error_messages={"required": "Écrivez pourquoi."},
    )
    until = DateField(label="Jusqu’au")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].earliest, self.fields["until"].latest = (
            today + timedelta(days=1),
            today + FIVE_YEARS,
        )


class ContactForm(forms.Form):
    on = DateField(label="Dernier contact le")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = timezone.localdate()


class ReopenForm(forms.Form):
    first_name = forms.CharField(label="Prénom", max_length=100)
    last_name = forms.CharField(label="Nom", max_length=100)
    birth_date = DateField(label="Date de naissance")
    motive = forms.CharField(
        label="Pourquoi rouvrir ce dossier",
        max_length=200,
        help_text="La personne et son équipe le liront.",
        error_messages={"required": "Écrivez pourquoi."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].latest = timezone.localdate()
