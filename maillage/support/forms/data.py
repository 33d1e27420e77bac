from django import forms

from maillage.support.forms.notes import LongText


class AnswerForm(forms.Form):
    answer = LongText(
        label="Ce qui a été fait, ou pourquoi cela ne peut pas l’être",
        help_text="La personne lit votre réponse dans son espace, ou imprimée.",
        error_messages={"required": "Écrivez votre réponse."},
    )
