"""A commune, typed as people do."""

import json
from typing import Any

from django.core.exceptions import ValidationError

from maillage.directory.models import Territory
from maillage.directory.queries import commune_by_code, read_communes
from maillage.web.typed import CommuneInput, LineField


class CommuneField(LineField):
    """Cleans to a Territory or None. `named`: the field's own name, that the list of communes answers to."""

    default_error_messages = {"required": "Écrivez la commune."}

    def __init__(self, *, named: str = "commune", **kwargs: Any) -> None:
        super().__init__(widget=CommuneInput({"data-hx-vals": json.dumps({"champ": named})}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        reading = read_communes([text])[text]
        if reading.refusal:
            raise ValidationError(reading.refusal, code="commune")
        return commune_by_code(reading.code)
