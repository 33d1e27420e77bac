"""The search of the directory, as it stands in the page's address."""

from typing import Any

from django import forms

from maillage.directory.enums import CATEGORIES, EVERYBODY, MOBILISED_BY, PUBLICS, RECEPTION_MODES, THEMES
from maillage.directory.forms.fields import CommuneField

RADII = [("", "dans toute la zone"), ("5", "à 5 km"), ("10", "à 10 km"), ("20", "à 20 km"), ("50", "à 50 km")]
MOST_TYPED = 300
FOR_ONESELF = ("De quoi avez-vous besoin\u00a0?", "Votre commune")
"""What a visitor reads instead of what a professional does, who looks for somebody else."""


def _or_any(listed: dict[str, str], label: str) -> list[tuple[str, str]]:
    return [("", label), *listed.items()]


class SearchForm(forms.Form):
    all_optional = True
    q = forms.CharField(
        label="Quelle est la situation\u00a0?",
        required=False,
        max_length=MOST_TYPED,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
        help_text="Avec vos mots. Exemple\u00a0: je n’arrive plus à payer mon loyer.",
    )
    commune = CommuneField(
        label="Commune de la personne",
        required=False,
        help_text="Pour ne garder que ce qui y est ouvert. Un nom ou un code postal.",
    )
    rayon = forms.TypedChoiceField(
        label="Distance", required=False, choices=RADII, coerce=int, empty_value=None
    )
    theme = forms.MultipleChoiceField(
        required=False, choices=list(THEMES.items()), widget=forms.MultipleHiddenInput
    )
    categorie = forms.ChoiceField(
        label="Domaine", required=False, choices=_or_any(CATEGORIES, "Tous les domaines")
    )
    public = forms.MultipleChoiceField(
        label="Public",
        required=False,
        choices=[one for one in PUBLICS.items() if one[0] != EVERYBODY],
        widget=forms.CheckboxSelectMultiple,
    )
    accueil = forms.ChoiceField(
        label="Accueil", required=False, choices=_or_any(RECEPTION_MODES, "Tous les accueils")
    )
    par = forms.ChoiceField(
        label="Qui peut le demander", required=False, choices=_or_any(MOBILISED_BY, "Tout le monde")
    )
    dossier = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    gratuit = forms.BooleanField(label="Gratuit", required=False)
    ouvert = forms.BooleanField(label="Ouvert en ce moment", required=False)

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not signed_in:
            self.fields["q"].label, self.fields["commune"].label = FOR_ONESELF

    def believed(self) -> dict[str, Any]:
        """What was understood; a field that wasn't leaves the search as if it were empty."""
        return {name: value for name, value in self.cleaned_data.items() if value}
