from typing import Any

from django import forms

from maillage.directory.enums import CATEGORIES, LinkKind, categories
from maillage.directory.forms.cards import some
from maillage.directory.forms.fields import CommuneField, StructureField
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionForm, WordsField

PLAIN = ("kind", "since", "until", "categories", "brings", "brakes", "levers")


class LinkForm(VersionForm):
    origin = StructureField(label="De", error_messages={"required": "Écrivez le nom de la structure."})
    target = StructureField(label="Vers", error_messages={"required": "Écrivez le nom de la structure."})
    kind = forms.ChoiceField(label="Type de lien", choices=LinkKind.listed)
    since = DateField(label="Depuis le", required=False)
    until = DateField(label="Jusqu’au", required=False, help_text="Vide\u00a0: sans fin prévue.")
    categories = some("Thèmes", CATEGORIES, help_text="Rien de coché\u00a0: quel que soit le besoin.")
    brings = WordsField(
        label="Ce que cela apporte à la personne", max_length=1000, required=False, help_text="Lu par tous."
    )
    brakes = WordsField(
        label="Freins", max_length=1000, required=False, help_text="Pour les professionnels seulement."
    )
    levers = WordsField(
        label="Leviers", max_length=1000, required=False, help_text="Pour les professionnels seulement."
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("origin") and data.get("origin") == data.get("target"):
            self.add_error("target", "Un lien relie deux structures différentes.")
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "La fin vient après le début.")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("origin", "target", *PLAIN)}


class LinkFilters(forms.Form):
    commune = CommuneField(label="Commune", required=False)
    theme = forms.ChoiceField(label="Thème", required=False, choices=lambda: [("", "Tous"), *categories()])
    type = forms.ChoiceField(label="Type", required=False, choices=lambda: [("", "Tous"), *LinkKind.listed()])
    date = DateField(label="En vigueur le", required=False, help_text="")


class DoorForm(forms.Form):
    structure = StructureField(
        label="Structure", error_messages={"required": "Écrivez le nom de la structure."}
    )
    what = LineField(
        label="Ce qu’on y fait",
        max_length=300,
        help_text="En mots simples. Exemple\u00a0: on fait le point sur vos dettes avec vous.",
    )
    bring = LineField(label="À apporter", max_length=300, required=False)
