from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.contributions.models import Axis
from maillage.directory.models import Territory
from maillage.directory.queries.zones import FRANCE, read_zones
from maillage.governance.queries.recommendations import folded, regions
from maillage.governance.rules.identifying import spot, unconfirmed
from maillage.web.typed import LineField

ONE_PLACE = "Écrivez une seule commune, une seule intercommunalité, un seul département ou une seule région."
UNSAID = "Reformulez plus haut ce qui suit, ou cochez ce qui n’identifie personne."


def some(listed: Iterable[tuple[str, Any]], label: str = "") -> list[tuple[str, str]]:
    """`label`: what choosing nothing is called."""
    told = [(str(value), str(words)[:1].upper() + str(words)[1:]) for value, words in listed]
    return [("", label), *told] if label else told


def of_axes(axes: Iterable[Axis]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.label) for one in axes]


class TerritoryField(LineField):
    """A commune, an intercommunalité, a département or a région as people type it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, **options)

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        region = [one for one in regions() if folded(text) in (folded(one.name), folded(str(one)))]
        return region[0] if region else _place(text)


def _place(text: str) -> Territory:
    told = read_zones([text])
    if told.refusals:
        raise ValidationError(told.refusals)
    if len(told.zones) != 1 or told.zones == [FRANCE]:
        raise ValidationError(ONE_PLACE)
    kind, _, code = told.zones[0].partition(":")
    found: Territory = Territory.objects.get(kind=kind, code=code)
    return found


class NumbersField(LineField):
    """« 12, 45 » or « n° 12 et 45 »: the numbers of contributions."""

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value) or ""
        found = "".join(sign if sign.isdecimal() else " " for sign in text).split()
        if any(len(one) > 15 for one in found):
            raise ValidationError("Ces numéros ne se lisent pas. Exemple\u00a0: 12, 45.")
        return [int(one) for one in found]


class SaidField(forms.MultipleChoiceField):
    """What was ticked and then reworded is no longer there to tick: no error."""

    def valid_value(self, value: Any) -> bool:
        return True


class NobodyForm(forms.Form):
    """Words that must identify nobody: what looks like it would is shown, to be reworded or said to be nobody's."""

    confirmed = SaidField(
        label="Ces passages n’identifient personne",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": UNSAID},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([*(name for name in self.fields if name != "confirmed"), "confirmed"])
        found = spot(str(self.data.get(self.add_prefix("text"), ""))) if self.is_bound else []
        if found:
            listed = {one.words: f"«\u00a0{one.words}\u00a0»\u00a0: on dirait {one.what}" for one in found}
            self.fields["confirmed"].choices = list(listed.items())
        else:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        left = unconfirmed([data.get("text") or ""], data.get("confirmed", []))
        if left and "confirmed" not in self.errors:
            self.add_error("confirmed" if "confirmed" in self.fields else None, UNSAID)
        return data
