"""The simulator is a question in the address: nothing is kept."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from maillage.diplomas.models import Block, VersionBlock
from maillage.diplomas.queries.diplomas import in_force, versions
from maillage.diplomas.queries.simulator import Held
from maillage.web.fields import DateField

SAME = "meme-niveau"
EVERY = "tous"


class SimulatorForm(forms.Form):
    all_optional = True
    detient = forms.MultipleChoiceField(
        label="Je détiens",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des diplômes de la liste."},
    )
    blocs = forms.MultipleChoiceField(
        label="J’ai validé ces blocs",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des blocs de la liste."},
    )
    cible = forms.ChoiceField(
        label="Je vise", error_messages={"invalid_choice": "Choisissez un diplôme de la liste."}
    )
    entree = DateField(
        label="J’entrerais en formation le",
        help_text="Les règles dépendent du jour de l’entrée. Vide\u00a0: aujourd’hui.",
        earliest=date(2000, 1, 1),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {one.code: one for one in versions().prefetch_related("placed")}
        placed = VersionBlock.objects.values("block")
        self.blocks = {one.code: one for one in Block.objects.filter(pk__in=placed)}
        choices = {one.code: f"{one.diploma.short}, {one.title}" for one in self.known.values()}
        self.fields["detient"].choices = list(choices.items())
        self.fields["blocs"].choices = [(code, one.name) for code, one in self.blocks.items()]
        targets = {
            one.diploma.code: f"{one.diploma.short}, {one.diploma.trade.lower()}"
            for one in self.known.values()
        }
        first = [("", "Choisir"), (SAME, "Un autre diplôme du même niveau"), (EVERY, "Chacun des diplômes")]
        self.fields["cible"].choices = [*first, *targets.items()]
        for field in self.fields.values():
            field.required = False

    @property
    def asked(self) -> bool:
        return bool(self.is_valid() and self.cleaned_data["cible"])

    @property
    def entry(self) -> date:
        return self.cleaned_data["entree"] or timezone.localdate()

    def held(self) -> Held:
        data = self.cleaned_data
        return Held(
            tuple(self.known[code] for code in data["detient"]),
            tuple(self.blocks[code] for code in data["blocs"]),
        )

    def targets(self, same: list[str]) -> list[str]:
        """`same`: those of the same level."""
        chosen = self.cleaned_data["cible"]
        if chosen == SAME:
            return same
        return [one.code for one in in_force(self.entry)] if chosen == EVERY else [chosen]
