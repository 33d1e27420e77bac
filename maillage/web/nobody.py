"""A form whose words must identify nobody: what looks like it would is shown, to be reworded or said to be nobody's."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from maillage.web.identifying import spot, unconfirmed

UNSAID = "Reformulez ce qui suit, ou cochez ce qui n’identifie personne."


class SaidField(forms.MultipleChoiceField):
    """What was ticked and then reworded is no longer there to tick: no error."""

    def valid_value(self, value: Any) -> bool:
        return True


def nobodys(texts: Iterable[str]) -> SaidField | None:
    """Boxes for what looks like it names somebody; nothing when nothing does."""
    found = dict.fromkeys(one for text in texts for one in spot(text))
    if not found:
        return None
    listed = {one.words: f"«\u00a0{one.words}\u00a0»\u00a0: on dirait {one.what}" for one in found}
    return SaidField(
        label="Ces passages n’identifient personne",
        choices=list(listed.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": UNSAID},
    )


class NobodyForm(forms.Form):
    watched: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.watch()

    def watch(self) -> None:
        """Again, by who adds fields of its own."""
        self.fields.pop("confirmed", None)
        names = [name for name in self.watched if name in self.fields]
        typed = [str(self.data.get(self.add_prefix(name), "")) for name in names] if self.is_bound else []
        if field := nobodys(typed):
            self.fields["confirmed"] = field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        texts = [data.get(name) or "" for name in self.watched]
        if "confirmed" not in self.errors and unconfirmed(texts, data.get("confirmed", [])):
            self.add_error("confirmed" if "confirmed" in self.fields else None, UNSAID)
        return data

    def told(self) -> Any:
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}

    def said(self) -> list[str]:
        return list(self.cleaned_data.get("confirmed", []))
