from typing import Any

from django import forms

from maillage.people.forms.fields import CommuneField


class ProtectionForm(forms.Form):
    """Hide where somebody lives."""

    address = forms.CharField(
        label="Adresse à protéger",
        max_length=300,
        help_text="Lue seulement par les personnes cochées plus bas. Elle n’apparaît dans aucune liste, recherche ou lettre.",
    )
    elected_domicile = forms.CharField(
        label="Adresse à utiliser partout à la place",
        max_length=300,
        help_text="Domiciliation au CCAS, chez un avocat, une association… Tout le courrier ira là.",
    )
    commune = CommuneField(
        label="Commune de cette adresse",
        required=True,
        help_text="Elle remplace la commune du foyer\u00a0: la vraie en dirait trop.",
    )
    motive = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Lu par les mêmes personnes. Exemple : ordonnance de protection.",
    )
    readers = forms.TypedMultipleChoiceField(
        label="Qui peut la lire, avec vous",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Le moins de monde possible.",
    )

    def __init__(self, *args: Any, colleagues: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = [(one.pk, str(one)) for one in colleagues]
