"""One line for one meeting: on a phone, from a paper, corrected; and how a sector was walked."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone

from maillage.counts.enums import ANSWERS, Ask, Contact, Shape, Walked
from maillage.counts.forms.nights import capitalised
from maillage.counts.models.sightings import MOST_PERSONS
from maillage.counts.sighting_words import LETTERS
from maillage.web.typed import LineField, TimeField, digits

HOW_MANY = f"Écrivez un nombre de 1 à {MOST_PERSONS}."
MINORS = f"Écrivez un nombre de 0 à {MOST_PERSONS}."
HOWEVER = {
    Shape.ALONE: (1, 1, "Une personne seule\u00a0: écrivez 1, ou choisissez un autre ménage."),
    Shape.COUPLE: (2, 2, "Un couple sans enfant\u00a0: écrivez 2, ou choisissez un autre ménage."),
    Shape.FAMILY: (2, MOST_PERSONS, "Une famille avec enfant\u00a0: 2 personnes au moins."),
    Shape.GROUP: (2, MOST_PERSONS, "Un groupe\u00a0: 2 personnes au moins."),
}
"""The fewest and the most persons of a household, and what is said otherwise."""
ONE_OF = "Choisissez une réponse."
NIGHTFALL = time(12)
"""An hour of the paper before noon is of the next day."""


def whole(label: str, fewest: int, wrong: str, **options: Any) -> forms.IntegerField:
    told = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label, min_value=fewest, max_value=MOST_PERSONS, widget=digits(), error_messages=told, **options
    )


def radios(label: str, listed: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=listed,
        widget=forms.RadioSelect,
        error_messages={"required": ONE_OF, "invalid_choice": ONE_OF},
    )


class LineForm(forms.Form):
    """`rounds`: [(id, sector)] of the team; `asked`: what this night asks. `lettered`: as on paper."""

    round = forms.TypedChoiceField(
        label="Secteur",
        coerce=int,
        error_messages={
            "required": "Choisissez le secteur.",
            "invalid_choice": "Choisissez un de vos secteurs.",
        },
    )
    contact = radios("Rencontre", [])
    shape = radios("Ménage", [])
    persons = whole("Combien de personnes", 1, HOW_MANY, initial=1)
    minors = whole("Dont mineurs", 0, MINORS, initial=0)
    edge = forms.BooleanField(
        label="Au bord du secteur",
        required=False,
        help_text="L’équipe d’à côté a pu les voir aussi.",
    )
    line = forms.CharField(required=False, widget=forms.HiddenInput)
    at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        rounds: list[tuple[int, str]],
        asked: Iterable[str],
        lettered: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = rounds
        self.lettered = lettered
        self.fields["contact"].choices = self._listed(Contact)
        self.fields["shape"].choices = self._listed(Shape)
        self.asked = [one for one in Ask if one in asked]
        for one in self.asked:
            label = str(one.label)[:1].upper() + str(one.label)[1:]
            choices = [("", "Non dit"), *self._listed(ANSWERS[one])]
            self.fields[one] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.fields[one].error_messages["invalid_choice"] = ONE_OF
        self.order_fields(["round", "contact", "shape", "persons", "minors", *self.asked, "edge"])
        self.initial.setdefault("line", str(uuid4()))

    def _listed(self, kind: Any) -> list[tuple[str, str]]:
        listed = capitalised(kind.choices)
        if not self.lettered:
            return listed
        return [(code, f"{letter}. {label}") for letter, (code, label) in zip(LETTERS, listed, strict=False)]

    @property
    def told(self) -> list[Any]:
        """The fields of what the person may say, for the page."""
        return [self[one] for one in self.asked]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        persons, minors, shape = (data.get(name) for name in ("persons", "minors", "shape"))
        if persons is not None and shape in HOWEVER:
            fewest, most, words = HOWEVER[Shape(shape)]
            if not fewest <= persons <= most:
                self.add_error("persons", words)
        if persons is not None and minors is not None and minors > persons:
            self.add_error("minors", "Les mineurs sont comptés parmi les personnes.")
        if shape == Shape.COUPLE and minors:
            self.add_error("minors", "Un couple sans enfant n’a pas de mineur\u00a0: choisissez famille.")
        return data

    def identifier(self) -> UUID:
        """The phone's, or the page's; a new one for what can't be read."""
        try:
            return UUID(self.cleaned_data["line"])
        except ValueError:
            return uuid4()

    def seen_at(self) -> datetime:
        """When the phone says it was; now otherwise, and for a clock that is wrong by more than two days."""
        now = timezone.now()
        try:
            told = datetime.fromisoformat(self.cleaned_data["at"])
            return told if now - timedelta(days=2) <= told <= now else now
        except (ValueError, TypeError):
            return now

    def values(self) -> dict[str, Any]:
        names = ("contact", "shape", "persons", "minors", "edge", *self.asked)
        return (
            {str(Ask(one)): "" for one in Ask}
            | {name: self.cleaned_data[name] for name in names}
            | {"seen_at": self.seen_at()}
        )


