from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.queries import read_communes
from maillage.rights.enums import Scope

MOST = 300


class TerritoryForm(forms.Form):
    """Whose households to screen: those of the structure, or those who live in some communes, whoever follows them."""

    scope = forms.ChoiceField(
        label="Quels foyers",
        choices=[(Scope.STRUCTURE, "Tous ceux de ma structure"), (Scope.TERRITORY, "Ceux d’un territoire")],
        initial=Scope.STRUCTURE,
        widget=forms.RadioSelect,
    )
    communes = forms.CharField(
        label="Communes du territoire",
        required=False,
        max_length=20_000,
        help_text="Une par ligne\u00a0: nom, code postal ou code INSEE.",
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_communes(self):
        """Codes of today's communes."""
        typed = [line.strip() for line in self.cleaned_data["communes"].splitlines() if line.strip()]
        if len(typed) > MOST:
            raise ValidationError(f"Écrivez {MOST} communes au plus\u00a0; lancez les autres ensuite.")
        read = read_communes(typed)
        refused = [
            f"«\u00a0{text[:60]}\u00a0»\u00a0: {one.refusal}" for text, one in read.items() if one.refusal
        ]
        if refused:
            raise ValidationError(refused[:5])
        return sorted({one.code for one in read.values()})

    def clean(self):
        data = super().clean()
        if data.get("scope") == Scope.TERRITORY and not self.errors and not data.get("communes"):
            self.add_error("communes", "Écrivez au moins une commune, ou choisissez votre structure.")
        return data
