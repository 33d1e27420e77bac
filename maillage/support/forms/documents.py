from typing import Any

from django import forms
from django.utils import timezone

from maillage.people.models import LegalBasis
from maillage.support.enums import DocumentKind
from maillage.support.forms.audience import AudienceForm
from maillage.web.fields import UploadField
from maillage.web.typed import LineField

ACCEPTED = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".docx", ".xlsx", ".odt", ".txt")


class DocumentForm(AudienceForm):
    file = UploadField(
        label="Fichier",
        accept=ACCEPTED,
        max_megabytes=30,
        help_text="PDF, photo (JPEG, PNG, WebP), Word, Excel, LibreOffice ou texte. 10 Mo au plus, 30 Mo pour une photo.",
    )
    title = LineField(label="Intitulé", max_length=160, help_text="Exemple\u00a0: avis d’impôt 2026.")
    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisir"), *DocumentKind.choices])
    shared = forms.ChoiceField(
        label="La personne peut-elle le lire\u00a0?",
        choices=[("yes", "Oui"), ("no", "Non, un texte de loi l’empêche")],
        initial="yes",
        widget=forms.RadioSelect,
        help_text="Le dossier d’une personne est à elle. Ce qui lui est retiré lui est signalé, avec le texte.",
    )
    withheld = forms.ChoiceField(label="Quel texte", required=False)
    field_order = ("file", "title", "kind", "audience", "shared", "withheld")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["withheld"].choices = [
            ("", "Aucun"),
            *(
                (one.pk, f"{one.label} ({one.text})")
                for one in LegalBasis.objects.in_force(timezone.localdate())
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("shared") == "no" and not data.get("withheld") and "withheld" not in self.errors:
            self.add_error(
                "withheld", "Choisissez le texte qui empêche de montrer ce document à la personne."
            )
        if data.get("shared") == "yes" and data.get("withheld"):
            self.add_error(
                "withheld",
                "Un texte est choisi, alors que la personne peut lire\u00a0: corrigez l’un des deux.",
            )
        return data
