from typing import Any

from django import forms
from django.utils import timezone

from maillage.directory.queries.zones import place_named
from maillage.practices.enums import Result
from maillage.practices.forms.sheets import ANYWHERE
from maillage.web.fields import DateField
from maillage.web.nobody import NobodyForm
from maillage.web.typed import ReadField, WordsField, some

NAMES = ("territory", "began_on", "ended_on", "changed", "result", "learnt")


class ReuseForm(NobodyForm):
    watched = ("changed", "learnt")

    territory = ReadField(
        place_named, label="Où", help_text=ANYWHERE, error_messages={"required": "Dites où."}
    )
    began_on = DateField(label="À partir du")
    ended_on = DateField(label="Jusqu’au", required=False, help_text="Vide\u00a0: cela continue.")
    changed = WordsField(
        label="Ce que vous avez changé",
        max_length=1000,
        required=False,
        help_text="Ce qui ne convenait pas chez vous. Vide\u00a0: rien.",
    )
    result = forms.ChoiceField(
        label="Ce que cela a donné",
        choices=lambda: some(Result.listed()),
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que cela a donné."},
    )
    learnt = WordsField(
        label="Ce que vous en avez appris",
        max_length=1500,
        help_text="Un essai qui rate apprend autant qu’un autre. Jamais le nom d’une personne.",
        error_messages={"required": "Dites ce que vous en avez appris."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("began_on", "ended_on"):
            self.fields[name].latest = timezone.localdate()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}
