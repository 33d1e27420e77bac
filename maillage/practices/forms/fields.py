from typing import Any

from django.core.exceptions import ValidationError

from maillage.practices.catalogue import Section
from maillage.practices.rules.length import said, thousands, too_many
from maillage.web.typed import WordsField

MOST_POINTS, LONGEST_POINT = 12, 200


class SectionField(WordsField):
    """As long as the pack says; beyond, how many signs must go. Line ends count for one, whatever the browser sends."""

    def __init__(self, section: Section) -> None:
        self.section = section
        told = f"{section.help} {thousands(section.limit)} signes au plus."
        super().__init__(label=section.label, required=False, rows=5, max_length=200_000, help_text=told)

    def clean(self, value: Any) -> str:
        text = (super().clean(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if extra := too_many(text, self.section.limit):
            raise ValidationError(said(extra, self.section.limit))
        return text


class PointsField(WordsField):
    """One sentence a line."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(label=label, required=False, rows=3, max_length=20_000, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip(" -–•\t") for line in (super().clean(value) or "").splitlines()]
        kept = list(dict.fromkeys(line for line in lines if line))
        if len(kept) > MOST_POINTS:
            raise ValidationError(f"{MOST_POINTS} phrases au plus\u00a0: gardez les plus utiles.")
        long = [line for line in kept if len(line) > LONGEST_POINT]
        if long:
            words = (
                f"«\u00a0{long[0][:40]}…\u00a0»\u00a0: {said(len(long[0]) - LONGEST_POINT, LONGEST_POINT)}"
            )
            raise ValidationError(f"Une phrase courte par ligne. {words}")
        return kept
