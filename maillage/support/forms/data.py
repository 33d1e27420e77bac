from django import forms

from maillage.support.forms.notes import LongText


class AnswerForm(forms.Form):
    answer = LongText(
        label="Ce qui a été fait, ou pourquoi cela ne peut pas l’être",
        help_text="La personne lit votre réponse dans son espace, ou imprimée.",
        error_messages={"required": "Écrivez votre réponse."},
    )


class SureForm(forms.Form):
    """The second confirmation of what cannot be undone."""

    told = forms.BooleanField(
        label="La personne sait que tout sera effacé et que rien ne pourra être retrouvé",
        error_messages={"required": "Dites-le d’abord à la personne, puis cochez cette case."},
    )
