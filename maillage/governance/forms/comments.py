from typing import Any

from django import forms

from maillage.governance.enums import CommentState
from maillage.web.typed import LineField, WordsField


class CommentForm(forms.Form):
    body = WordsField(
        label="Votre commentaire",
        rows=6,
        max_length=2000,
        help_text="Ce que vous proposez de changer, et pourquoi. Les membres de l’instance le lisent.",
    )


class ReplyForm(forms.Form):
    body = WordsField(label="Votre réponse", rows=4, max_length=2000)


class SettleForm(forms.Form):
    state = forms.ChoiceField(label="Ce qu’il devient", widget=forms.RadioSelect)
    reason = LineField(
        label="Pourquoi", max_length=500, required=False, help_text="À dire quand il est écarté."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [one for one in CommentState.choices if one[0] != CommentState.OPEN]
        self.fields["state"].choices = listed  # type: ignore[attr-defined]
