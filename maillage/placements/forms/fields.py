"""What people type: structures, places, moments, diplomas."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.diplomas.queries.diplomas import shorts
from maillage.directory.models import Structure, Territory
from maillage.directory.queries.communes import read_communes
from maillage.directory.queries.links import structure_named
from maillage.directory.queries.zones import FRANCE, read_zones
from maillage.placements.enums import Level
from maillage.web.typed import CommuneInput, LineField, WordsField, digits

CHOOSE = "Choisissez dans la liste."
ONE_PLACE = "Écrivez une seule commune, une seule intercommunalité ou un seul département."


def capitalised(listed: Any) -> list[tuple[str, str]]:
    return [(str(code), str(label)[:1].upper() + str(label)[1:]) for code, label in listed]


def number(label: str, most: int, least: int = 1, **options: Any) -> forms.IntegerField:
    wrong = f"Écrivez un nombre de {least} à {most}, en chiffres."
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=digits(), error_messages=messages, **options
    )


def one_of(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    options.setdefault("widget", forms.RadioSelect)
    messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
    return forms.ChoiceField(label=label, choices=choices, error_messages=messages, **options)


def several(label: str, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, error_messages=messages, **options
    )  # fmt: skip


def diploma(label: str = "Diplôme préparé") -> forms.ChoiceField:
    return one_of(label, lambda: [("", "Choisir"), *shorts().items()], widget=forms.Select)


def some_diplomas(label: str, **options: Any) -> forms.MultipleChoiceField:
    return several(label, lambda: list(shorts().items()), **options)


def levels(label: str, **options: Any) -> forms.MultipleChoiceField:
    return several(label, capitalised(Level.choices), **options)


def year() -> forms.IntegerField:
    return number("Année de formation", 9)


class TerritoryField(LineField):
    """One commune, intercommunalité or département, as people type it."""

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory:
        told = read_zones([super().clean(value)])
        if told.refusals:
            raise ValidationError(told.refusals)
        if len(told.zones) != 1 or told.zones == [FRANCE]:
            raise ValidationError(ONE_PLACE)
        kind, _, code = told.zones[0].partition(":")
        found: Territory = Territory.objects.get(kind=kind, code=code)
        return found


def communes_named(texts: list[str]) -> dict[str, Territory | None]:
    """By text as it was typed; None when it is no commune, or several."""
    readings = read_communes([one for one in texts if one])
    codes = {text: told.code for text, told in readings.items() if told.code}
    rows = {one.code: one for one in Territory.objects.communes().filter(code__in=set(codes.values()))}
    return {text: rows.get(codes.get(text, "")) for text in texts}


class CommuneField(LineField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, widget=CommuneInput(), **options)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        found = communes_named([text])[text]
        if found is None:
            raise ValidationError(
                "Cette commune n’est pas trouvée\u00a0: écrivez son nom entier, ou son code postal avec son nom."
            )
        return found


def structure_called(text: str) -> Structure:
    found = structure_named(text)
    if not found:
        raise ValidationError(
            f"«\u00a0{text[:60]}\u00a0» n’est pas dans l’annuaire\u00a0: écrivez son nom entier."
        )
    if len(found) > 1:
        raise ValidationError(
            f"Plusieurs structures s’appellent «\u00a0{text[:60]}\u00a0»\u00a0: ajoutez la commune, après une virgule."
        )
    return found[0]


class StructureField(LineField):
    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"list": "structures", "autocomplete": "off"})
        super().__init__(max_length=260, widget=widget, **options)

    def clean(self, value: Any) -> Structure:
        return structure_called(super().clean(value))


class StructuresField(WordsField):
    """One a line."""

    def clean(self, value: Any) -> list[Structure]:
        lines = [" ".join(one.split()) for one in super().clean(value).splitlines() if one.strip()]
        if len(lines) > 200:
            raise ValidationError("200 lignes au plus à la fois.")
        found, refusals = [], []
        for line in lines:
            try:
                found.append(structure_called(line))
            except ValidationError as refusal:
                refusals += refusal.messages
        if refusals:
            raise ValidationError(refusals)
        return found


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_current_timezone())
