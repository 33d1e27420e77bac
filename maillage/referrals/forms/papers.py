"""An appeal, its answer; a paper joined; who opens a link."""

from typing import Any

from django import forms

from maillage.people.enums import ConsentWay
from maillage.referrals.enums import AppealOutcome
from maillage.referrals.forms.answers import StepForm
from maillage.support.enums import DocumentKind
from maillage.web.fields import DateField, UploadField
from maillage.web.typed import LineField, WordsField

PHOTOS = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".txt")
NOT_THERE = "Ce document n’est plus à joindre\u00a0: rechargez la page."


class AppealForm(StepForm):
    """`choices`: [(authority, authority with its delay)]."""

    to_come = ()
    authority = forms.ChoiceField(
        label="Adressé à",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites à qui il est adressé."},
    )
    on = DateField(label="Envoyé le")
    received_on = DateField(
        label="Reçu le", required=False, help_text="Si vous le savez\u00a0: avis de réception, tampon."
    )
    grounds = WordsField(
        label="Pourquoi la décision est contestée",
        required=False,
        rows=6,
        max_length=5000,
        help_text="Ces mots vont dans la lettre de recours.",
    )
    shared = forms.BooleanField(
        label="Le dispositif lit ces raisons dans Maillage",
        required=False,
        help_text="Sinon, il sait seulement qu’il y a un recours.",
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = ways
        if own:
            self.fields["grounds"].label = "Pourquoi je ne suis pas d’accord"
            self.fields["shared"].label = "J’accepte que le dispositif lise ces raisons ici"


class AppealAnswerForm(StepForm):
    outcome = forms.ChoiceField(
        label="Réponse au recours",
        choices=AppealOutcome.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui est répondu."},
    )
    on = DateField(label="Répondu le")


class JoinForm(forms.Form):
    """One of the folder's papers; said aloud or on paper by the person, or still to be asked."""

    document = forms.ChoiceField(
        label="Document du dossier",
        error_messages={"required": "Choisissez un document.", "invalid_choice": NOT_THERE},
    )
    way = forms.ChoiceField(
        label="La personne est-elle d’accord pour l’envoyer\u00a0?",
        choices=[
            ("", "Pas encore demandé\u00a0: elle le dira dans son espace"),
            (ConsentWay.ORAL, "Oui, elle l’a dit"),
            (ConsentWay.PAPER, "Oui, elle l’a signé sur le papier"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, documents: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = {str(one.pk): one for one in documents}
        told = [(key, f"{one.title} ({one.get_kind_display()})") for key, one in self.documents.items()]
        self.fields["document"].choices = [("", "Choisir"), *told]

    def chosen(self) -> Any:
        return self.documents[self.cleaned_data["document"]]


class BringForm(forms.Form):
    """A photo from a phone, of what is missing."""

    file = UploadField(
        label="La photo ou le fichier",
        accept=PHOTOS,
        max_megabytes=30,
        help_text="Posez le papier à plat, en pleine lumière. Photo ou PDF.",
    )
    title = LineField(label="Ce que c’est", max_length=160)
    kind = forms.ChoiceField(label="De quoi il s’agit", choices=DocumentKind.listed)

    def __init__(self, *args: Any, what: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"title": what}, **kwargs)


class WhoForm(forms.Form):
    who = LineField(
        label="Votre nom et votre fonction",
        max_length=80,
        error_messages={
            "required": "Dites qui vous êtes\u00a0: la personne peut savoir qui lit son dossier."
        },
    )
