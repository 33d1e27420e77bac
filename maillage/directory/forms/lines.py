from typing import Any

from django import forms

from maillage.directory.enums import categories
from maillage.directory.forms.cards import PhoneField, ZonesField
from maillage.directory.forms.fields import CommuneField
from maillage.directory.models import Territory
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionForm


class SectorField(ZonesField):
    """One territory at most; cleans to it, or None for everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, widget=forms.TextInput(), **options)

    def prepare_value(self, value: Any) -> Any:
        return (
            super().prepare_value([f"{value.kind}:{value.code}"]) if isinstance(value, Territory) else value
        )

    def clean(self, value: Any) -> Territory | None:  # type: ignore[override]
        zones = [zone for zone in super().clean(value) if ":" in zone]
        if len(zones) > 1:
            raise forms.ValidationError(
                "Une ligne sert un seul secteur\u00a0: ajoutez une ligne par secteur."
            )
        kind, code = zones[0].split(":") if zones else ("", "")
        return Territory.objects.filter(kind=kind, code=code).first()


class DirectLineForm(VersionForm):
    role = LineField(
        label="Fonction",
        max_length=120,
        help_text="Exemple\u00a0: instruction du FSL. Pas le nom d’une personne.",
    )
    category = forms.ChoiceField(label="Thème", required=False, choices=lambda: [("", "Tous"), *categories()])
    sector = SectorField(
        label="Secteur",
        required=False,
        help_text="Une commune, une intercommunalité ou un département. Vide\u00a0: partout.",
    )
    phone = PhoneField(
        label="Ligne directe", required=True, error_messages={"required": "Écrivez le numéro de la ligne."}
    )
    hours = LineField(
        label="Horaires", required=False, help_text="Exemple\u00a0: du lundi au jeudi, 9 h à 12 h."
    )
    deputy = LineField(
        label="En cas d’absence",
        max_length=120,
        required=False,
        help_text="Une fonction. Exemple\u00a0: accueil du pôle.",
    )
    deputy_phone = PhoneField(label="Ligne de remplacement")
    until = DateField(label="Jusqu’au", required=False, help_text="Vide\u00a0: sans fin prévue.")

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class LineFilters(forms.Form):
    q = forms.CharField(label="Structure ou fonction", required=False, max_length=100)
    theme = forms.ChoiceField(label="Thème", required=False, choices=lambda: [("", "Tous"), *categories()])
    commune = CommuneField(label="Commune", required=False)


class WrongForm(forms.Form):
    wrong = LineField(
        label="Ce qui est faux",
        required=False,
        help_text="Facultatif. Exemple\u00a0: la ligne a changé de bureau.",
    )
