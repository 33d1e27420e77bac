from typing import Any

from django import forms

from maillage.contributions.actions.syntheses import UNSOURCED
from maillage.contributions.enums import ContributionKind
from maillage.contributions.forms.fields import NumbersField, of_axes
from maillage.web.typed import LineField, WordsField, some


class SentenceForm(forms.Form):
    """`listed`: contributions to tick; `among`: by number, all those that a sentence may rest on."""

    text = WordsField(label="Phrase", max_length=1000, error_messages={"required": "Écrivez la phrase."})
    paragraph = LineField(
        label="Sous quel titre",
        max_length=120,
        required=False,
        help_text="Exemple\u00a0: Constats, Préconisations.",
    )
    sources = forms.MultipleChoiceField(
        label="Sur quoi elle repose", required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = NumbersField(
        label="Aussi les n°",
        max_length=200,
        required=False,
        help_text="Des contributions qui ne sont pas dans cette liste. Exemple\u00a0: 12, 45.",
    )

    def __init__(self, *args: Any, listed: Any, among: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.among = among
        self.fields["sources"].choices = [(str(one.pk), label(one)) for one in listed]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        asked = [*(int(one) for one in data.get("sources", [])), *data.get("numbers", [])]
        self.rows = list(self.among.filter(pk__in=asked))
        missing = sorted(set(data.get("numbers", [])) - {one.pk for one in self.rows})
        if missing:
            self.add_error("numbers", f"Aucune contribution ici ne porte le n°\u00a0{missing[0]}.")
        elif not asked and "sources" not in self.errors:
            self.add_error("sources", UNSOURCED)
        return data

    def told(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in ("text", "paragraph")}, "sources": self.rows}


def label(one: Any) -> str:
    return f"n°\u00a0{one.pk} · {one.get_kind_display()} · {one.author or 'sans nom'}\u00a0: {one.text}"


class OrphanFilters(forms.Form):
    all_optional = True
    type = forms.ChoiceField(
        label="Type", required=False, choices=lambda: some(ContributionKind.choices, "Tous")
    )


class BeginForm(forms.Form):
    axis = forms.ChoiceField(label="De quoi", required=False)

    def __init__(self, *args: Any, axes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.axes = {str(one.pk): one for one in (*axes.rows, *axes.columns)}
        self.fields["axis"].choices = [("", "Toute la grille"), *of_axes(self.axes.values())]

    def chosen(self) -> Any:
        return self.axes.get(self.cleaned_data["axis"])


class DissentTextForm(forms.Form):
    title = LineField(label="Titre", max_length=200, error_messages={"required": "Donnez un titre."})
    author = LineField(
        label="De qui", max_length=200, error_messages={"required": "Dites qui signe ce texte."}
    )
    body = WordsField(
        label="Texte entier",
        rows=14,
        max_length=60_000,
        help_text="Il est montré entier, à côté de la synthèse.",
        error_messages={"required": "Copiez le texte entier."},
    )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "author", "body")}


class DissentForm(BeginForm, DissentTextForm):
    """`runs`: who runs the process may also copy what somebody sent."""

    copied = forms.BooleanField(label="C’est le texte de quelqu’un d’autre, que je recopie", required=False)

    def __init__(self, *args: Any, runs: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["axis"].label = "À propos de"
        self.order_fields(["title", "author", "body", "axis"])
        if not runs:
            del self.fields["copied"]


class CorrectDissentForm(DissentTextForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
