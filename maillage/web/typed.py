"""What short forms of follow-up have in common: words kept whole, the version that was read, colleagues to choose."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class WordsField(forms.CharField):
    """A few lines. No maxlength in the page: a browser would cut what is pasted without a word."""

    def __init__(self, *, rows: int = 3, max_length: int = 2000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = (
            f"Ce texte est trop long\u00a0: {max_length} caractères au plus. Gardez l’essentiel."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class LineField(forms.CharField):
    """One line, whole as well."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = (
            f"C’est trop long\u00a0: {max_length} caractères au plus. Gardez l’essentiel."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class ReasonField(LineField):
    """Why somebody came, in a line that the team, the circle and the person read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Pourquoi cette personne vient")
        kwargs.setdefault(
            "help_text",
            "Quelques mots, sans rien d’intime. Exemple\u00a0: facture d’eau. Son équipe, son cercle et elle-même les lisent.",
        )
        super().__init__(max_length=170, **kwargs)


class TimeField(forms.Field):
    """9 h, 9h30, 09:30, 14 h 05 or 9."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "Exemple\u00a0: 14 h 30.", **kwargs})
        self.widget.attrs.update(inputmode="text", autocomplete="off", size=8)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour} h {value.minute:02}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        found = re.fullmatch(r"\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?\s*", str(value), re.IGNORECASE)
        try:
            return time(int(found[1]), int(found[2] or 0))
        except (TypeError, ValueError):
            raise ValidationError(
                "Cette heure n’existe pas ou n’est pas lisible. Exemple\u00a0: 14 h 30."
            ) from None


def digits() -> forms.TextInput:
    """For a short number, typed."""
    return forms.TextInput({"inputmode": "numeric", "size": 6, "autocomplete": "off"})


class VersionForm(forms.Form):
    """Carries the version that was read, so that somebody else's save is seen and not swallowed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def at_version(self, version: int) -> None:
        """Keep what was typed, and let the next save go over the version just shown."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)


def person_choices(people: list[Any]) -> list[tuple[Any, str]]:
    return [(one.pk, str(one)) for one in people]
