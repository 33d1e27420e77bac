"""When somebody else saved in between: what they wrote beside what is being typed."""

from __future__ import annotations

from typing import Any

from django import forms

NOTHING, UNKNOWN = "rien", "on ne sait pas"


def differences(form: Any, now: Any, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """[(label, saved in between, typed)] where they differ. `now`: an unbound form of the row as it is now.

    The form that was sent keeps all that was typed, and now bears the version of what is shown.
    """
    form.at_version(now.initial["version"])
    pairs = [(str(form.fields[name].label), _shown(now, name), _shown(form, name)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _shown(form: Any, name: str) -> str:
    """As its field shows it: words of a choice, a date as it is typed."""
    value, field = form[name].value(), form.fields[name]
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value in getattr(form, "words_of", {}):
        return str(form.words_of[value])
    shown = (
        _chosen(field, value) if isinstance(field, forms.ChoiceField) else field.widget.format_value(value)
    )
    nothing = UNKNOWN if getattr(field, "blank_is_unknown", False) else NOTHING
    return "\n".join(str(shown).split("\r\n")).strip() if shown not in (None, "") else nothing


def _chosen(field: Any, value: Any) -> str:
    """An empty choice has its own words only when it says something."""
    choices = {str(key): str(label) for key, label in field.choices}
    return choices.get(str(value), str(value)) if value else ""
