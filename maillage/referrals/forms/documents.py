"""What is written in the single document: a part, the scheme's own questions, the person's words, their agreement."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.people.enums import ConsentWay
from maillage.referrals.document import FIELDS, LONGEST, Field
from maillage.schemes.enums import Section
from maillage.schemes.rules.catalogue import Question
from maillage.web.fields import parse_amount, parse_date
from maillage.web.rendering import KnownFieldsMixin
from maillage.web.typed import LineField, VersionForm, WordsField
from maillage.web.wording import day

KNOWN = "repris du dossier"
YES_NO = [("", "on ne sait pas"), ("oui", "oui"), ("non", "non")]


class DayText(LineField):
    """A day, kept as it is said: "30 avril 1992"."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        try:
            return day(parse_date(text))
        except ValueError:
            raise ValidationError("Cette date n’est pas lisible. Exemple\u00a0: 30/04/1992.") from None


class AmountText(LineField):
    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        try:
            parse_amount(text or "0")
        except ValueError:
            raise ValidationError("Écrivez un montant en chiffres. Exemple\u00a0: 340,50.") from None
        return text


def made(field: Field | Question, **told: Any) -> forms.Field:
    """A box for a field of the document, or a question of a scheme."""
    told = {"label": field.label, "required": False, **told}
    if field.kind == "words":
        return WordsField(max_length=LONGEST["words"], **told)
    if field.kind == "yes_no":
        return forms.ChoiceField(choices=YES_NO, **told)
    boxes = {"date": DayText, "amount": AmountText}
    return boxes.get(field.kind, LineField)(max_length=200, **told)


class SectionForm(KnownFieldsMixin, VersionForm):
    """One part of the document. What the folder knew is marked as such."""

    def __init__(self, *args: Any, section: Any, **kwargs: Any) -> None:
        initial = {"version": section.version, **section.values}
        known = dict.fromkeys(section.known, KNOWN)
        super().__init__(*args, initial=initial, known=known, **kwargs)
        for one in FIELDS[section.code]:
            self.fields[one.code] = made(one, help_text=one.help)

    def values(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class QuestionsForm(VersionForm):
    """The scheme's own questions."""

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": request.version, **request.answered}, **kwargs)
        for one in request.scheme.asked:
            self.fields[one.code] = made(one)

    def values(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OwnWordsForm(VersionForm):
    words = WordsField(
        label="Ses mots",
        required=False,
        rows=4,
        help_text="Une correction, une nuance, un désaccord. Ces mots partent avec cette partie, tels quels.",
    )

    def __init__(self, *args: Any, section: Any, own: bool = False, **kwargs: Any) -> None:
        initial = {"version": section.version, "words": section.own_words}
        super().__init__(*args, initial=initial, **kwargs)
        if own:
            self.fields["words"].label = "Ce que je veux corriger ou ajouter"


class SchemesForm(forms.Form):
    """Schemes for one document."""

    schemes = forms.ModelMultipleChoiceField(
        None,
        to_field_name="public_id",
        label="À quels dispositifs demander",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins un dispositif.",
            "invalid_choice": "Ce dispositif n’est plus ouvert\u00a0: rechargez la page.",
            "invalid_pk_value": "Ce dispositif n’est plus ouvert\u00a0: rechargez la page.",
        },
    )

    def __init__(self, *args: Any, schemes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["schemes"]
        field.queryset = schemes
        field.label_from_instance = lambda one: f"{one.name}, {one.structure} ({one.promise})"


class PartsForm(VersionForm):
    """Which parts the person agrees to send. Nothing ticked: nothing leaves."""

    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    parts = forms.MultipleChoiceField(
        label="Parties que j’accepte d’envoyer", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        told = request.agreed if request.agreed_at else request.scheme.sections
        super().__init__(
            *args,
            initial={"version": request.version, "parts": told, "read_at": timezone.now().isoformat()},
            **kwargs,
        )
        self.fields["parts"].choices = choices(request.scheme.sections)


def choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    wanted = set(codes)
    return [(str(one), str(one.label).capitalize()) for one in Section if one in wanted]


class AgreementForm(PartsForm):
    """The same, said aloud to a worker or signed on paper."""

    way = forms.ChoiceField(
        label="Comment elle l’a dit",
        choices=[(str(one), str(one.label)) for one in (ConsentWay.ORAL, ConsentWay.PAPER)],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment la personne a donné son accord."},
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.fields["parts"].label = "Parties que la personne accepte d’envoyer"
        self.fields["parts"].help_text = "Rien de coché\u00a0: elle ne veut rien envoyer à ce dispositif."
