from django import forms
from django.apps import AppConfig

MISSING_ANSWER = "Cette réponse est nécessaire."
UNTICKED = "Cochez cette case pour continuer."


class WebConfig(AppConfig):
    name = "maillage.web"
    label = "web"
    verbose_name = "présentation"

    def ready(self) -> None:
        """Says what to do instead of Django's "Ce champ est obligatoire", in every form of the platform."""
        forms.Field.default_error_messages["required"] = MISSING_ANSWER
        forms.BooleanField.default_error_messages = {"required": UNTICKED}
