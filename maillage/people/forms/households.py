from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.people.enums import Housing, MemberRole, Union
from maillage.people.forms.fields import (
    BirthDateField,
    ChoiceOrUnknown,
    CommuneField,
    NameField,
    YesNoUnknown,
)
from maillage.people.forms.persons import ENTERED
from maillage.people.models import HouseholdMember
from maillage.web.fields import AmountField, DateField
from maillage.web.typed import VersionForm


class HouseholdForm(VersionForm):
    """What a household's rights depend on. Each blank is unknown."""

    commune = CommuneField(
        label="Commune",
        required=False,
        help_text="Pour l’aide au logement, et pour savoir qui est compétent.",
    )
    housing = ChoiceOrUnknown(
        label="Logement", choices=Housing.choices, help_text="Pour l’aide au logement et le RSA."
    )
    rent = AmountField(
        label="Loyer sans les charges", help_text="Pour l’aide au logement.", max_value=100_000
    )
    flat_share = YesNoUnknown(label="Colocation", help_text="Change l’aide au logement.")
    union = ChoiceOrUnknown(
        label="Union", choices=Union.choices, help_text="Les ressources du couple sont comptées ensemble."
    )
    reference_income = AmountField(
        label="Revenu fiscal de référence (avis d’impôt)",
        unit="€ par an",
        max_value=9_999_999,
        help_text="Pour les prestations familiales.",
    )
    source = forms.ChoiceField(
        label="Qui le dit, ou quel papier",
        choices=ENTERED,
        help_text="Pour savoir plus tard jusqu’où s’y fier.",
    )

    NAMES = ("commune", "housing", "rent", "flat_share", "union", "reference_income")


class NewMemberForm(forms.Form):
    """Somebody already known, chosen in a list, or a new person written in one line."""

    known = forms.UUIDField(required=False, widget=forms.HiddenInput)
    called = NameField(label="Comment l’appeler", max_length=120, required=False, purpose="Un prénom suffit.")
    first_name = NameField(label="Prénom", required=False)
    last_name = NameField(label="Nom", required=False)
    birth_date = BirthDateField(
        label="Date de naissance", required=False, help_text="Pour les droits. Exemple : 30/04/1992."
    )
    role = forms.ChoiceField(label="Place dans le foyer", choices=MemberRole.choices)
    shared_custody = YesNoUnknown(
        label="Garde alternée (pour un enfant)", help_text="Partage les prestations familiales."
    )
    since = DateField(
        label="Vit ici depuis le", required=False, help_text="Laissez vide si c’est depuis longtemps."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [data.get("called"), data.get("first_name"), data.get("last_name")]
        if not data.get("known") and not any(names) and not self.errors:
            raise ValidationError({"called": "Indiquez au moins un nom pour appeler cette personne."})
        data["called"] = data.get("called") or " ".join(name for name in names[1:] if name)[:120]
        return data


class MembershipForm(forms.ModelForm):
    role = forms.ChoiceField(label="Place dans le foyer", choices=MemberRole.choices)
    shared_custody = YesNoUnknown(
        label="Garde alternée (pour un enfant)", help_text="Partage les prestations familiales."
    )
    since = DateField(label="Vit ici depuis le", required=False)
    until = DateField(
        label="N’y vit plus depuis le", required=False, help_text="Laissez vide tant que la personne vit ici."
    )

    class Meta:
        model = HouseholdMember
        fields = ("role", "shared_custody", "since", "until")
