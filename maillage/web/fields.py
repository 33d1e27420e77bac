"""Form fields for what people write in France: amounts, dates and months, typed as text and never lost on error."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from maillage.web.wording import MONTHS, number

SPACES = "\u0020\u00a0\u202f\u2009\t"


def parse_amount(text: str, decimals: int = 2) -> Decimal:
    """ "1 234,56 €" → Decimal("1234.56"). Raises ValueError on anything that is not one amount with at most `decimals`."""
    compact = text.translate({ord(space): None for space in SPACES}).removesuffix("€").replace("\u2212", "-")
    if "," in compact:
        compact = _thousands_out(compact).replace(",", ".")
    if not re.fullmatch(rf"[+-]?[0-9]{{1,12}}(\.[0-9]{{1,{decimals}}})?", compact):
        raise ValueError(text)
    return Decimal(compact)


def _thousands_out(compact: str) -> str:
    """ "1.234,56" → "1234,56"; dots that do not stand every three digits are left for the caller to refuse."""
    grouped = re.fullmatch(r"([+-]?[0-9]{1,3}(?:\.[0-9]{3})+)(,[0-9]*)", compact)
    return grouped[1].replace(".", "") + grouped[2] if grouped else compact


def parse_date(text: str) -> datetime.date:
    """30/04/1992, 30-4-1992, 30.04.1992, 30 04 1992, 30041992, 30 avril 1992 or 1992-04-30. ValueError otherwise."""
    words = text.translate({ord(space): " " for space in SPACES}).strip().lower()
    for pattern, order in _DATE_PATTERNS:
        if found := re.fullmatch(pattern, words):
            year, month, day = (found[position] for position in order)
            return datetime.date(int(year), _month_number(month), int(day))
    raise ValueError(text)


_DATE_PATTERNS = (
    (r"(\d{1,2})\s?[/.\- ]\s?(\d{1,2})\s?[/.\- ]\s?(\d{4})", (3, 2, 1)),
    (r"(\d{2})(\d{2})(\d{4})", (3, 2, 1)),
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)),
    (r"(\d{1,2})(?:er)? ([^\W\d]+)\.? (\d{4})", (3, 2, 1)),
)


def parse_month(text: str) -> datetime.date:
    """08/2026, 2026-08 or "août 2026" → the first day of that month. ValueError otherwise."""
    words = text.translate({ord(space): " " for space in SPACES}).strip().lower()
    for pattern, order in _MONTH_PATTERNS:
        if found := re.fullmatch(pattern, words):
            year, month = (found[position] for position in order)
            return datetime.date(int(year), _month_number(month), 1)
    raise ValueError(text)


_MONTH_PATTERNS = (
    (r"(\d{1,2})\s?[/.\- ]\s?(\d{4})", (2, 1)),
    (r"(\d{4})-(\d{1,2})", (1, 2)),
    (r"([^\W\d]+)\.? (\d{4})", (2, 1)),
)


def _month_number(word: str) -> int:
    """ "04", "avril", "Août", "aout", "sept" → the number; ValueError when no month, or several, begin so."""
    if word.isdigit():
        return int(word)
    matching = [number for number, name in enumerate(MONTHS, 1) if _bare(name).startswith(_bare(word))]
    if len(matching) != 1 or len(word) < 3:
        raise ValueError(word)
    return matching[0]


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


class AmountInput(forms.TextInput):
    """Shows a number the French way; what was typed comes back as it was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "size": 12, "class": "amount", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        return number(value) if isinstance(value, Decimal | int | float) else super().format_value(value)


