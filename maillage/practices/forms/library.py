from typing import Any

from django import forms

from maillage.directory.queries.zones import place_named
from maillage.practices.catalogue import tags
from maillage.practices.enums import Rung, SheetKind
from maillage.web.typed import LineField, ReadField, some


class LibraryForm(forms.Form):
    all_optional = True
    q = LineField(label="Chercher dans les fiches", required=False, max_length=200)
    type = forms.ChoiceField(label="Type", required=False, choices=lambda: some(SheetKind.listed(), "Tous"))
    theme = forms.ChoiceField(
        label="Mot-clé", required=False, choices=lambda: some(tags(ended=True).items(), "Tous")
    )
    etape = forms.ChoiceField(
        label="Où elle en est", required=False, choices=lambda: some(Rung.listed(), "Toutes")
    )
    ou = ReadField(place_named, label="Où", required=False)

    def believed(self) -> dict[str, Any]:
        """What was asked and can be understood."""
        self.is_valid()
        told = self.cleaned_data
        return {
            "words": told.get("q", ""),
            "kind": told.get("type", ""),
            "tag": told.get("theme", ""),
            "rung": told.get("etape", ""),
            "where": told.get("ou"),
        }


class TagForm(forms.Form):
    all_optional = True
    theme = forms.ChoiceField(
        label="Mot-clé", required=False, choices=lambda: some(tags(ended=True).items(), "Tous")
    )

    def tag(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("theme", ""))


class SynthesisForm(forms.Form):
    """For one of the committees whose work one keeps."""

    tag = forms.ChoiceField(label="Mot-clé", choices=lambda: some(tags(ended=True).items(), "Choisir"))
    committee = forms.ChoiceField(label="Au nom de")

    def __init__(self, *args: Any, committees: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.committees = {str(one.public_id): one for one in committees}
        self.fields["committee"].choices = [(key, one.name) for key, one in self.committees.items()]

    def chosen(self) -> Any:
        return self.committees[self.cleaned_data["committee"]]