class TimedLineForm(LineForm):
    """With the hour, for a paper and for a correction."""

    hour = TimeField(label="Heure", error_messages={"required": "Écrivez l’heure."})

    def __init__(self, *args: Any, evening: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evening = timezone.localtime(evening)
        self.order_fields(["round", "hour"])

    def seen_at(self) -> datetime:
        hour, first = self.cleaned_data["hour"], self.evening.date()
        next_day = hour < NIGHTFALL <= self.evening.time()
        day = first + timedelta(days=1) if next_day else first
        return datetime.combine(day, hour, timezone.get_current_timezone())

    @staticmethod
    def read(line: Any) -> dict[str, Any]:
        names = ("contact", "shape", "persons", "minors", "edge", *Ask.values)
        hour = timezone.localtime(line.seen_at).time()
        return {name: getattr(line, name) for name in names} | {"round": line.round_id, "hour": hour}


class StrikeForm(forms.Form):
    why = LineField(
        label="Pourquoi",
        max_length=200,
        help_text="Exemple\u00a0: saisie deux fois. Sans rien qui désigne quelqu’un.",
        error_messages={"required": "Dites pourquoi."},
    )


class WalkedForm(forms.Form):
    walked = radios("Ce secteur est", capitalised(Walked.choices))
    began = TimeField(label="Début", required=False, help_text="Exemple\u00a0: 22 h 15.")
    finished = TimeField(label="Fin", required=False, help_text="Exemple\u00a0: 0 h 40.")

    def __init__(self, *args: Any, evening: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evening = timezone.localtime(evening)

    @staticmethod
    def read(row: Any) -> dict[str, Any]:
        hours = {"began": row.began_at, "finished": row.finished_at}
        told = {name: timezone.localtime(one).time() for name, one in hours.items() if one}
        return {"walked": row.walked} | told

    def _moment(self, name: str) -> datetime | None:
        hour = self.cleaned_data.get(name)
        if hour is None:
            return None
        day = self.evening.date() + timedelta(days=int(hour < NIGHTFALL <= self.evening.time()))
        return datetime.combine(day, hour, timezone.get_current_timezone())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("walked") in (Walked.WHOLE, Walked.PARTLY):
            for name in ("began", "finished"):
                if name not in self.errors and data.get(name) is None:
                    self.add_error(name, "Écrivez l’heure.")
        began, finished = self._moment("began"), self._moment("finished")
        if began and finished and finished < began:
            self.add_error("finished", "La tournée finit après avoir commencé.")
        return data

    def values(self) -> dict[str, Any]:
        told = {"began_at": self._moment("began"), "finished_at": self._moment("finished")}
        if self.cleaned_data["walked"] == Walked.NOT:
            told = dict.fromkeys(told)
        return {"walked": self.cleaned_data["walked"]} | told
