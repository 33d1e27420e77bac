from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from maillage.people.enums import ConsentWay
from maillage.people.models import Consent, LegalBasis, Person
from maillage.support.actions.questions import Given
from maillage.support.enums import AnswerKind, Body, Precise, QuestionState, Usefulness
from maillage.support.forms.audience import AudienceForm
from maillage.support.models import DirectQuestion, Referent
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField, person_choices

CONSENT, LAW = "consent:", "law:"
PRECISE_WHY = {
    Precise.NAME: "quand l’organisme ne retrouve pas le dossier avec un numéro et des initiales",
    Precise.BIRTH_DATE: "quand plusieurs dossiers portent ces initiales et cette année",
}
TOO_LONG = 2000


class QuestionForm(AudienceForm):
    """`people`: referents that a link reaches, lines of the ledger for them, texts of law, colleagues to tell."""

    referent = forms.ChoiceField(
        label="À qui", error_messages={"required": "Choisissez à qui vous posez la question."}
    )
    subject = LineField(label="Sujet", max_length=120, help_text="La prestation, ou quelques mots.")
    question = WordsField(
        label="Votre question",
        rows=6,
        max_length=TOO_LONG,
        help_text="Sans nom, ni rien qui ne soit nécessaire pour répondre.",
        error_messages={"required": "Écrivez votre question."},
    )
    reference = LineField(label="Son numéro chez cet organisme", max_length=40, required=False)
    more = forms.MultipleChoiceField(
        label="Préciser qui elle est, seulement si c’est nécessaire",
        required=False,
        choices=[
            (
                one,
                format_html(
                    "<span>{}<br><small class='why'>{}</small></span>", Precise(one).label.capitalize(), why
                ),
            )
            for one, why in PRECISE_WHY.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans rien cocher partent le numéro, les initiales et l’année de naissance.",
    )
    why = LineField(label="Pourquoi cette précision est nécessaire", required=False, max_length=160)
    authority = forms.ChoiceField(
        label="Ce qui autorise cette question",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites ce qui autorise cette question\u00a0: sans accord ni texte, elle ne part pas."
        },
    )
    agreed_on = DateField(label="Accord donné le", required=False)
    escalate_to = forms.TypedChoiceField(
        label="Sans réponse à temps, prévenir",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Cette personne reçoit un e-mail sans le nom de la personne accompagnée, une fois.",
    )
    withheld = forms.ModelChoiceField(
        label="La loi empêche de la montrer à la personne (exceptionnel)",
        queryset=LegalBasis.objects.none(),
        required=False,
        empty_label="non, elle peut la lire",
    )

    def __init__(
        self,
        *args: Any,
        referents: list[Referent],
        agreements: list[Consent],
        warned: list[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.referents = {str(one.pk): one for one in referents}
        self.agreements = {str(one.pk): one for one in agreements}
        self.fields["referent"].choices = [("", "Choisir"), *_by_body(referents)]
        bases = LegalBasis.objects.in_force(timezone.localdate())
        self.fields["authority"].choices = _authorities(agreements, bases)
        self.fields["escalate_to"].choices = [("", "Personne"), *person_choices(warned)]
        self.fields["agreed_on"].latest = timezone.localdate()
        self.fields["withheld"].queryset = bases

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        asked_now = data.get("authority") in (ConsentWay.ORAL, ConsentWay.PAPER)
        if asked_now and not data.get("agreed_on") and "agreed_on" not in self.errors:
            self.add_error("agreed_on", "Écrivez le jour où la personne a donné son accord.")
        if data.get("more") and not data.get("why") and "why" not in self.errors:
            self.add_error("why", "Dites pourquoi\u00a0: la personne et le référent le liront.")
        return data

    def asked(self, person: Person) -> DirectQuestion:
        """The question, by the right that was chosen."""
        data = self.cleaned_data
        kind, _, key = data["authority"].partition(":")
        told = {name: data[name] for name in ("subject", "question", "withheld")}
        told |= {"referent": self.referents[data["referent"]], "escalate_to_id": data["escalate_to"]}
        if kind == "consent":
            told["consent"] = self.agreements[key]
        elif kind == "law":
            told["basis_id"] = key
        else:
            told |= {"way": kind, "agreed_on": data["agreed_on"]}
        return DirectQuestion(person=person, **told, **self.sharing())

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(data["reference"], tuple(data["more"]), data["why"])


def _by_body(referents: list[Referent]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in referents:
        told = f"{one.service} ({one.department})" + (", à vérifier" if one.to_check else "")
        groups.setdefault(str(Body(one.body).label), []).append((str(one.pk), told))
    return list(groups.items())


def _authorities(agreements: list[Consent], bases: Iterable[LegalBasis]) -> list[tuple[str, str]]:
    lines = [
        (f"{CONSENT}{one.pk}", f"Son accord déjà noté pour {one.structure}, jusqu’au {one.until:%d/%m/%Y}")
        for one in agreements
    ]
    texts = [
        (f"{LAW}{one.pk}", f"Par la loi, sans son accord\u00a0: {one.label} ({one.text})") for one in bases
    ]
    said = [
        (str(ConsentWay.ORAL), "Son accord de vive voix, que j’ai entendu"),
        (str(ConsentWay.PAPER), "Son accord sur papier signé"),
    ]
    return [*lines, *said, *texts]


class EndForm(forms.Form):
    state = forms.ChoiceField(
        label="Pourquoi",
        choices=[
            (QuestionState.CLOSED, "La réponse n’est plus utile, ou a été obtenue autrement"),
            (QuestionState.WITHDRAWN, "La personne n’est plus d’accord"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi la question s’arrête."},
    )


class WithholdForm(forms.Form):
    basis = forms.ModelChoiceField(
        label="La loi empêche de la montrer à la personne",
        queryset=LegalBasis.objects.none(),
        required=False,
        empty_label="non, elle peut la lire",
        help_text="La personne saura qu’une réponse ne lui est pas montrée, et selon quel texte.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].queryset = LegalBasis.objects.in_force(timezone.localdate())


class UsefulnessForm(forms.Form):
    usefulness = forms.ChoiceField(
        label="Cette réponse est",
        choices=Usefulness.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la réponse est utile."},
    )
    words = LineField(label="Ce que vous voulez en dire", required=False)


WHO = "Lu par la personne concernée et par qui l’accompagne."


class WhoForm(forms.Form):
    who = LineField(
        label="Votre nom et votre fonction",
        max_length=80,
        help_text=WHO,
        error_messages={"required": "Écrivez votre nom et votre fonction\u00a0: la personne saura qui a lu."},
    )


class AnswerForm(WhoForm):
    """By the link. `waited`: a first word was already given."""

    kind = forms.ChoiceField(
        label="De quelle réponse s’agit-il",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites de quelle réponse il s’agit."},
    )
    words = WordsField(
        label="Votre réponse",
        rows=6,
        max_length=5000,
        help_text="Ce qui manque, ou qui est compétent, s’écrit ici aussi.",
        error_messages={"required": "Écrivez votre réponse."},
    )
    contact = LineField(label="Comment vous joindre", required=False, max_length=160)

    def __init__(self, *args: Any, waited: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in AnswerKind if not (waited and one == AnswerKind.WAITING)]
        self.fields["kind"].choices = [(one, one.label.capitalize()) for one in kinds]
        self.order_fields(["kind", "words", "who", "contact"])


class NotedAnswerForm(AnswerForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = "Qui a répondu, et sa fonction"
        self.fields["words"].label = "La réponse"
        self.fields["contact"].label = "Comment joindre cette personne"
