from django import forms

from maillage.web.fields import UploadField
from maillage.web.typed import VersionForm, WordsField

PHOTOS = (".pdf", ".jpg", ".jpeg", ".png", ".webp")


class OwnDecisionForm(VersionForm):
    wants = forms.ChoiceField(
        label="Voulez-vous demander cette aide\u00a0?",
        choices=[("yes", "Oui, je veux demander"), ("no", "Non, pas pour le moment")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )
    reason = forms.ChoiceField(
        label="Si non, pourquoi\u00a0?",
        help_text="Vous n’êtes pas obligé de le dire.",
        required=False,
        choices=[
            ("", "Je ne souhaite pas le dire"),
            ("too_hard", "Les démarches sont trop difficiles"),
            ("fear", "J’ai peur des conséquences"),
            ("principle", "Je ne veux pas de cette aide"),
            ("other_means", "Je n’en ai pas besoin maintenant"),
        ],
    )
    words = WordsField(label="Ce que vous voulez ajouter", required=False)


class OwnPieceForm(forms.Form):
    file = UploadField(
        label="La photo ou le fichier",
        accept=PHOTOS,
        max_megabytes=30,
        help_text="Posez le papier à plat, en pleine lumière. Photo ou PDF.",
    )
