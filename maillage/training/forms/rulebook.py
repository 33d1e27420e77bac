from typing import Any

from django import forms

from maillage.training.enums import Rubric
from maillage.training.forms.fields import PlaceField, some
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField

DECISION = {"required": "Écrivez quelle décision, et sa date."}


class AdoptForm(forms.Form):
    """`wide`: for a territory too."""

    version = forms.ChoiceField(
        label="Règle",
        error_messages={"required": "Choisissez.", "invalid_choice": "Choisissez dans la liste."},
    )
    territory = PlaceField(
        label="Pour tout un territoire",
        required=False,
        max_length=120,
        help_text="Une commune, une intercommunalité ou un département. Vide\u00a0: pour votre structure seule.",
    )
    decision = LineField(
        label="Décision",
        max_length=200,
        help_text="Exemple\u00a0: délibération du 12 janvier 2027, avis du comité social territorial.",
        error_messages=DECISION,
    )
    starts_on = DateField(label="À partir du")

    def __init__(self, *args: Any, versions: Any, wide: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.versions = {str(one.pk): one for one in versions}
        self.fields["version"].choices = [(key, str(one)) for key, one in self.versions.items()]
        if not wide:
            del self.fields["territory"]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told = {"version": self.versions[data["version"]], "territory": data.get("territory")}
        return {**told, "decision": data["decision"], "starts_on": data["starts_on"]}


class EndForm(forms.Form):
    ends_on = DateField(label="Dernier jour")


class ProgrammeForm(forms.Form):
    title = LineField(label="Titre", max_length=150, error_messages={"required": "Donnez un titre."})
    decision = LineField(label="Décision", max_length=200, error_messages=DECISION)
    starts_on = DateField(label="Du")
    ends_on = DateField(label="Au", help_text="Trois ans, en principe. Exemple\u00a0: 31/12/2029.")


class ThemeForm(forms.Form):
    title = LineField(label="Thème", max_length=150, error_messages={"required": "Écrivez le thème."})
    rubric = forms.ChoiceField(
        label="Rubrique",
        choices=lambda: some(Rubric.listed(), "Choisir"),
        error_messages={
            "required": "Choisissez une rubrique.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    about = WordsField(label="De quoi il s’agit", required=False, max_length=1000)
    source = LineField(label="D’où vient ce thème", required=False, max_length=200)
