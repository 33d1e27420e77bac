"""Words that must identify nobody: what looks like it would is shown, to be reworded or said to be nobody's."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from maillage.governance.rules.identifying import spot, unconfirmed
from maillage.web.fields import DateField

UNSAID = "Reformulez ce qui suit, ou cochez ce qui n’identifie personne."


def listed(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, str]]:
    """With a capital letter."""
    return [(value, str(words)[:1].upper() + str(words)[1:]) for value, words in choices]


class ComingField(DateField):
    """A day to come, within two years."""

    def validate(self, value: Any) -> None:
        self.earliest = timezone.localdate()
        self.latest = self.earliest + timedelta(days=2 * 365)
        super().validate(value)


class SaidField(forms.MultipleChoiceField):
    """What was ticked and then reworded is no longer there to tick: no error."""

    def __init__(self, found: Iterable[Any]) -> None:
        told = [(one.words, f"«\u00a0{one.words}\u00a0»\u00a0: on dirait {one.what}") for one in found]
        super().__init__(
            label="Ces passages n’identifient personne",
            choices=told,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": UNSAID},
        )

    def valid_value(self, value: Any) -> bool:
        return True


class NobodyForm(forms.Form):
    watched: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        typed = [str(self.data.get(self.add_prefix(name), "")) for name in self.watched]
        if found := dict.fromkeys(one for text in typed for one in spot(text)):
            self.fields["confirmed"] = SaidField(found)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        texts = [data.get(name) or "" for name in self.watched]
        asked = "confirmed" in self.fields and "confirmed" not in self.errors
        if asked and unconfirmed(texts, data.get("confirmed", [])):
            self.add_error("confirmed", UNSAID)
        return data

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}

    def said(self) -> list[str]:
        return list(self.cleaned_data.get("confirmed", []))
