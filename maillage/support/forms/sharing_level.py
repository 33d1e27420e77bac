"""What forms of shared follow-up have in common: who reads, long words kept whole, the version that was read."""

from typing import Any

from django import forms

from maillage.people.enums import Part
from maillage.support.enums import Level

SHARED_LEVELS = [
    (Level.TEAM, "Mon équipe, et la personne"),
    (Level.CIRCLE, "Le cercle, par sujet, et la personne"),
]
PARTS = [("", "Choisir"), *Part.choices]


class WordsField(forms.CharField):
    """A few lines. No maxlength in the page: a browser would cut what is pasted without a word."""

    def __init__(self, *, rows: int = 3, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea({"rows": rows}), **kwargs)
        self.error_messages["max_length"] = (
            f"Ce texte est trop long : {max_length} caractères au plus. Gardez l’essentiel."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class LineField(forms.CharField):
    """One line, whole as well."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = (
            f"C’est trop long : {max_length} caractères au plus. Gardez l’essentiel."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class VersionForm(forms.Form):
    """Carries the version that was read, so that somebody else's save is seen and not swallowed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def at_version(self, version: int) -> None:
        """Keep what was typed, and let the next save go over the version just shown."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)


class SharingForm(forms.Form):
    """Who reads: the team, or the circle by the subject that the person opened to each."""

    level = forms.ChoiceField(
        label="Qui pourra lire", choices=SHARED_LEVELS, initial=Level.TEAM, widget=forms.RadioSelect
    )
    part = forms.ChoiceField(
        label="Sujet",
        choices=PARTS,
        required=False,
        help_text="Pour le cercle : lisent ceux à qui la personne a ouvert ce sujet.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("level") == Level.CIRCLE and not data.get("part") and "part" not in self.errors:
            self.add_error("part", "Choisissez le sujet : c’est lui qui décide de qui lit dans le cercle.")
        if data.get("level") == Level.TEAM:
            data["part"] = ""
        return data


def person_choices(people: list[Any]) -> list[tuple[Any, str]]:
    return [(one.pk, str(one)) for one in people]
