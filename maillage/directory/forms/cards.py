"""What a structure says of itself and of what it offers: one compact page, in the words of the schema's labels."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from opening_hours import validate as hours_are_written_right

from maillage.directory.enums import (
    CATEGORIES,
    EVERYBODY,
    MOBILISATION_MODES,
    MOBILISED_BY,
    PUBLICS,
    RECEPTION_MODES,
    THEMES,
    Fee,
    Visibility,
    category_of,
    service_kinds,
)
from maillage.directory.forms.fields import CommuneField
from maillage.directory.models import StructureKind
from maillage.directory.queries.zones import read_zones, zones_to_type
from maillage.directory.rules import normal_phone, normal_siret, shown_phone
from maillage.web.typed import LineField, VersionForm, WordsField

RHYTHMS = ((3, "tous les 3 mois"), (6, "tous les 6 mois"), (12, "tous les ans"))


def choices(listed: dict[str, str]) -> list[tuple[str, str]]:
    return list(listed.items())


def some(label: str, listed: dict[str, str], **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices(listed),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


def themes_by_category() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (label, [(value, name) for value, name in THEMES.items() if category_of(value) == category])
        for category, label in CATEGORIES.items()
    ]


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Sixty-nine themes: folded by category, opened where one is ticked."""

    template_name = "directory/grouped_choices.html"


