"""Registering, and what an open forum asks of those who come."""

from typing import Any

from django import forms

from maillage.events.enums import Need
from maillage.events.models import Opening
from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, WordsField

EMAIL = {
    "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr.",
    "required": "Écrivez votre adresse\u00a0: un e-mail vous demandera de confirmer.",
}


class RegisterForm(forms.Form):
    """`signed`: with an account, whose address is known. `typed`: by who keeps the list, the address may be missing."""

    name = LineField(label="Prénom et nom", max_length=120)
    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        error_messages=EMAIL,
        help_text="Pour confirmer, et savoir si vous avez une place. Effacée trois mois après.",
    )
    share = forms.ModelChoiceField(
        label="Vous venez au titre de",
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choisissez à quel titre.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    needs = forms.MultipleChoiceField(
        label="Pour participer, il faut",
        choices=Need.listed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Lu par les organisateurs seulement, effacé une semaine après.",
    )
    more = LineField(label="Autre chose à prévoir", max_length=200, required=False)

    def __init__(
        self, *args: Any, opening: Opening, signed: bool = False, typed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if opening.shares.exists():
            self.fields["share"].queryset = opening.shares.all()  # type: ignore[attr-defined]
        else:
            del self.fields["share"]
        if signed:
            del self.fields["email"]
        if typed:
            self.fields["email"].required = False
            self.fields[
                "email"
            ].help_text = "Sans adresse, personne ne la préviendra\u00a0: dites-lui de rappeler."
            if "share" in self.fields:
                self.fields["share"].label = "Vient au titre de"
        else:
            self.fields["name"].widget.attrs["autocomplete"] = "name"
            if "email" in self.fields:
                self.fields["email"].widget.attrs["autocomplete"] = "email"

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "email": data.get("email", ""),
            "share": data.get("share"),
            "needs": data["needs"],
            "more": data["more"],
        }


class TopicForm(forms.Form):
    title = LineField(
        label="Sujet",
        max_length=150,
        help_text="Une question ou une envie. Exemple\u00a0: accueillir sans rendez-vous.",
    )
    why = WordsField(label="Pourquoi en parler", rows=3, max_length=1000, required=False)


class AddTopicForm(TopicForm):
    proposed_by = LineField(label="Proposé par", max_length=120)


class PlaceTopicForm(forms.Form):
    accepted = forms.BooleanField(label="Ce sujet est retenu", required=False)
    slot = forms.ModelChoiceField(
        label="Créneau",
        queryset=None,
        required=False,
        empty_label="Pas encore placé",
        error_messages={
            "invalid_choice": "Ce créneau est pris ou n’existe plus\u00a0: choisissez-en un autre."
        },
    )

    def __init__(self, *args: Any, slots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    report = WordsField(
        label="Ce qui en est sorti",
        rows=8,
        max_length=10_000,
        help_text="L’essentiel, sans nom de personne accompagnée. Tout le monde le lit.",
    )


class SlotForm(forms.Form):
    day = DateField(label="Jour")
    begins = TimeField(label="De", error_messages={"required": "Écrivez l’heure du début."})
    ends = TimeField(label="À", error_messages={"required": "Écrivez l’heure de la fin."})
    room = LineField(label="Salle ou table", max_length=80)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", "Le créneau finit après avoir commencé.")
        return data
