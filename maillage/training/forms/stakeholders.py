from typing import Any

from django import forms

from maillage.training.enums import StakeholderKind, TieKind
from maillage.training.forms.fields import some
from maillage.web.typed import LineField, WordsField

CHOOSE = {"required": "Choisissez.", "invalid_choice": "Choisissez dans la liste."}


class StakeholderForm(forms.Form):
    name = LineField(
        label="Nom",
        max_length=120,
        help_text="Une organisation, jamais une personne.",
        error_messages={"required": "Écrivez le nom."},
    )
    kind = forms.ChoiceField(
        label="Type", choices=lambda: some(StakeholderKind.listed(), "Choisir"), error_messages=CHOOSE
    )
    where = LineField(label="Où", max_length=120, error_messages={"required": "Dites où."})
    opportunity = WordsField(label="Ce que cela ouvre", required=False, max_length=500)
    way = WordsField(label="Comment y prendre part", required=False, max_length=500)


class TieForm(forms.Form):
    one = forms.ChoiceField(label="Qui", error_messages=CHOOSE)
    kind = forms.ChoiceField(
        label="Lien", choices=lambda: some(TieKind.listed(), "Choisir"), error_messages=CHOOSE
    )
    other = forms.ChoiceField(label="Avec qui", error_messages=CHOOSE)
    about = LineField(label="À propos de quoi", required=False, max_length=200)

    def __init__(self, *args: Any, stakeholders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(one.public_id): one for one in stakeholders}
        choices = [("", "Choisir"), *((key, one.name) for key, one in self.known.items())]
        self.fields["one"].choices = self.fields["other"].choices = choices

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        ends = {name: self.known[data[name]] for name in ("one", "other")}
        return {**ends, "kind": data["kind"], "about": data["about"]}


class SelfCheckForm(forms.Form):
    """The three D. Questions, never a mark."""

    action = LineField(
        label="Quelle action", max_length=150, error_messages={"required": "Dites quelle action."}
    )
    deconstruct = WordsField(
        label="Déconstruire",
        rows=5,
        required=False,
        help_text="Quelles idées reçues cette action bouscule-t-elle\u00a0? Lesquelles reprend-elle sans le vouloir\u00a0?",
    )
    diversify = WordsField(
        label="Diversifier",
        rows=5,
        required=False,
        help_text="Qui n’est pas là et devrait y être\u00a0? Quels lieux, quels horaires, quels mots les tiennent loin\u00a0?",
    )
    energise = WordsField(
        label="Dynamiser",
        rows=5,
        required=False,
        help_text="Qu’est-ce qui donne envie de venir, de rester, d’en parler\u00a0? Qui peut en témoigner\u00a0?",
    )
    next_step = WordsField(label="Ce que nous changeons", required=False, max_length=1000)
