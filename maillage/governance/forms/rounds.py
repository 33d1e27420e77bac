"""A written round: what is voted, until when; what one votes."""

from typing import Any

from django import forms

from maillage.governance.enums import VOTED, DecisionKind, Vote
from maillage.web.typed import LineField, WordsField
from maillage.web.until import UntilForm

KINDS = [(code, DecisionKind(code).label) for code in VOTED]


class OpenRoundForm(UntilForm):
    kind = forms.ChoiceField(label="Nature de la décision", choices=KINDS)
    field_order = ("day", "hour", "kind")

    all_optional = True
    """Points left unticked are not put to the vote; the page says it by itself."""

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for one in items:
            self.fields[f"voted_{one.pk}"] = forms.BooleanField(
                label="Soumettre ce point au vote", required=False
            )
            self.fields[f"text_{one.pk}"] = WordsField(
                label="Texte soumis au vote", rows=3, max_length=5000, required=False, initial=one.title
            )

    def lines(self) -> list[tuple[Any, Any, Any]]:
        return [(one, self[f"voted_{one.pk}"], self[f"text_{one.pk}"]) for one in self.items]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = [one for one in self.items if data.get(f"voted_{one.pk}")]
        if not chosen:
            self.add_error(None, "Cochez au moins un point.")
        for one in chosen:
            if not data.get(f"text_{one.pk}"):
                self.add_error(f"text_{one.pk}", "Écrivez le texte sur lequel chacun votera.")
        return data

    def texts(self) -> dict[int, str]:
        data = self.cleaned_data
        return {one.pk: data[f"text_{one.pk}"] for one in self.items if data[f"voted_{one.pk}"]}


class ExtendForm(UntilForm):
    reason = LineField(label="Pourquoi", max_length=300, help_text="Tous ceux qui sont consultés le lisent.")


class VotesForm(forms.Form):
    """One choice a point. `partly`: some may be left out."""

    def __init__(self, *args: Any, points: list[Any], partly: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for one in points:
            field = forms.ChoiceField(
                label=f"{one.number}. {one.title}" if partly else f"Votre vote sur le point {one.number}",
                choices=[(code, label.capitalize()) for code, label in Vote.choices],  # type: ignore[attr-defined]
                widget=forms.RadioSelect,
                required=not partly,
                initial=one.vote,
                error_messages={"required": f"Choisissez votre vote pour le point {one.number}."},
            )
            self.fields[f"vote_{one.id}"] = field

    def lines(self) -> list[tuple[Any, Any]]:
        return [(one, self[f"vote_{one.id}"]) for one in self.points]

    def votes(self) -> dict[int, str]:
        data = self.cleaned_data
        return {one.id: data[f"vote_{one.id}"] for one in self.points if data[f"vote_{one.id}"]}
