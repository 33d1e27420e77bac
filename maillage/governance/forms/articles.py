from typing import Any

from django import forms

from maillage.governance.forms.mandates import CommitteeChoice, PublicChoice
from maillage.web.fields import DateField
from maillage.web.typed import LineField

NO_TEXT = "Choisissez un texte de la liste."


class TextChoice(PublicChoice):
    def __init__(self, rows: Any, **kwargs: Any) -> None:
        told = {"invalid_choice": NO_TEXT, "required": NO_TEXT}
        super().__init__(rows, to_field_name="public_id", error_messages=told, **kwargs)


class LightForm(forms.Form):
    def __init__(self, *args: Any, texts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"] = TextChoice(texts, label="Texte éclairé", empty_label="Choisir")
        words = "Son numéro\u00a0: 3, 3 bis… Vide\u00a0: le texte entier."
        self.fields["article"] = LineField(label="Article", max_length=20, required=False, help_text=words)


class SupersedeForm(forms.Form):
    def __init__(self, *args: Any, texts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"empty_label": "Aucun\u00a0: il est toujours en vigueur", "required": False}
        self.fields["superseded_by"] = TextChoice(texts, label="Remplacé par", **told)


class ReviewForm(forms.Form):
    review_on = DateField(
        label="Prochaine relecture", required=False, help_text="Vide\u00a0: sans date prévue."
    )


class AdaptForm(forms.Form):
    title = LineField(label="Titre de votre texte", max_length=200)

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = CommitteeChoice(label="Pour quelle instance", empty_label="Choisir")
        field.queryset = committees
        self.fields = {"committee": field, **self.fields}
