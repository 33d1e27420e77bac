from typing import Any

from django import forms


class ShareForm(forms.Form):
    worker = forms.TypedChoiceField(
        label="Avec qui",
        coerce=int,
        help_text="Une personne de votre structure, qui travaille avec la personne accompagnée.",
    )
    with_household = forms.BooleanField(label="Partager aussi son foyer et son budget", required=False)

    def __init__(self, *args: Any, colleagues: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", "Choisissez"), *((one.pk, str(one)) for one in colleagues)]
