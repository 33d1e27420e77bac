from django import forms

from maillage.web.typed import LongText


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


class ReviewForm(forms.Form):
    """What is handed over, once each text was read. `texts` of `queries.held`; `waiting`: requests that it may answer."""

    reviewed = forms.CharField(widget=forms.HiddenInput, max_length=64)
    withhold = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Relisez\u00a0: un texte a changé."}
    )
    read = forms.BooleanField(
        label="J’ai relu chaque texte, et coché ceux qui parlent de quelqu’un d’autre",
        error_messages={"required": "Relisez chaque texte avant de remettre le dossier."},
    )
    answers = forms.ChoiceField(label="Cela répond à", required=False)
    form = forms.ChoiceField(
        choices=[("pdf", "PDF, à lire"), ("json", "JSON, pour une machine")],
        error_messages={"required": "Choisissez PDF ou JSON."},
    )

    def __init__(self, *args, texts, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["withhold"].choices = [(one.key, one.label) for one in texts]
        self.fields["answers"].choices = [
            ("", "aucune demande en attente"),
            *((str(one.pk), f"la demande du {one.asked_on:%d/%m/%Y}") for one in waiting),
        ]
