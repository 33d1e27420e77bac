from typing import Any

from django import forms

from maillage.reception.enums import Interpreter, Language, Outcome, Where, themes
from maillage.reception.forms.fields import ComingField
from maillage.web.nobody import NobodyForm
from maillage.web.typed import LineField, digits, some

MOST = 30
NO_NAME = "Jamais un nom, une date de naissance, un téléphone."


class PeopleField(forms.IntegerField):
    """How many came; blank is `nobody`."""

    def __init__(self, label: str, least: int) -> None:
        words = {
            "invalid": "Écrivez un nombre, en chiffres.",
            "min_value": f"Écrivez {least} ou plus.",
            "max_value": f"Écrivez {MOST} au plus.",
        }
        limits = {"min_value": least, "max_value": MOST, "initial": least, "required": False}
        super().__init__(label=label, widget=digits(), error_messages=words, **limits)
        self.least = least

    def clean(self, value: Any) -> int:
        found = super().clean(value)
        return self.least if found is None else int(found)


class ReceiveForm(NobodyForm):
    """Three taps: for what, what next, save. The rest is already filled in."""

    watched = ("said", "line")

    themes = forms.MultipleChoiceField(
        label="Pour quoi",
        choices=lambda: list(themes().items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une raison, ou «\u00a0Autre demande\u00a0»."},
    )
    outcome = forms.ChoiceField(
        label="Suite",
        choices=lambda: some(Outcome.listed()),
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui a été répondu."},
    )
    said = LineField(label="Ce que vous avez répondu", max_length=300, required=False, help_text=NO_NAME)
    line = LineField(
        label="À ne pas faire répéter la prochaine fois", max_length=300, required=False, help_text=NO_NAME
    )
    come_back_on = ComingField(
        label="Peut revenir le", required=False, help_text="Si elle ne revient pas, personne ne la cherche."
    )
    language = forms.ChoiceField(
        label="Langue", choices=lambda: some(Language.listed()), initial=Language.FRENCH
    )
    interpreter = forms.ChoiceField(
        label="Interprète", choices=lambda: some(Interpreter.listed()), initial=Interpreter.NONE
    )
    adults = PeopleField("Adultes", 1)
    children = PeopleField("Enfants", 0)
    where = forms.ChoiceField(label="Où", choices=lambda: some(Where.listed()), initial=Where.DESK)

    more = ("said", "line", "come_back_on", "language", "interpreter", "adults", "children", "where")

    def folded(self) -> bool:
        """Whether what is rarely needed may stay folded."""
        return not any(
            self.errors.get(name) or self[name].value() != self[name].initial for name in self.more
        )

    def rest(self) -> list[Any]:
        return [self[name] for name in self.more]


class SlipForm(forms.Form):
    bon = LineField(
        label="Référence du bon", max_length=40, help_text="Huit signes. Exemple\u00a0: 7K3M-2PQX."
    )


class JoinForm(forms.Form):
    reference = LineField(
        label="Référence du bon",
        max_length=40,
        help_text="C’est la personne qui le donne, si elle le veut. Huit signes. Exemple\u00a0: 7K3M-2PQX.",
        error_messages={"required": "Écrivez la référence du bon."},
    )
