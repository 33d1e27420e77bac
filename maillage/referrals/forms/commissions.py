"""What is asked during a sitting of a commission: a decision, for one case or several; who steps aside; how to be heard."""

from typing import Any
from uuid import UUID

from django import forms

from maillage.referrals.actions.deciding import NONE_CHOSEN, Ruling
from maillage.referrals.enums import HearingWay, Outcome, Reason
from maillage.web.typed import LineField, WordsField, digits

POSTPONED = "postponed"
LONGEST_WHY = 200


def marks(texts: list[str]) -> dict[UUID, int]:
    """Case → version of its request, from what the page sent; what is no mark is left out."""
    found = {}
    for text in texts:
        key, _, version = text.partition(":")
        try:
            found[UUID(key)] = int(version[:9])
        except ValueError:
            continue
    return found


def outcomes() -> list[tuple[str, str]]:
    return [*Outcome.listed(), (POSTPONED, "report à la prochaine séance")]


class DecisionForm(forms.Form):
    """`case`: the one on the page; `also`: others chosen in the list, decided the same way."""

    outcome = forms.ChoiceField(
        label="Décision",
        choices=outcomes,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une décision."},
    )
    reason = forms.ChoiceField(
        label="Raison d’un refus",
        choices=lambda: [("", "Choisir"), *(one for one in Reason.listed() if one[0] != Reason.SILENCE)],
        required=False,
    )
    words = WordsField(
        label="Pourquoi, en mots simples",
        required=False,
        rows=3,
        help_text="La personne lira ces mots dans sa lettre.",
    )
    next_step = WordsField(
        label="Ce qui est proposé, ou à qui s’adresser",
        required=False,
        rows=2,
        help_text="Toujours, en cas de refus ou d’orientation.",
    )
    rank = forms.IntegerField(
        label="Rang d’attente",
        required=False,
        min_value=1,
        max_value=9999,
        widget=digits(),
        error_messages={"invalid": "Écrivez le rang en chiffres."},
    )
    rank_means = LineField(label="Ce que ce rang veut dire", max_length=300, required=False)

    def chosen(self) -> dict[UUID, int]:
        data: Any = self.data
        return marks([data.get("case", ""), *data.getlist("also")])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.chosen():
            raise forms.ValidationError(NONE_CHOSEN)
        if data.get("outcome") == POSTPONED and not 0 < len(data.get("words", "")) <= LONGEST_WHY:
            self.add_error("words", f"Dites pourquoi elle est reportée, en {LONGEST_WHY} caractères au plus.")
        return data

    @property
    def postpones(self) -> bool:
        return bool(self.cleaned_data["outcome"] == POSTPONED)

    def ruling(self) -> Ruling:
        return Ruling(**self.cleaned_data)


class WhyForm(forms.Form):
    why = LineField(label="Pourquoi", max_length=LONGEST_WHY)


class PutAsideForm(forms.Form):
    occupant = forms.ModelChoiceField(
        queryset=None,
        label="Membre de la commission",
        empty_label="Choisir",
        error_messages={"invalid_choice": "Choisissez quelqu’un de la liste."},
    )

    def __init__(self, *args: Any, occupants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["occupant"]
        chosen.queryset = occupants
        chosen.label_from_instance = lambda one: f"{one.name}, {one.seat.organisation}"


class HearingForm(forms.Form):
    way = forms.ChoiceField(
        label="Devant la commission",
        choices=HearingWay.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse\u00a0: elle pourra changer jusqu’à la décision."},
    )
    words = WordsField(
        label="Les mots à lire",
        required=False,
        rows=5,
        help_text="Lus tels quels, si ce choix est fait. La commission les garde pour elle.",
    )


OWN_WAYS = {
    HearingWay.ATTEND: "Je viens moi-même",
    HearingWay.REPRESENTED: "Quelqu’un vient pour moi",
    HearingWay.WORDS: "Je ne viens pas, mais on lit mes mots",
    HearingWay.NONE: "Je ne souhaite rien dire",
}


class OwnHearingForm(HearingForm):
    """The same, in the person's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = list(OWN_WAYS.items())
        self.fields["way"].label = "Que voulez-vous faire\u00a0?"
        self.fields["words"].label = "Vos mots"
