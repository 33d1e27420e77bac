"""Whether one comes; where to write to somebody; a paper of a point."""

from typing import Any

from django import forms

from maillage.governance.enums import Coming
from maillage.web.fields import UploadField
from maillage.web.typed import LineField

SAID = {
    Coming.PRESENT: "Je viens",
    Coming.ABSENT: "Je ne viens pas",
    Coming.SUBSTITUTE: "Mon suppléant vient",
}
NOTED = {Coming.PRESENT: "Vient", Coming.ABSENT: "Ne vient pas", Coming.SUBSTITUTE: "Son suppléant vient"}
ACCEPTED = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".odt", ".txt")


class ComingForm(forms.Form):
    """`substituted`: somebody may be sent instead."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )

    def __init__(self, *args: Any, substituted: bool, noted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = NOTED if noted else SAID
        choices = [(code, label) for code, label in words.items() if substituted or code != Coming.SUBSTITUTE]
        self.fields["answer"].choices = choices
        if noted:
            self.fields["answer"].label = "Sa réponse"


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Adresse e-mail",
        required=False,
        max_length=254,
        help_text="Pour ses convocations. Vide\u00a0: plus aucun e-mail ne part.",
        error_messages={"invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."},
    )


class PaperForm(forms.Form):
    file = UploadField(
        label="Fichier",
        accept=ACCEPTED,
        max_megabytes=10,
        help_text="PDF, image, Word, Excel, LibreOffice ou texte. 10 Mo au plus. Aucun nom de personne accompagnée.",
    )
    title = LineField(label="Intitulé", max_length=160, help_text="Exemple\u00a0: projet de budget 2027.")
    plain = forms.BooleanField(
        label="Version en clair", required=False, help_text="Écrite pour être comprise par tous."
    )
