from typing import Any

from django import forms

from maillage.governance.enums import TextKind
from maillage.governance.forms.mandates import DecisionChoice
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField

MOST = 200_000


class RegisterForm(forms.Form):
    q = LineField(label="Chercher dans les textes", required=False, max_length=200)
    nature = forms.ChoiceField(label="Nature", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nature"].choices = [("", "Toutes"), *TextKind.choices]  # type: ignore[attr-defined]

    def believed(self) -> dict[str, str]:
        """What was asked and can be understood."""
        self.is_valid()
        return {"words": self.cleaned_data.get("q", ""), "kind": self.cleaned_data.get("nature", "")}


class DraftForm(forms.Form):
    title = LineField(label="Titre", max_length=200)
    body = WordsField(
        label="Texte",
        rows=20,
        max_length=MOST,
        help_text="Une ligne vide sépare deux paragraphes. Pour une charte, une doctrine ou un texte de référence, "
        "«\u00a0Article 1 – Titre\u00a0» seul sur sa ligne commence un article. Aucun nom de personne accompagnée.",
    )


class WriteTextForm(DraftForm):
    field_order = ("kind", "title", "body", "review_on")

    kind = forms.ChoiceField(label="Nature", choices=lambda: [("", "Choisir"), *TextKind.choices])
    review_on = DateField(label="À relire le", required=False, help_text="Vide\u00a0: sans date prévue.")


class MarkedForm(forms.Form):
    """`version`: the mark of what was read, so that somebody else's save is seen."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def at_version(self, version: str) -> None:
        self.data = self.data.copy()
        self.data["version"] = version


class RewriteTextForm(MarkedForm, DraftForm):
    NAMES = ("title", "body")


class PublishTextForm(MarkedForm):
    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = "Si une séance l’a adopté. Vide\u00a0: publié par le secrétariat."
        self.fields["decision"] = DecisionChoice(decisions, label="Adopté par", help_text=words)
