from typing import Any

from django import forms
from django.utils import timezone

from maillage.people.models import LegalBasis
from maillage.support.enums import Level, Medium, NoteKind, ReplyKind, Theme
from maillage.support.forms.audience import code, told
from maillage.web.fields import DateField
from maillage.web.typed import LongText, VersionField, VersionForm

SPEAK = "Dictés, ou écrits par elle. Ils restent tels quels, à côté de ce que vous écrivez."


class NoteForm(VersionForm):
    """`audiences`: rows of `queries.readers.choices_of_readers`, each shown with the names of who would read."""

    version = VersionField(required=False)
    kind = forms.ChoiceField(label="Nature", choices=NoteKind.listed)
    medium = forms.ChoiceField(label="Comment", choices=Medium.listed)
    held_on = DateField(label="Date")
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput({"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
        error_messages={
            "invalid": "Écrivez un nombre de minutes, par exemple 45.",
            "min_value": "Écrivez un nombre de minutes, entre 1 et 1440.",
            "max_value": "Écrivez un nombre de minutes, entre 1 et 1440 (une journée).",
        },
    )
    themes = forms.MultipleChoiceField(
        label="De quoi il a été question",
        required=False,
        choices=Theme.listed,
        widget=forms.CheckboxSelectMultiple,
    )
    before = LongText(label="Avant\u00a0: la situation", required=False, rows=3)
    synthesis = LongText(label="Ce qui a été dit et fait", required=False, rows=6)
    own_words = LongText(label="Les mots de la personne", required=False, help_text=SPEAK)
    after = LongText(label="Après\u00a0: ce que cela change", required=False, rows=3)
    audience = forms.ChoiceField(
        label="Qui pourra lire",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui pourra lire cette note."},
    )
    withheld = forms.ModelChoiceField(
        label="La loi empêche de la montrer à la personne (exceptionnel)",
        queryset=LegalBasis.objects.none(),
        required=False,
        empty_label="non, elle peut la lire",
        help_text="La personne saura qu’une note ne lui est pas montrée, et selon quel texte.",
    )

    def __init__(self, *args: Any, audiences: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].latest = timezone.localdate()
        self.fields["audience"].choices = [(code(one), told(one)) for one in audiences]
        self.fields["audience"].initial = _usual(audiences)
        self.fields["withheld"].queryset = LegalBasis.objects.in_force(timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        said = ("before", "synthesis", "after", "own_words")
        if not any(str(data.get(name) or "").strip() for name in said) and not self.errors:
            self.add_error("synthesis", "Écrivez au moins une phrase, de vous ou de la personne.")
        return data

    def values(self) -> dict[str, Any]:
        """The fields of a note."""
        names = ("kind", "medium", "held_on", "minutes", "themes", "before", "synthesis", "after", "withheld")
        data = self.cleaned_data
        level, _, part = data["audience"].partition(":")
        return {name: data[name] for name in names} | {"level": level, "part": part}


def _usual(audiences: list[dict[str, Any]]) -> str:
    """Its team reads a note, or its author alone where there is none."""
    offered = {one["level"] for one in audiences}
    return str(Level.TEAM if Level.TEAM in offered else Level.PERSONAL)


def audience_of(note: Any) -> str:
    return code({"level": note.level, "part": note.part})


class ReplyForm(forms.Form):
    kind = forms.ChoiceField(label="Ce que vous ajoutez", choices=ReplyKind.listed)
    text = LongText(label="Votre texte", rows=4, error_messages={"required": "Écrivez votre réponse."})


class SearchForm(forms.Form):
    """What the page of notes was asked: words, and as whom."""

    q = forms.CharField(label="Chercher dans ce dossier", required=False, max_length=200)
    comme = forms.IntegerField(required=False, min_value=0, max_value=200)
