from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.governance.models import Committee, Decision, Text
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionForm, WordsField
from maillage.web.wording import short_day

STATES = [("", "En cours"), ("termines", "Terminés")]
NO_COMMITTEE = "Choisissez une instance de la liste."


class LinesField(WordsField):
    """One thing a line; cleans to a list, each once."""

    def __init__(self, *, most: int = 40, longest: int = 300, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(**{"rows": 5, "max_length": most * (longest + 2), "required": False, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        found = list(dict.fromkeys(filter(None, lines)))
        if len(found) > self.most:
            raise ValidationError(f"{len(found)} lignes\u00a0: écrivez-en {self.most} au plus.")
        if long := next((line for line in found if len(line) > self.longest), None):
            raise ValidationError(
                f"La ligne qui commence par «\u00a0{long[:40]}…\u00a0» dépasse {self.longest} caractères."
            )
        return found


class PublicChoice(forms.ModelChoiceField):
    """By its public identifier; whatever else is sent is no choice."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class CommitteeChoice(PublicChoice):
    def __init__(self, **kwargs: Any) -> None:
        told = {"invalid_choice": NO_COMMITTEE, "required": NO_COMMITTEE}
        empty: Any = Committee.objects.none()
        super().__init__(empty, to_field_name="public_id", error_messages=told, **kwargs)


class DecisionChoice(PublicChoice):
    def __init__(self, rows: Any, **kwargs: Any) -> None:
        told = {"invalid_choice": "Choisissez une décision de la liste."}
        told_by = {"to_field_name": "public_id", "error_messages": told, "empty_label": "Aucune"}
        super().__init__(rows, required=False, **told_by, **kwargs)

    def label_from_instance(self, one: Decision) -> str:
        return f"{short_day(one.decided_at)}\u00a0: {one}"


class BoardFilters(forms.Form):
    instance = CommitteeChoice(label="Instance", required=False, empty_label="Toutes")
    etat = forms.ChoiceField(label="Mandats", required=False, choices=STATES)

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instance"].queryset = committees.select_related(None)  # type: ignore[attr-defined]


def _question() -> WordsField:
    return WordsField(label="Question posée", rows=4, max_length=3000)


def _points() -> LinesField:
    help_text = "Un par ligne. Chaque livrable dira lesquels il couvre."
    return LinesField(label="Points à traiter", help_text=help_text)


class GiveMandateForm(forms.Form):
    committee = CommitteeChoice(label="Confié à", empty_label="Choisir")
    title = LineField(label="Titre", max_length=150)
    question = _question()
    points = _points()
    outputs = LinesField(
        label="Livrables attendus",
        rows=3,
        longest=150,
        help_text="Un par ligne. Exemple\u00a0: rapport d’étape. D’autres pourront être ajoutés, avec leur date.",
    )
    due_on = DateField(label="À rendre le")
    joined = forms.ModelMultipleChoiceField(
        Committee.objects.none(),
        label="Avec d’autres instances",
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NO_COMMITTEE, "invalid_pk_value": NO_COMMITTEE},
    )

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("committee", "joined"):
            self.fields[name].queryset = committees  # type: ignore[attr-defined]


class AmendMandateForm(VersionForm):
    NAMES = ("question", "points", "due_on")

    question = _question()
    points = _points()
    due_on = DateField(label="À rendre le")
    reason = LineField(label="Ce qui change", max_length=300, required=False)

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "points"
        ].help_text = "Un par ligne. Un point écrit autrement, ou nouveau, est à couvrir de nouveau."
        words = "Si une séance l’a décidé."
        self.fields["decision"] = DecisionChoice(decisions, label="Décision qui le change", help_text=words)

    def wording(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*self.NAMES, "reason")}


class OutputForm(forms.Form):
    title = LineField(label="Livrable", max_length=150, help_text="Exemple\u00a0: rapport d’étape.")
    due_on = DateField(label="Pour le")


class DeliverForm(forms.Form):
    text = PublicChoice(
        Text.objects.none(),
        label="Texte rendu",
        empty_label="Choisir",
        to_field_name="public_id",
        error_messages={"invalid_choice": "Choisissez un texte publié de la liste."},
    )
    covers = forms.TypedMultipleChoiceField(
        label="Points couverts",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Les points de ce mandat viennent de changer\u00a0: relisez-les."},
    )

    def __init__(self, *args: Any, texts: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].queryset = texts  # type: ignore[attr-defined]
        self.fields["covers"].choices = list(enumerate(points))  # type: ignore[attr-defined]
        if not points:
            del self.fields["covers"]


class EndMandateForm(forms.Form):
    note = WordsField(label="Comment il se termine", required=False, max_length=1000)