class AmountField(forms.DecimalField):
    """Euros, as a Decimal with at most two decimals, or as many as `decimals`.

    Blank is None, and None means **unknown**: never zero. With `blank_is_unknown` (the default when not required)
    the hint says so under the label. `unit` is shown beside the box.
    """

    widget = AmountInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Écrivez un montant en chiffres, avec deux chiffres au plus après la virgule. Exemple\u00a0: 1\u00a0234,56.",
        "required": "Écrivez le montant. S’il n’y a rien, écrivez 0.",
        "min_value": "Écrivez un montant de %(limit_value)s\u00a0€ ou plus.",
        "max_value": "Ce montant dépasse %(limit_value)s\u00a0€. Vérifiez la virgule.",
    }
    unknown_hint = "Laissez vide si vous ne savez pas. Écrivez 0 s’il n’y a rien."

    def __init__(
        self,
        *,
        unit: str = "€ par mois",
        min_value: Decimal | int | None = 0,
        required: bool = False,
        decimals: int = 2,
        **kwargs: Any,
    ) -> None:
        self.unit = unit
        self.blank_is_unknown = not required
        if self.blank_is_unknown:
            kwargs["help_text"] = " ".join(
                filter(None, [str(kwargs.get("help_text", "")), self.unknown_hint])
            )
        super().__init__(
            required=required, min_value=min_value, max_digits=12, decimal_places=decimals, **kwargs
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        try:
            return (
                value
                if isinstance(value, Decimal)
                else parse_amount(str(value).strip(), self.decimal_places or 0)
            )
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class DateTextInput(forms.TextInput):
    """A date typed as text: quicker than a calendar for a date of birth, and the same on every device."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "size": 12, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else super().format_value(value)


class DateField(forms.Field):
    """A date, typed day first. `earliest` and `latest` are inclusive bounds."""

    widget = DateTextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Cette date n’existe pas ou n’est pas lisible. Écrivez le jour, le mois et l’année. Exemple\u00a0: 30/04/1992.",
        "required": "Écrivez la date.",
        "too_early": "Écrivez une date à partir du %(limit)s. Vérifiez l’année.",
        "too_late": "Écrivez une date jusqu’au %(limit)s. Vérifiez l’année.",
    }
    hint = "Jour, mois, année. Exemple\u00a0: 30/04/1992."
    shown = "%d/%m/%Y"

    def __init__(
        self, *, earliest: datetime.date | None = None, latest: datetime.date | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("help_text", self.hint)
        self.earliest = earliest or datetime.date(1890, 1, 1)
        self.latest = latest or datetime.date(2199, 12, 31)
        super().__init__(**kwargs)

    parse = staticmethod(parse_date)

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            return self.parse(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.earliest:
            self._refuse("too_early", self.earliest)
        if value > self.latest:
            self._refuse("too_late", self.latest)

    def _refuse(self, code: str, limit: datetime.date) -> None:
        raise ValidationError(
            self.error_messages[code], code=code, params={"limit": limit.strftime(self.shown)}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class MonthInput(DateTextInput):
    def format_value(self, value: Any) -> str | None:
        return f"{value:%m/%Y}" if isinstance(value, datetime.date) else super().format_value(value)


class MonthField(DateField):
    """A month, as the date of its first day."""

    widget = MonthInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Ce mois n’est pas lisible. Écrivez le mois et l’année. Exemple\u00a0: 08/2026 ou août 2026.",
        "required": "Écrivez le mois.",
    }
    hint = "Mois et année. Exemple\u00a0: 08/2026."
    shown = "%m/%Y"
    parse = staticmethod(parse_month)


class UploadField(forms.FileField):
    """One file. `accept`: extensions shown and offered by the browser; what it really is is checked by `maillage.files`."""

    widget = forms.FileInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Choisissez un fichier.",
        "empty": "Ce fichier est vide. Choisissez-en un autre.",
        "too_big": "Ce fichier est trop lourd (%(size)s Mo). Le plus gros fichier accepté fait %(limit)s Mo.",
    }

    def __init__(
        self, *, accept: tuple[str, ...] = (".pdf", ".jpg", ".png"), max_megabytes: int = 10, **kwargs: Any
    ) -> None:
        self.accept, self.max_megabytes = accept, max_megabytes
        kinds = ", ".join(extension.removeprefix(".").upper() for extension in accept)
        kwargs.setdefault("help_text", f"{kinds}. {max_megabytes} Mo au plus.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ",".join(self.accept)}

    def to_python(self, data: Any) -> Any:
        uploaded = super().to_python(data)
        if uploaded and uploaded.size > self.max_megabytes * 1_000_000:
            sizes = {"size": -(-uploaded.size // 1_000_000), "limit": self.max_megabytes}
            raise ValidationError(self.error_messages["too_big"], code="too_big", params=sizes)
        return uploaded
