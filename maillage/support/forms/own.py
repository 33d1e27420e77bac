from django import forms

from maillage.support.enums import DataRequestKind, ReplyKind
from maillage.support.forms.notes import LongText

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
