"""A session typed in a compact page: where, when it comes back, for what; one of its days changed; who came."""

from typing import Any

from django import forms
from django.utils import timezone

from maillage.directory.enums import CATEGORIES, PUBLICS, SessionKind, Visibility
from maillage.directory.forms.cards import PhoneField, choices, some
from maillage.directory.forms.fields import CommuneField, SoonField, StructureField
from maillage.directory.models.ground import MOST_COUNTED
from maillage.directory.rules.recurrence import RANKS, Recurrence, Rhythm, read, written
from maillage.web.typed import LineField, TimeField, VersionForm, WordsField, digits
from maillage.web.wording import DAYS

PLAIN = (
    "kind", "name", "host", "place", "address", "commune", "categories", "publics", "description", "phone",
    "by_appointment", "starts_on", "starts_at", "minutes", "until", "on_holidays", "visibility",
)  # fmt: skip
KILOMETRES = ((5, "5 km"), (10, "10 km"), (20, "20 km"), (50, "50 km"))


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Durée, en minutes",
        min_value=5,
        max_value=720,
        widget=digits(),
        error_messages={
            "invalid": "Écrivez la durée en minutes, en chiffres. Exemple\u00a0: 120.",
            "min_value": "Une permanence dure au moins 5 minutes.",
            "max_value": "Une permanence dure au plus 720 minutes (12 heures).",
        },
    )


class SessionForm(VersionForm):
    kind = forms.ChoiceField(label="Type", choices=SessionKind.listed)
    name = LineField(
        label="Nom",
        max_length=150,
        help_text="Celui de l’affiche. Exemple\u00a0: permanence d’accès aux droits.",
    )
    host = StructureField(
        label="Structure qui accueille",
        required=False,
        help_text="Vide\u00a0: aucune, ou vous. Ses jours de fermeture comptent aussi.",
    )
    place = LineField(label="Lieu", max_length=200, help_text="Exemple\u00a0: mairie, salle du conseil.")
    address = LineField(label="Adresse", max_length=300, required=False)
    commune = CommuneField(label="Commune")
    starts_on = SoonField(label="Premier jour")
    starts_at = TimeField(label="Heure", error_messages={"required": "Écrivez l’heure."})
    minutes = minutes_field()
    rhythm = forms.ChoiceField(label="Elle a lieu", choices=Rhythm.listed, widget=forms.RadioSelect)
    weekdays = forms.TypedMultipleChoiceField(
        label="Quels jours",
        choices=list(enumerate(DAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché\u00a0: le même jour de la semaine que le premier.",
    )
    rank = forms.TypedChoiceField(
        label="Si c’est une fois par mois, lequel",
        choices=RANKS,
        coerce=int,
        required=False,
        empty_value=1,
    )
    until = SoonField(label="Dernier jour", required=False, help_text="Vide\u00a0: sans fin prévue.")
    on_holidays = forms.BooleanField(label="Elle a lieu aussi les jours fériés", required=False)
    by_appointment = forms.BooleanField(label="Seulement sur rendez-vous", required=False)
    phone = PhoneField(label="Téléphone pour se renseigner")
    categories = some("Thèmes", CATEGORIES)
    publics = some("Pour qui", PUBLICS)
    description = WordsField(label="À savoir", rows=3, max_length=1000, required=False)
    visibility = forms.ChoiceField(label="Visible par", choices=Visibility.listed)

    @classmethod
    def of(cls, session: Any) -> dict[str, Any]:
        """What the form shows of a session."""
        told = read(session.rule)
        rhythm = {"rhythm": told.rhythm, "weekdays": list(told.weekdays), "rank": told.rank}
        return {name: getattr(session, name) for name in PLAIN} | rhythm | {"version": session.version}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, until = data.get("starts_on"), data.get("until")
        if start and until and until < start:
            self.add_error("until", "Le dernier jour vient après le premier.")
        host = data.get("host")
        if host and not host.is_public and data.get("visibility") == Visibility.PUBLIC:
            self.add_error(
                "host", "Cette structure n’est montrée qu’aux professionnels\u00a0: la permanence aussi."
            )
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        days = tuple(sorted(data["weekdays"])) or (data["starts_on"].weekday(),)
        rule = written(Recurrence(data["rhythm"], days, data["rank"]))
        return {name: data[name] for name in PLAIN} | {"rule": rule}


class CancelForm(forms.Form):
    reason = LineField(
        label="Pourquoi",
        max_length=200,
        help_text="Lu par tout le monde. Exemple\u00a0: salle occupée.",
        error_messages={"required": "Dites pourquoi, en quelques mots."},
    )


class MoveForm(CancelForm):
    to = SoonField(label="Nouveau jour")
    at = TimeField(label="Nouvelle heure", error_messages={"required": "Écrivez l’heure."})
    place = LineField(
        label="Nouveau lieu", max_length=200, required=False, help_text="Vide\u00a0: le lieu habituel."
    )
    field_order = ("to", "at", "place", "reason")

    def clean_to(self) -> Any:
        if self.cleaned_data["to"] < timezone.localdate():
            raise forms.ValidationError("Ce jour est passé.")
        return self.cleaned_data["to"]


class CountField(forms.IntegerField):
    """A number of people; blank is none."""

    def __init__(self, **options: Any) -> None:
        words = {
            "invalid": "Écrivez un nombre, en chiffres.",
            "min_value": "Écrivez 0 ou plus.",
            "max_value": f"Écrivez {MOST_COUNTED} au plus.",
            "required": "Écrivez le nombre. Si personne n’est venu, écrivez 0.",
        }
        limits = {"min_value": 0, "max_value": MOST_COUNTED, "widget": digits(), "error_messages": words}
        super().__init__(**{**limits, **options})


class AttendanceForm(VersionForm):
    came = CountField(label="Personnes venues")
    new = CountField(label="Dont venues pour la première fois", required=False)

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = themes
        for theme in themes:
            self.fields[f"asked_{theme}"] = CountField(label=CATEGORIES[theme], required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("new") or 0) > (data.get("came") or 0) and "came" not in self.errors:
            self.add_error("new", "Ce nombre dépasse celui des personnes venues.")
        return data

    def asked(self) -> dict[str, int]:
        return {theme: self.cleaned_data[f"asked_{theme}"] or 0 for theme in self.themes}


class SessionFilters(forms.Form):
    commune = CommuneField(label="Autour de", required=False)
    km = forms.TypedChoiceField(
        label="Jusqu’à", choices=KILOMETRES, coerce=int, required=False, empty_value=20
    )
    theme = forms.ChoiceField(
        label="Thème", required=False, choices=lambda: [("", "Tous"), *choices(CATEGORIES)]
    )
    type = forms.ChoiceField(
        label="Type", required=False, choices=lambda: [("", "Tous"), *SessionKind.listed()]
    )
