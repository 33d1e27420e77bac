"""What is asked of whoever keeps places, of their hosts, and of who publishes how they are assigned."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.models import Territory
from maillage.directory.queries import commune_by_code, read_communes
from maillage.schemes.enums import EmptyReason, Order, PlacePublic, Said, SpellKind
from maillage.schemes.models.places import MOST_PERSONS
from maillage.web.fields import DateField
from maillage.web.typed import (
    CommuneInput,
    LineField,
    LinesField,
    PublicChoiceField,
    VersionField,
    WordsField,
    digits,
)


class CommuneField(LineField):
    """Cleans to a Territory or None."""

    widget = CommuneInput
    default_error_messages = {"required": "Écrivez la commune."}

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        reading = read_communes([text])[text]
        if reading.refusal:
            raise ValidationError(reading.refusal, code="commune")
        return commune_by_code(reading.code)


def persons(label: str, **more: Any) -> forms.IntegerField:
    words = f"Écrivez un nombre de personnes, de 1 à {MOST_PERSONS}."
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    return forms.IntegerField(
        label=label, min_value=1, max_value=MOST_PERSONS, widget=digits(), error_messages=messages, **more
    )


class ChangePlaceForm(forms.Form):
    label = LineField(
        label="Désignation", max_length=80, help_text="Exemple\u00a0: chambre 12, T3 du 2e étage."
    )
    public = forms.ChoiceField(label="Public", choices=PlacePublic.listed)
    smallest = persons("Personnes au moins")
    largest = persons("Personnes au plus")
    accessible = forms.BooleanField(label="Accessible en fauteuil roulant", required=False)
    animals = forms.BooleanField(label="Animaux acceptés", required=False)
    commune = CommuneField(label="Commune")
    ends_on = DateField(label="Dernier jour où elle existe", required=False)
    version = VersionField()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        least, most = data.get("smallest"), data.get("largest")
        if least and most and most < least:
            self.add_error("largest", "Ce nombre n’est pas plus petit que le nombre de personnes au moins.")
        return data


class PlaceForm(ChangePlaceForm):
    """A new one."""

    field_order = [
        "host",
        "label",
        "public",
        "smallest",
        "largest",
        "accessible",
        "animals",
        "commune",
        "starts_on",
    ]

    def __init__(self, *args: Any, hosts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"], self.fields["ends_on"]
        self.fields["starts_on"] = DateField(label="Existe à partir du")
        self.fields["host"] = PublicChoiceField(
            hosts,
            label="Hôte",
            help_text="La structure où se trouve la place.",
            invalid="Choisissez un hôte de la liste.",
        )
        self.order_fields(self.field_order)


class SpellForm(forms.Form):
    kind = forms.ChoiceField(label="Pourquoi", choices=SpellKind.listed, widget=forms.RadioSelect)
    starts_on = DateField(label="À partir du")
    ends_on = DateField(label="Jusqu’au", required=False)
    words = LineField(
        label="Précision",
        max_length=200,
        required=False,
        help_text="Sans le nom de personne\u00a0: d’autres la lisent.",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Le dernier jour vient après le premier.")
        return data


class SayForm(forms.Form):
    """One button each; a day for the one that needs it."""

    said = forms.ChoiceField(choices=Said.listed, error_messages={"required": "Choisissez une réponse."})
    free_on = DateField(label="Libre à partir du", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("said") != Said.FREE:
            data["free_on"] = None
        return data


class EmptyForm(forms.Form):
    reason = forms.ChoiceField(
        label="Pourquoi reste-t-elle vide\u00a0?", choices=EmptyReason.listed, widget=forms.RadioSelect
    )
    version = VersionField()


class RulesForm(forms.Form):
    """`first`, `second`, `third`: the criteria, one after the other."""

    assignment = WordsField(
        label="Comment les places sont attribuées",
        rows=5,
        help_text="Tout le monde le lit. Une personne décide toujours\u00a0; personne n’est noté.",
    )
    first = forms.ChoiceField(label="Les demandes sont rangées d’abord par", choices=Order.listed)
    second = forms.ChoiceField(
        label="Puis par", choices=[("", "rien d’autre"), *Order.choices], required=False
    )
    third = forms.ChoiceField(
        label="Puis par", choices=[("", "rien d’autre"), *Order.choices], required=False
    )
    needs = LinesField(
        label="Besoins que la commission reconnaît",
        required=False,
        rows=5,
        help_text="Un par ligne, du plus pressant au moins pressant, en mots.",
    )
    vacancy_days = forms.IntegerField(
        label="Ce que dit un hôte vaut (en jours)",
        min_value=1,
        max_value=90,
        widget=digits(),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Écrivez un nombre de jours, de 1 à 90."
        ),
    )
    version = VersionField()

    def values(self) -> dict[str, Any]:
        """Each criterion once, in the order chosen."""
        data = self.cleaned_data
        order = dict.fromkeys(data[name] for name in ("first", "second", "third") if data[name])
        kept = {name: data[name] for name in ("assignment", "needs", "vacancy_days")}
        return {**kept, "assignment_order": list(order)}


class DoorForm(forms.Form):
    email = forms.EmailField(
        label="Adresse e-mail de l’hôte",
        help_text="Celle d’une équipe plutôt que d’une personne. Le lien ne montre le nom de personne.",
        error_messages={
            "required": "Écrivez l’adresse e-mail.",
            "invalid": "Cette adresse e-mail n’est pas complète.",
        },
    )

    def __init__(self, *args: Any, hosts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"] = PublicChoiceField(
            hosts, label="Hôte", invalid="Choisissez un hôte de la liste."
        )
        self.order_fields(["host", "email"])