class PhoneField(LineField):
    """A number read as it is written in France; shown the same way."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"type": "tel", "inputmode": "tel", "size": 18}))
        super().__init__(max_length=40, required=options.pop("required", False), **options)

    def prepare_value(self, value: Any) -> Any:
        return shown_phone(value) if value else value

    def clean(self, value: Any) -> str:
        return normal_phone(super().clean(value))


class HoursField(LineField):
    folded = "Pour l’affichage «\u00a0ouvert en ce moment\u00a0» (technique)"

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not hours_are_written_right(text):
            raise ValidationError(
                "Ces horaires ne suivent pas le format. Exemple\u00a0: Mo-Fr 09:00-12:00,14:00-17:00; PH off. "
                "Sinon, laissez vide et écrivez-les en mots."
            )
        return text


class ZonesField(WordsField):
    """One territory a line; the values are codes told with their kind."""

    def prepare_value(self, value: Any) -> Any:
        return zones_to_type(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        reading = read_zones(super().clean(value).splitlines())
        if reading.refusals:
            raise ValidationError(reading.refusals)
        return reading.zones


class CardForm(VersionForm):
    """What a structure and a service share."""

    commune = CommuneField(label="Commune")
    address = LineField(label="Adresse", max_length=300, required=False)
    address_more = LineField(label="Complément d’adresse", max_length=300, required=False)
    phone = PhoneField(label="Téléphone, visible par tous")
    email = forms.EmailField(
        label="Adresse e-mail de la structure",
        required=False,
        max_length=254,
        help_text="Visible par tous. Une adresse du service, pas celle d’une personne.",
        error_messages={"invalid": "Cette adresse n’est pas complète. Exemple\u00a0: accueil@ccas.example."},
    )
    opening = WordsField(label="Horaires en mots", rows=2, max_length=1000, required=False)
    hours = HoursField(
        label="Horaires au format OpenStreetMap",
        max_length=500,
        required=False,
        help_text="Ils servent à «\u00a0ouvert en ce moment\u00a0». Exemple\u00a0: Mo-Fr 09:00-12:00; PH off.",
    )
    visibility = forms.ChoiceField(label="Visible par", choices=Visibility.listed)
    review_months = forms.TypedChoiceField(label="À relire", choices=RHYTHMS, coerce=int)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def of(cls, card: Any) -> dict[str, Any]:
        """What the form shows of a card."""
        return {name: getattr(card, name, None) for name in cls.base_fields} | {"version": card.version}


class ServiceForm(CardForm):
    page = "directory/service_form.html"
    name = LineField(
        label="Nom du service", max_length=150, help_text="Ce que la personne y trouve, en quelques mots."
    )
    description = WordsField(label="En quoi cela consiste", rows=5, max_length=10_000)
    kind = forms.ChoiceField(
        label="Type", required=False, choices=lambda: [("", "Non précisé"), *service_kinds()]
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes", choices=themes_by_category, widget=GroupedCheckboxes, required=True,
        error_messages={"required": "Cochez au moins un thème\u00a0: c’est par lui que l’on trouve le service."},
    )  # fmt: skip
    publics = some("Pour qui", PUBLICS, help_text="Aucune case\u00a0: non précisé.")
    public_details = WordsField(label="Précisions sur le public", rows=2, required=False)
    conditions = WordsField(label="Conditions, papiers à apporter", rows=2, required=False)
    fee = forms.ChoiceField(
        label="Frais", required=False, choices=lambda: [("", "Non précisé"), *Fee.listed()]
    )
    fee_details = WordsField(label="Précisions sur les frais", rows=2, required=False)
    zones = ZonesField(
        label="Pour les habitants de",
        required=False,
        help_text="Une commune, une intercommunalité ou un département par ligne, ou «\u00a0France\u00a0». Vide\u00a0: zone non précisée.",
    )
    reception = some("Accueil", RECEPTION_MODES)
    mobilised_by = some("Qui peut le demander", MOBILISED_BY)
    mobilisation = some("Comment le demander", MOBILISATION_MODES)
    mobilisation_link = forms.URLField(
        label="Lien pour le demander", required=False, max_length=1000, assume_scheme="https"
    )
    mobilisation_details = WordsField(label="Précisions pour le demander", rows=2, required=False)
    contact_name = LineField(
        label="Fonction à joindre",
        required=False,
        help_text="Visible des professionnels seulement. Exemple\u00a0: conseillère FSL.",
    )

    field_order = (
        "name", "kind", "description", "themes", "publics", "zones", "public_details", "conditions", "fee", "fee_details",
        "commune", "address", "address_more", "phone", "email", "reception", "opening", "hours", "mobilised_by",
        "mobilisation", "mobilisation_link", "contact_name", "mobilisation_details", "visibility", "review_months",
    )  # fmt: skip

    def clean_publics(self) -> list[str]:
        chosen = sorted(self.cleaned_data["publics"])
        if EVERYBODY in chosen and len(chosen) > 1:
            raise ValidationError(
                "«\u00a0Tous publics\u00a0» ne va avec aucun autre\u00a0: gardez-le seul, ou décochez-le."
            )
        return chosen

    def clean_themes(self) -> list[str]:
        return sorted(self.cleaned_data["themes"])

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if len(name) < 3:
            raise ValidationError("Le nom compte au moins 3 lettres.")
        return name

    def clean_description(self) -> str:
        text = str(self.cleaned_data["description"])
        if len(text.strip()) < 5:
            raise ValidationError("Dites en une phrase en quoi cela consiste.")
        return text


class StructureForm(CardForm):
    name = LineField(label="Nom de la structure", max_length=200)
    kind = forms.ModelChoiceField(StructureKind.objects.all(), label="Type", empty_label="Choisir")
    description = WordsField(label="Présentation", rows=4, max_length=10_000, required=False)
    website = forms.URLField(label="Site web", required=False, max_length=1000, assume_scheme="https")
    siret = LineField(label="SIRET", max_length=20, required=False)
    field_order = ("name", "kind", "description", "commune")

    def clean_siret(self) -> str:
        return normal_siret(self.cleaned_data["siret"])


class WithdrawForm(forms.Form):
    why = LineField(
        label="Pourquoi",
        help_text="Exemple\u00a0: le service a fermé fin octobre. Vos collègues le liront.",
        error_messages={"required": "Dites pourquoi, en quelques mots."},
    )


class ReportForm(forms.Form):
    text = WordsField(
        label="Ce qui est faux",
        rows=4,
        help_text="Exemple\u00a0: le numéro ne répond plus. N’écrivez rien sur une personne.",
        error_messages={"required": "Dites ce qui est faux, en une phrase."},
    )


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label="Constat",
        choices=[
            ("corrected", "C’était faux\u00a0: la fiche est corrigée"),
            ("kept", "Vérifié\u00a0: la fiche est juste"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que vous avez constaté."},
    )
    answer = WordsField(
        label="Ce que vous répondez", rows=3, error_messages={"required": "Écrivez une réponse, même courte."}
    )
