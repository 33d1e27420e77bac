"""What short forms of follow-up have in common: words kept whole, the version that was read, colleagues to choose."""

import re
from collections.abc import Callable, Iterable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy


class _Whole(forms.CharField):
    """No maxlength in the page: a browser would cut what is pasted without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class WordsField(_Whole):
    """A few lines."""

    too_long = "Ce texte est trop long\u00a0: {} caractères au plus. Gardez l’essentiel."

    def __init__(self, *, rows: int = 3, max_length: int = 2000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = self.too_long.format(max_length)


class LongText(WordsField):
    """Several paragraphs."""

    too_long = "Ce texte est trop long\u00a0: 20 000 caractères au plus. Coupez-le en deux notes."

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(rows=rows, max_length=20_000, **kwargs)


class LineField(_Whole):
    """One line."""

    too_long = "C’est trop long\u00a0: {} caractères au plus. Gardez l’essentiel."

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = self.too_long.format(max_length)


class ReadField(LineField):
    """A line that `read` understands: what it answers is the value, and it refuses with a `ValidationError`."""

    def __init__(self, read: Callable[[str], Any], **options: Any) -> None:
        self.read = read
        super().__init__(**{"max_length": 120, **options})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else str(value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.read(text) if text else None


def some(listed: Iterable[tuple[Any, Any]], label: str = "") -> list[tuple[str, str]]:
    """Choices with a capital letter. `label`: what choosing nothing is called."""
    told = [(str(value), str(words)[:1].upper() + str(words)[1:]) for value, words in listed]
    return [("", label), *told] if label else told


class CommuneInput(forms.TextInput):
    """Communes found as one types; the field is named `commune`, and its page holds `<datalist id="communes">`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        found = {"data-hx-get": reverse_lazy("directory:communes"), "data-hx-vals": '{"champ": "commune"}'}
        when = {"data-hx-trigger": "input changed delay:200ms", "data-hx-target": "#communes"}
        super().__init__({"list": "communes", "autocomplete": "off", **found, **when, **(attrs or {})})


class ReasonField(LineField):
    """Why somebody came, in a line that the team, the circle and the person read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Pourquoi cette personne vient")
        kwargs.setdefault(
            "help_text",
            "Quelques mots, sans rien d’intime. Exemple\u00a0: facture d’eau. Son équipe, son cercle et elle-même les lisent.",
        )
        super().__init__(max_length=170, **kwargs)


LONGEST_TIME = 12


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
        typed = str(value).strip()[:LONGEST_TIME]
        found = re.fullmatch(r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?", typed, re.IGNORECASE)
        try:
            return time(int(found[1]), int(found[2] or 0))
        except (TypeError, ValueError):
            raise ValidationError(
                "Cette heure n’existe pas ou n’est pas lisible. Exemple\u00a0: 14 h 30."
            ) from None


def digits() -> forms.TextInput:
    """For a short number, typed."""
    return forms.TextInput({"inputmode": "numeric", "size": 6, "autocomplete": "off"})


class VersionField(forms.IntegerField):
    """Which version of a row was read: one past what PostgreSQL counts to is nobody's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, **kwargs)


class VersionForm(forms.Form):
    """Carries the version that was read, so that somebody else's save is seen and not swallowed."""

    version = VersionField()

    def at_version(self, version: int) -> None:
        """Keep what was typed, and let the next save go over the version just shown."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)


def person_choices(people: list[Any]) -> list[tuple[Any, str]]:
    return [(one.pk, str(one)) for one in people]


class LinesField(WordsField):
    """One thing a line, each short enough."""

    def __init__(self, *, most: int = 20, longest: int = 200, **options: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(max_length=most * longest, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > self.most or any(len(line) > self.longest for line in lines):
            raise ValidationError(f"{self.most} lignes au plus, de {self.longest} signes au plus chacune.")
        return lines


class PublicChoiceField(forms.ModelChoiceField):
    """By its public identifier; what is not one is not in the list."""

    def __init__(self, queryset: Any, *, invalid: str, **options: Any) -> None:
        messages = {"invalid_choice": invalid, "required": invalid}
        super().__init__(
            queryset, to_field_name="public_id", empty_label="Choisir", error_messages=messages, **options
        )

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None
