from django import forms

from maillage.support.enums import DataRequestKind, DocumentKind, ReplyKind
from maillage.support.forms.documents import ACCEPTED
from maillage.web.fields import UploadField
from maillage.web.typed import LineField, LongText

WRITE = "Écrivez quelques mots."


class WordsForm(forms.Form):
    words = LongText(
        label="Ce que vous voulez dire",
        help_text="Votre équipe le lira, tel que vous l’écrivez. Personne ne peut le changer.",
        error_messages={"required": WRITE},
    )


class OwnReplyForm(forms.Form):
    kind = forms.ChoiceField(
        label="Vous voulez",
        choices=[
            (ReplyKind.CORRECTION, "corriger une erreur"),
            (ReplyKind.DISAGREEMENT, "dire que vous n’êtes pas d’accord"),
            (ReplyKind.ADDITION, "ajouter quelque chose"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que vous voulez faire."},
    )
    text = LongText(
        label="Votre réponse",
        help_text="Elle est gardée à côté de la note, pour tous ceux qui lisent la note.",
        error_messages={"required": WRITE},
    )


class DataRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="Vous demandez à",
        choices=DataRequestKind.listed,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous demandez."},
    )
    words = LongText(label="Ce que vous voulez préciser", required=False, rows=3)


class OwnMarkForm(forms.Form):
    mark = forms.TypedChoiceField(
        label="Où j’en suis, de 0 (pas commencé) à 10 (j’y suis)",
        coerce=int,
        choices=[(str(number), str(number)) for number in range(11)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un nombre, de 0 à 10."},
    )
    words = LongText(label="Ce que vous voulez en dire", required=False, rows=3)


class OwnDocumentForm(forms.Form):
    file = UploadField(
        label="Votre fichier",
        accept=ACCEPTED,
        max_megabytes=30,
        help_text="Une photo ou un PDF, par exemple.",
    )
    title = LineField(label="Ce que c’est", max_length=160, help_text="Exemple\u00a0: ma quittance de mars.")
    kind = forms.ChoiceField(label="De quoi il s’agit", choices=DocumentKind.listed)
