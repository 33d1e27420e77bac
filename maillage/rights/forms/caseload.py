from django import forms

from maillage.rights.engine import BENEFITS
from maillage.rights.enums import Cause, Change, Status

CHANGES = {"oui": Change.NEW, "modifies": Change.CHANGED, "perdus": Change.GONE}


class FiltersForm(forms.Form):
    """What the list of potential rights is narrowed to; everything is optional and lives in the URL."""

    mois = forms.ChoiceField(label="Mois", required=False)
    prestation = forms.ChoiceField(label="Prestation", required=False)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *Status.listed()])
    commune = forms.ChoiceField(label="Commune", required=False)
    nouveaux = forms.ChoiceField(
        label="Depuis la dernière recherche",
        required=False,
        choices=[
            ("", "Tous les droits"),
            ("oui", "Les nouveaux"),
            ("modifies", "Ceux dont le montant a changé"),
            ("perdus", "Ceux qui ne sont plus possibles"),
        ],
    )
    pourquoi = forms.ChoiceField(
        label="Ce qui a changé", required=False, choices=[("", "Peu importe"), *Cause.listed()]
    )

    def __init__(self, data, *, months, communes):
        super().__init__(data)
        self.fields["mois"].choices = months
        self.fields["prestation"].choices = [("", "Toutes"), *((one.code, one.name) for one in BENEFITS)]
        self.fields["commune"].choices = [("", "Toutes"), *communes]
