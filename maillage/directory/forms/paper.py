from django import forms

from maillage.directory.enums import categories
from maillage.directory.forms.fields import CommuneField
from maillage.directory.forms.lines import SectorField

FORMATS = (("a4", "A4"), ("a5", "A5, à plier"))


class BookletForm(forms.Form):
    secteur = SectorField(
        label="Secteur",
        help_text="Une commune, une intercommunalité ou un département. Exemple\u00a0: Chinon, ou Indre-et-Loire.",
        error_messages={"required": "Écrivez le secteur."},
    )
    theme = forms.ChoiceField(label="Thème", required=False, choices=lambda: [("", "Tous"), *categories()])
    format = forms.ChoiceField(label="Format", choices=FORMATS)
    gros = forms.BooleanField(label="En gros caractères", required=False)

    def clean_secteur(self):
        if self.cleaned_data["secteur"] is None:
            raise forms.ValidationError("Écrivez une commune, une intercommunalité ou un département.")
        return self.cleaned_data["secteur"]


class NumbersForm(forms.Form):
    commune = CommuneField(label="Avec les numéros de la commune de", required=False)
