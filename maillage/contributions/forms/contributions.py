from typing import Any

from django import forms

from maillage.contributions.actions.contributions import Told
from maillage.contributions.enums import AuthorKind, Channel, ContributionKind, FateKind, Publicity
from maillage.contributions.forms.fields import NumbersField, of_axes
from maillage.contributions.models.contributions import LONGEST
from maillage.web.nobody import NobodyForm
from maillage.web.typed import LineField, WordsField, some

OWN = (Channel.ACCOUNT.value, "En mon nom, ou au nom de mon service")
RELAYED = (Channel.RELAY.value, "Au nom de quelqu’un que j’aide")
COPIED = (Channel.PAPER.value, "Je recopie un papier reçu")


class ContributeForm(NobodyForm):
    """`channels`: for whom one may write; none, by the open link."""

    watched = ("text",)

    channel = forms.ChoiceField(label="Pour qui", widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Type", error_messages={"required": "Choisissez un type."})
    text = WordsField(
        label="Votre contribution",
        rows=6,
        max_length=LONGEST,
        help_text="Une idée à la fois, sans rien qui identifie une personne accompagnée.",
        error_messages={"required": "Écrivez votre contribution."},
    )
    rows = forms.MultipleChoiceField(
        label="Thèmes",
        required=False,
        help_text="Cochez au moins un thème ou une politique.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des thèmes de la liste."},
    )
    columns = forms.MultipleChoiceField(
        label="Politiques publiques",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des politiques de la liste."},
    )
    territory = forms.ChoiceField(label="Territoire", required=False)
    author_kind = forms.ChoiceField(
        label="Elle vient de",
        widget=forms.RadioSelect,
        choices=lambda: some(AuthorKind.choices),
        error_messages={"required": "Dites de qui elle vient."},
    )
    author = LineField(
        label="Nom montré avec elle",
        required=False,
        max_length=150,
        help_text="Une personne, un service, un groupe. Un témoignage peut porter un autre nom, ou aucun.",
    )
    publicity = forms.ChoiceField(
        label="Qui la lit",
        widget=forms.RadioSelect,
        choices=lambda: some(Publicity.choices),
        error_messages={"required": "Choisissez qui la lit."},
    )
    agreed = forms.BooleanField(
        label="Pour un témoignage\u00a0: la personne est d’accord pour qu’il soit lu", required=False
    )

    def __init__(
        self, *args: Any, axes: Any, territories: Any, kinds: Any, channels: Any = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        listed = [(kind, label) for kind, label in ContributionKind.choices if kind in kinds]
        self.fields["kind"].choices = some(listed, "Choisir")
        self.fields["rows"].choices = of_axes(axes.rows)
        self.fields["columns"].choices = of_axes(axes.columns)
        self.fields["territory"].choices = [
            ("", "Sans territoire"),
            *((str(one.pk), one.name) for one in territories),
        ]
        if channels:
            self.fields["channel"].choices = channels
        else:
            del self.fields["channel"]

    def told(self) -> Told:
        data = self.cleaned_data
        names = ("kind", "text", "author", "author_kind", "publicity", "agreed")
        territory = int(data["territory"]) if data["territory"] else None
        sides = {name: tuple(int(one) for one in data[name]) for name in ("rows", "columns")}
        return Told(**{name: data[name] for name in names}, territory_id=territory, **sides)


class PlaceForm(forms.Form):
    rows = forms.MultipleChoiceField(label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple)
    columns = forms.MultipleChoiceField(
        label="Politiques publiques", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, axes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.axes = axes
        self.fields["rows"].choices = of_axes(axes.rows)
        self.fields["columns"].choices = of_axes(axes.columns)

    def chosen(self, name: str) -> list[Any]:
        listed = getattr(self.axes, name)
        return [one for one in listed if str(one.pk) in self.cleaned_data[name]]


class FateForm(forms.Form):
    kind = forms.ChoiceField(
        label="Suite",
        widget=forms.RadioSelect,
        choices=lambda: some(FateKind.choices),
        error_messages={"required": "Choisissez une suite."},
    )
    into = NumbersField(
        label="Réunie avec le n°",
        required=False,
        max_length=20,
        help_text="Seulement pour réunir\u00a0: le numéro écrit avec chaque contribution.",
    )
    why = WordsField(label="Pourquoi", required=False, max_length=600, help_text="Son auteur le lit.")
