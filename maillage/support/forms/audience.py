"""Who would read what is being written: one choice, each with the names of those it opens to."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join

from maillage.people.enums import Part
from maillage.support.enums import Level


def code(one: dict[str, Any]) -> str:
    """ "team", or "circle:housing"."""
    return f"{one['level']}:{one['part']}" if one["part"] else str(one["level"])


def label(one: dict[str, Any]) -> str:
    said = (
        f"le cercle, sujet «\u00a0{Part(one['part']).label}\u00a0»"
        if one["part"]
        else str(Level(one["level"]).label)
    )
    return said[0].upper() + said[1:]


def told(one: dict[str, Any]) -> str:
    names = format_html_join(" · ", "{} ({})", ((who["name"], who["role"]) for who in one["readers"]))
    return format_html('<span>{}<br><small class="why">{}</small></span>', label(one), names or "Vous seul.")


class AudienceForm(forms.Form):
    """`audiences`: rows of `queries.readers.choices_of_readers`; what is shared with the person has no working level."""

    audience = forms.ChoiceField(
        label="Qui pourra lire",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui pourra lire."},
    )

    def __init__(self, *args: Any, audiences: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = [one for one in audiences if one["level"] != Level.PERSONAL]
        self.fields["audience"].choices = [(code(one), told(one)) for one in shared]
        self.words_of = {code(one): label(one) for one in shared}

    def sharing(self) -> dict[str, str]:
        """The level and the part of what is written."""
        level, _, part = self.cleaned_data["audience"].partition(":")
        return {"level": level, "part": part}
