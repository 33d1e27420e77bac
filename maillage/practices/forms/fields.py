from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.models import Territory
from maillage.directory.queries.zones import FRANCE, read_zones
from maillage.governance.queries.recommendations import folded, regions
from maillage.governance.rules.identifying import spot, unconfirmed
from maillage.practices.catalogue import Section
from maillage.practices.rules.length import said, thousands, too_many
from maillage.web.typed import LineField, WordsField

ONE_PLACE = "Écrivez une seule commune, une seule intercommunalité, un seul département ou une seule région."
UNSAID = "Reformulez ce qui suit, ou cochez ce qui n’identifie personne."
MOST_POINTS, LONGEST_POINT = 12, 200


def some(listed: Iterable[tuple[str, Any]], label: str = "") -> list[tuple[str, str]]:
    """`label`: what choosing nothing is called."""
    told = [(str(value), str(words)[:1].upper() + str(words)[1:]) for value, words in listed]
    return [("", label), *told] if label else told


class TerritoryField(LineField):
    """A commune, an intercommunalité, a département or a région as people type it; « France » is everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, **options)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        if not text:
            return None
        region = [one for one in regions() if folded(text) in (folded(one.name), folded(str(one)))]
        return region[0] if region else _place(text)


def _place(text: str) -> Territory | None:
    told = read_zones([text])
    if told.refusals:
        raise ValidationError(told.refusals)
    if told.zones == [FRANCE]:
        return None
    if len(told.zones) != 1:
        raise ValidationError(ONE_PLACE)
    kind, _, code = told.zones[0].partition(":")
    found: Territory = Territory.objects.get(kind=kind, code=code)
    return found


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
    """Words that must identify nobody: what looks like it would is shown, to be reworded or said to be nobody's."""

    watched: ClassVar[tuple[str, ...]] = ()

    def watch(self) -> None:
        """Once every field is there."""
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

    def said(self) -> list[str]:
        return list(self.cleaned_data.get("confirmed", []))
