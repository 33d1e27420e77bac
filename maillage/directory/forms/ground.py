from typing import Any

from django import forms
from django.utils import timezone

from maillage.directory.enums import CATEGORIES, Half, Level, Sent, Visitor
from maillage.directory.forms.fields import CommuneField, SoonField
from maillage.directory.forms.sessions import CountField
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionForm
from maillage.web.wording import DAYS

HALVES = [(f"{day + 1}{half.value}", f"{DAYS[day]} {half.label}") for day in range(6) for half in Half]
HOW_LONG = ((7, "une semaine"), (15, "15 jours"), (30, "un mois"), (90, "trois mois"))
OTHER = ("", "autre demande")


def reasons() -> list[tuple[str, str]]:
    return [*CATEGORIES.items(), OTHER]


class AvailabilityForm(forms.Form):
    level = forms.ChoiceField(
        label="Aujourd’hui",
        choices=Level.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites s’il reste de la place."},
    )
    places = CountField(label="Places libres", required=False, help_text="Vide\u00a0: sans nombre précis.")
    weeks = CountField(
        label="Attente en semaines", required=False, max_value=260, help_text="Vide\u00a0: inconnue."
    )
    days = forms.TypedChoiceField(
        label="Valable",
        choices=HOW_LONG,
        coerce=int,
        required=False,
        empty_value=15,
        help_text="Ensuite, la fiche dira «\u00a0inconnu\u00a0».",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("places") is not None and data.get("level") in (Level.FULL, Level.SUSPENDED):
            self.add_error("places", "Complet ou suspendu\u00a0: il n’y a pas de place à compter.")
        return data


class ClosureForm(forms.Form):
    since = SoonField(label="Du", error_messages={"required": "Écrivez le premier jour."})
    until = SoonField(label="Au", error_messages={"required": "Écrivez le dernier jour."})
    reason = LineField(label="Raison", required=False, help_text="Lue par tous. Exemple\u00a0: congés d’été.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin vient après le début.")
        elif until and until < timezone.localdate():
            self.add_error("until", "Cette fermeture est passée.")
        return data


class PresenceForm(VersionForm):
    body = LineField(
        label="Service présent",
        max_length=120,
        help_text="Exemple\u00a0: CAF, Assurance maladie, conseil juridique.",
    )
    halves = forms.MultipleChoiceField(
        label="Quand",
        choices=HALVES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une demi-journée."},
    )
    how = LineField(label="Comment", required=False, help_text="Exemple\u00a0: sur rendez-vous, en visio.")


class PlaceFilters(forms.Form):
    commune = CommuneField(label="Autour de", required=False)


class VisitForm(forms.Form):
    """One person at the desk: who and what next are chosen, then a button by theme adds one."""

    visitor = forms.ChoiceField(label="Qui", choices=Visitor.listed, widget=forms.RadioSelect)
    sent = forms.ChoiceField(label="Suite", choices=Sent.listed, widget=forms.RadioSelect)
    category = forms.ChoiceField(label="Pour quoi", choices=reasons, required=False)


class HalfDayForm(forms.Form):
    jour = DateField(label="Jour")
    quand = forms.ChoiceField(label="Demi-journée", choices=Half.listed)
    qui = forms.ChoiceField(label="Qui", choices=Visitor.listed)

    def clean_jour(self) -> Any:
        if self.cleaned_data["jour"] > timezone.localdate():
            raise forms.ValidationError("Ce jour n’est pas encore venu.")
        return self.cleaned_data["jour"]


class SheetForm(forms.Form):
    """The paper sheet, theme by theme in the same order; a column for each « suite »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category, label in reasons():
            for sent, words in Sent.choices:
                name = field_name(category, sent)
                self.fields[name] = CountField(label=f"{label}\u00a0: {words}", required=False)

    def rows(self) -> list[tuple[str, list[Any]]]:
        return [
            (label, [self[field_name(category, sent)] for sent in Sent.values])
            for category, label in reasons()
        ]

    def counts(self) -> list[tuple[str, str, int]]:
        return [
            (category, sent, self.cleaned_data[field_name(category, sent)] or 0)
            for category, _ in reasons()
            for sent in Sent.values
        ]


def field_name(category: str, sent: str) -> str:
    return f"{category or 'autre'}.{sent}"
