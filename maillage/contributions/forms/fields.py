from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from maillage.contributions.models import Axis
from maillage.web.typed import LineField


def of_axes(axes: Iterable[Axis]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.label) for one in axes]


class NumbersField(LineField):
    """« 12, 45 » or « n° 12 et 45 »: the numbers of contributions."""

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value) or ""
        found = "".join(sign if sign.isdecimal() else " " for sign in text).split()
        if any(len(one) > 15 for one in found):
            raise ValidationError("Ces numéros ne se lisent pas. Exemple\u00a0: 12, 45.")
        return [int(one) for one in found]
