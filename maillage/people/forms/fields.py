"""Fields of a person's file: names of people, unknown that is not no, communes found as one types."""

import re
import unicodedata
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory.queries import commune_by_code, find_communes
from maillage.people.names import proper
from maillage.web.fields import DateField
from maillage.web.typed import CommuneInput, LineField

UNKNOWN = "on ne sait pas"
OLDEST = 120
IN_NAMES = "'’-. ,()/&"


class NameField(LineField):
    """A name people bear: letters of any alphabet, and what stands between them."""

    too_long = "Ce nom est trop long : {} caractères au plus. Gardez l’essentiel."

    def __init__(self, *, purpose: str = "", max_length: int = 100, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", purpose)
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.update(autocomplete="off", spellcheck="false")

    def clean(self, value: Any) -> str:
        name = unicodedata.normalize("NFC", " ".join(str(super().clean(value) or "").split()))
        odd = sorted({char for char in name if not _in_a_name(char)})
        if odd:
            raise ValidationError(
                f"Retirez «\u00a0{' '.join(odd[:5])}\u00a0»\u00a0: un nom s’écrit avec des lettres."
            )
        if name and not any(char.isalnum() for char in name):
            raise ValidationError("Écrivez ce nom avec des lettres.")
        return proper(name)


def _in_a_name(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or char in IN_NAMES


class BirthDateField(DateField):
    """Between 120 years ago and today."""

    def validate(self, value: Any) -> None:
        today = timezone.localdate()
        self.earliest, self.latest = today - timedelta(days=round(OLDEST * 365.25)), today
        super().validate(value)


class YesNoUnknown(forms.TypedChoiceField):
    """True, False, or None: nobody knows. Never a checkbox, that cannot tell no from unknown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("", UNKNOWN), ("oui", "oui"), ("non", "non")],
            coerce=lambda value: value == "oui",
            empty_value=None,
            **kwargs,
        )
        self.blank_is_unknown = True

    def prepare_value(self, value: Any) -> Any:
        return (
            {True: "oui", False: "non", None: ""}.get(value, value) if not isinstance(value, str) else value
        )


class ChoiceOrUnknown(forms.TypedChoiceField):
    """One of a closed list, or "" when nobody knows."""

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=[("", UNKNOWN), *choices], **kwargs)
        self.blank_is_unknown = True


class NumberOrUnknown(forms.IntegerField):
    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.unit, self.blank_is_unknown = unit, True
        self.widget = forms.TextInput({"inputmode": "numeric", "size": 6, "autocomplete": "off"})
        self.error_messages["invalid"] = "Écrivez un nombre entier, ou laissez vide si vous ne savez pas."


class CommuneField(LineField):
    """Shown "Chinon (37072)", kept as the code of today's commune."""

    widget = CommuneInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.blank_is_unknown = True
        self.error_messages["invalid"] = (
            "Commune inconnue. Écrivez ses premières lettres ou son code postal, puis choisissez-la dans la liste."
        )

    def prepare_value(self, value: Any) -> Any:
        """A code becomes its name; what was typed and refused comes back as typed."""
        if isinstance(value, str) and re.fullmatch(r"[0-9][0-9AB][0-9]{3}", value):
            found = commune_by_code(value)
            return str(found) if found else value
        return value

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        written = re.search(r"\(?\b([0-9][0-9ABab][0-9]{3})\)?\s*$", text)
        exact = commune_by_code(written[1]) if written and "(" in text else None
        found = exact or self._only_one(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return str(found.code)

    def _only_one(self, text: str) -> Any:
        """The commune when what was typed leaves no doubt."""
        found = [one.current_commune or one for one in find_communes(text, limit=3)]
        return found[0] if len({one.code for one in found}) == 1 else None
