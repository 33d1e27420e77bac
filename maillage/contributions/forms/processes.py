from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone

from maillage.contributions.enums import AxisKind, ContributionKind
from maillage.contributions.forms.fields import of_axes
from maillage.directory.queries.zones import place_named
from maillage.web.fields import DateField
from maillage.web.typed import LineField, ReadField, VersionForm, WordsField, some


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class ProcessForm(VersionForm):
    title = LineField(label="Titre", max_length=150, error_messages={"required": "Donnez un titre."})
    question = WordsField(
        label="La question posée", max_length=2000, error_messages={"required": "Écrivez la question."}
    )
    opens_on = DateField(label="Ouverte à partir du")
    closes_on = DateField(label="Jusqu’au", help_text="Ce jour compris, jusqu’à minuit.")
    stakes_on = DateField(
        label="Les enjeux à partir du",
        required=False,
        help_text="Pour avancer par étapes\u00a0: le diagnostic, puis les enjeux, puis les pratiques. Vide\u00a0: tout en même temps.",
    )
    practices_on = DateField(label="Les pratiques et préconisations à partir du", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        days = [data.get(name) for name in ("opens_on", "stakes_on", "practices_on", "closes_on")]
        known = [one for one in days if one]
        if known != sorted(known):
            self.add_error("closes_on", "Ces dates ne se suivent pas\u00a0: relisez-les dans l’ordre.")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told = {name: data[name] for name in ("title", "question", "stakes_on", "practices_on")}
        closes = _midnight(data["closes_on"] + timedelta(days=1))
        return {**told, "opens_at": _midnight(data["opens_on"]), "closes_at": closes}


def shown(process: Any) -> dict[str, Any]:
    """What the form begins with."""
    told = {
        name: getattr(process, name) for name in ("title", "question", "stakes_on", "practices_on", "version")
    }
    last = timezone.localdate(process.closes_at - timedelta(seconds=1))
    return {**told, "opens_on": timezone.localdate(process.opens_at), "closes_on": last}


class AxisForm(forms.Form):
    kind = forms.ChoiceField(label="Quel axe", choices=lambda: some(AxisKind.choices))
    label = LineField(label="Intitulé", max_length=100, error_messages={"required": "Donnez un intitulé."})
    note = WordsField(
        label="Note de problématique",
        max_length=4000,
        required=False,
        rows=6,
        help_text="Ce que l’on sait déjà, les questions qui se posent. Tous les territoires la lisent.",
    )
    words = LineField(
        label="Mots qui l’annoncent",
        max_length=300,
        required=False,
        help_text="Séparés par des virgules. Ils servent à proposer où ranger les passages d’un compte rendu.",
    )

    def __init__(self, *args: Any, new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not new:
            del self.fields["kind"]


class GridFilters(forms.Form):
    """`ligne`, `colonne`: of the grid; all when empty."""

    all_optional = True
    ligne = forms.ChoiceField(label="Thème", required=False)
    colonne = forms.ChoiceField(label="Politique", required=False)
    type = forms.ChoiceField(
        label="Type", required=False, choices=lambda: some(ContributionKind.choices, "Tous")
    )
    territoire = forms.ChoiceField(label="Territoire", required=False)

    def __init__(self, *args: Any, axes: Any, territories: Any, cells: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["territoire"].choices = [("", "Tous"), *((str(one.pk), one.name) for one in territories)]
        self.fields["ligne"].choices = [("", "Tous"), *of_axes(axes.rows)]
        self.fields["colonne"].choices = [("", "Toutes"), *of_axes(axes.columns)]
        if not cells:
            del self.fields["ligne"], self.fields["colonne"]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        numbers = {"row": "ligne", "column": "colonne", "territory": "territoire"}
        told = {name: int(data[field]) if data.get(field) else None for name, field in numbers.items()}
        return {**told, "kind": data.get("type", "")}


class TerritoryForm(forms.Form):
    territory = ReadField(
        partial(place_named, everywhere=False),
        label="Territoire",
        help_text="Une région, un département, une intercommunalité ou une commune.",
        error_messages={"required": "Écrivez le nom du territoire."},
    )
    committee = forms.ChoiceField(
        label="Instance qui donne ses vœux",
        required=False,
        help_text="Ceux qui l’animent diront ce que ce territoire souhaite. Aucune\u00a0: vous le noterez.",
        error_messages={"invalid_choice": "Choisissez une instance de la liste."},
    )

    def __init__(self, *args: Any, committees: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.committees = {str(one.public_id): one for one in committees}
        listed = [(key, one.name) for key, one in self.committees.items()]
        self.fields["committee"].choices = [("", "Aucune"), *listed]

    def chosen(self) -> Any:
        return self.committees.get(self.cleaned_data["committee"])


MOST_WISHES = 3
ORDINALS = ("premier", "deuxième", "troisième")


class WishForm(forms.Form):
    """Three rows and three columns, in order."""

    def __init__(self, *args: Any, axes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.axes = axes
        for name, word, listed in (("row", "Thème", axes.rows), ("column", "Politique", axes.columns)):
            for number, ordinal in enumerate(ORDINALS):
                self.fields[f"{name}_{number}"] = forms.ChoiceField(
                    label=f"{word}, {ordinal} vœu",
                    required=number == 0,
                    choices=[("", "Choisir"), *of_axes(listed)],
                    error_messages={"required": "Choisissez au moins le premier vœu."},
                )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("row", "column"):
            given = [data.get(f"{name}_{n}") for n in range(MOST_WISHES)]
            for number, one in enumerate(given):
                if one and one in given[:number]:
                    self.add_error(f"{name}_{number}", "Déjà choisi plus haut\u00a0: choisissez-en un autre.")
        return data

    def chosen(self, name: str) -> list[Any]:
        given = [self.cleaned_data.get(f"{name}_{n}") for n in range(MOST_WISHES)]
        return [self.axes.named(name, int(one)) for one in given if one]


class SettleForm(forms.Form):
    row = forms.ChoiceField(label="Thème")
    column = forms.ChoiceField(label="Politique")
    reason = LineField(
        label="Pourquoi",
        max_length=600,
        help_text="Tous les territoires le lisent.",
        error_messages={"required": "Dites pourquoi."},
    )

    def __init__(self, *args: Any, axes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.axes = axes
        self.fields["row"].choices = of_axes(axes.rows)
        self.fields["column"].choices = of_axes(axes.columns)

    def chosen(self, name: str) -> Any:
        return self.axes.named(name, int(self.cleaned_data[name]))
