"""A meeting, its points, who is there, the votes, the minutes."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from maillage.governance.enums import VOTED, DecisionKind, Ending, ItemNature
from maillage.governance.rules import Count, Voices
from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, VersionField, VersionForm, WordsField, digits
from maillage.web.votes import VotesForm

LONGEST = timedelta(hours=14)
MOST_GUESTS = 200


class GatheringForm(VersionForm):
    title = LineField(label="Objet", max_length=150, help_text="Exemple\u00a0: séance plénière.")
    day = DateField(label="Jour")
    begins = TimeField(label="De", error_messages={"required": "Écrivez l’heure du début."})
    ends = TimeField(label="À", error_messages={"required": "Écrivez l’heure de la fin."})
    place = LineField(label="Lieu", max_length=200)
    link = forms.URLField(
        label="Lien pour y être à distance",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: https://visio.exemple.fr/salle."
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if all(data.get(name) is not None for name in ("day", "begins", "ends")):
            zone = timezone.get_current_timezone()
            data["starts_at"] = datetime.combine(data["day"], data["begins"], zone)
            data["ends_at"] = datetime.combine(data["day"], data["ends"], zone)
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", "La séance finit après avoir commencé.")
            elif data["ends_at"] - data["starts_at"] > LONGEST:
                self.add_error("ends", "Une séance dure 14 heures au plus\u00a0: prévoyez-en une par jour.")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "starts_at", "ends_at", "place", "link")}


class PlanForm(GatheringForm):
    version = None  # type: ignore[assignment]


class CancelForm(forms.Form):
    reason = LineField(label="Pourquoi", max_length=200)


def plain_words() -> WordsField:
    return WordsField(
        label="En clair",
        rows=2,
        max_length=1000,
        required=False,
        help_text="Deux phrases simples\u00a0: ce que cela change pour les personnes. Montré d’abord.",
    )


class PlainForm(forms.Form):
    """Plain words are asked where persons sit among themselves."""

    plain_words = plain_words()

    def __init__(self, *args: Any, plain: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not plain:
            del self.fields["plain_words"]

    def told(self, *names: str) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in (*names, "plain_words") if name in data}


class ItemForm(PlainForm):
    title = LineField(label="Point", max_length=200)
    nature = forms.ChoiceField(label="Pour", choices=ItemNature.listed, widget=forms.RadioSelect)
    details = WordsField(label="Ce qu’il faut savoir", rows=4, max_length=5000, required=False)
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        required=False,
        min_value=1,
        max_value=600,
        widget=digits(),
        error_messages={"invalid": "Écrivez la durée en minutes, en chiffres."},
    )
    asked_by = LineField(label="Demandé par", max_length=150, required=False)
    field_order = ("title", "nature", "plain_words", "details")
    embargo_day = DateField(
        label="Sous embargo jusqu’au",
        required=False,
        help_text="Jusqu’à la fin de ce jour, seuls les membres lisent ce point.",
    )

    def values(self) -> dict[str, Any]:
        """An embargo ends with its day, in Paris: at 23:59:59 it still holds."""
        told = self.told("title", "nature", "details", "minutes", "asked_by")
        day = self.cleaned_data["embargo_day"]
        return told | {"embargo_until": end_of_day(day) if day else None}


def end_of_day(day: Any) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), timezone.get_current_timezone())


class PresenceForm(forms.Form):
    """One box and one duration for each member; guests, one a line."""

    guests = WordsField(
        label="Invités",
        rows=3,
        max_length=20_000,
        required=False,
        help_text="Un nom par ligne. Ils ne comptent pas dans le quorum.",
    )

    def __init__(self, *args: Any, members: list[Any], length: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.length = members, length
        for one in members:
            self.fields[f"there_{one.pk}"] = forms.BooleanField(label=one.name, required=False)
            self.fields[f"minutes_{one.pk}"] = forms.IntegerField(
                label=f"Minutes de présence de {one.name}",
                required=False,
                min_value=1,
                max_value=900,
                widget=digits(),
                error_messages={
                    "invalid": "Écrivez les minutes en chiffres.",
                    "min_value": "Au moins une minute.",
                    "max_value": "900 minutes au plus.",
                },
            )

    def lines(self) -> list[tuple[Any, Any, Any]]:
        return [(one, self[f"there_{one.pk}"], self[f"minutes_{one.pk}"]) for one in self.members]

    def present(self) -> dict[int, int]:
        data = self.cleaned_data
        return {
            one.pk: data[f"minutes_{one.pk}"] or self.length
            for one in self.members
            if data[f"there_{one.pk}"]
        }

    def clean_guests(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["guests"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_GUESTS or any(len(name) > 120 for name in names):
            raise forms.ValidationError(
                f"{MOST_GUESTS} invités au plus, un nom de 120 caractères au plus par ligne."
            )
        return names


class DecisionForm(PlainForm, VotesForm):
    kind = forms.ChoiceField(label="Nature", choices=DecisionKind.listed)
    text = WordsField(label="Ce qui est décidé", rows=4, max_length=5000)
    owner = LineField(label="Qui s’en charge", max_length=150, required=False)
    due_on = DateField(label="Pour le", required=False)

    def __init__(self, *args: Any, counts: list[Count], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_votes(counts)

    def values(self) -> dict[str, Any]:
        return self.told("kind", "text", "owner", "due_on")

    def voices(self) -> dict[int, Voices]:
        return {college: Voices(*told) for college, told in self.by_college().items()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            data.get("kind") in VOTED
            and not self.errors
            and not any(one.in_favour + one.against + one.abstained for one in self.voices().values())
        ):
            self.add_error(
                None, "Écrivez les voix de chaque collège, ou choisissez «\u00a0piste de travail\u00a0»."
            )
        return data


class EndingForm(forms.Form):
    ending = forms.ChoiceField(label="Issue", choices=Ending.listed, widget=forms.RadioSelect)
    note = WordsField(
        label="Ce qui a été fait, ou pourquoi elle est abandonnée", rows=3, max_length=1000, required=False
    )
    on = DateField(label="Le")


class MinutesForm(forms.Form):
    version = VersionField(required=False)
    text = WordsField(label="Compte rendu", rows=24, max_length=100_000)


class DraftedForm(MinutesForm):
    """What is being typed: it may be empty, and is kept as it is."""

    text = WordsField(required=False, strip=False, max_length=100_000)


class AmendmentForm(forms.Form):
    passage = WordsField(label="Le passage", rows=2, max_length=5000, required=False)
    proposal = WordsField(label="Ce qu’il faudrait lire", rows=3, max_length=5000)


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label="Réponse",
        choices=[("oui", "Retenu"), ("non", "Pas retenu")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    answer = WordsField(label="Pourquoi", rows=2, max_length=1000, required=False)


class ApprovalForm(forms.Form):
    approved_in = forms.ModelChoiceField(label="Approuvé à la séance", queryset=None, empty_label=None)

    def __init__(self, *args: Any, later: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approved_in"].queryset = later
        self.fields["approved_in"].label_from_instance = lambda one: (
            f"{timezone.localtime(one.starts_at):%d/%m/%Y}, {one.title}"
        )
