"""Side by side: for each field, the value of one file or of the other."""

from typing import Any

from django import forms

from maillage.people.actions.duplicates import CHOSEN_FIELDS
from maillage.people.models import Person
from maillage.people.wording import shown_value
from maillage.web.typed import VersionField

KEPT, ABSORBED = "kept", "absorbed"


class MergeForm(forms.Form):
    """Only fields that differ are asked. A value is proposed: the one that is not blank, else the kept file's."""

    def __init__(self, *args: Any, kept: Person, absorbed: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files = {KEPT: kept, ABSORBED: absorbed}
        self.fields["kept_version"] = VersionField(initial=kept.version)
        self.fields["absorbed_version"] = VersionField(initial=absorbed.version)
        for name in CHOSEN_FIELDS:
            self._ask(name, getattr(kept, name), getattr(absorbed, name))

    def _ask(self, name: str, one: Any, other: Any) -> None:
        if one == other:
            return
        label = str(Person._meta.get_field(name).verbose_name)
        choices = [
            (KEPT, shown_value(self.files[KEPT], name)),
            (ABSORBED, shown_value(self.files[ABSORBED], name)),
        ]
        self.fields[name] = forms.ChoiceField(
            label=label[0].upper() + label[1:],
            choices=choices,
            widget=forms.RadioSelect,
            initial=ABSORBED if one in (None, "") else KEPT,
        )

    def chosen(self) -> dict[str, Any]:
        """Field → value to write on the kept file."""
        return {
            name: getattr(self.files[self.cleaned_data[name]], name)
            for name in CHOSEN_FIELDS
            if name in self.cleaned_data
        }

    def versions(self) -> tuple[int, int]:
        return self.cleaned_data["kept_version"], self.cleaned_data["absorbed_version"]
