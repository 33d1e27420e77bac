from typing import Any, ClassVar

from django import forms

from maillage.governance.rules.identifying import spot, unconfirmed


def require(field: forms.Field, words: str) -> None:
    """A choice that a form of plans leaves free, and this one asks for."""
    field.required = True
    field.error_messages["required"] = words


class SaidField(forms.MultipleChoiceField):
    """What was ticked and then reworded is no longer there to tick: no error."""

    def valid_value(self, value: Any) -> bool:
        return True


UNSAID = "Reformulez plus haut ce qui suit, ou cochez ce qui n’identifie personne."


class NobodyForm(forms.Form):
    """Words that must identify nobody. What looks like it would is shown, to be reworded or said to be nobody's."""

    watched: ClassVar[tuple[str, ...]] = ()

    confirmed = SaidField(
        label="Ces passages n’identifient personne",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": UNSAID},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = dict.fromkeys(one for text in self._typed() for one in spot(text))
        self.order_fields([*(name for name in self.fields if name != "confirmed"), "confirmed"])
        if found:
            listed = {one.words: f"«\u00a0{one.words}\u00a0»\u00a0: on dirait {one.what}" for one in found}
            self.fields["confirmed"].choices = list(listed.items())  # type: ignore[attr-defined]
        else:
            del self.fields["confirmed"]

    def _typed(self) -> list[str]:
        return (
            [str(self.data.get(self.add_prefix(name), "")) for name in self.watched] if self.is_bound else []
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        texts = [data.get(name) or "" for name in self.watched]
        if "confirmed" not in self.errors and unconfirmed(texts, data.get("confirmed", [])):
            self.add_error("confirmed" if "confirmed" in self.fields else None, UNSAID)
        return data

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}

    def said(self) -> list[str]:
        return list(self.cleaned_data.get("confirmed", []))
