"""The voices of a vote, college by college, in a form that holds more than them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from maillage.web.typed import digits

VOICES = (("for", "Pour"), ("against", "Contre"), ("abstained", "Abstentions"))


class VotesForm(forms.Form):
    """`counts`: one a college, with who is present. Voices left empty are none; the page says it by itself."""

    all_optional = True

    def lay_votes(self, counts: Sequence[Any], *, capped: bool = True) -> None:
        """`capped`: by who is present; not where the meeting, and so the presences, are chosen in the same form."""
        self.counts = counts
        for count in counts:
            for name, words in VOICES:
                self.fields[f"{name}_{count.college.id}"] = _voices(count, words, capped)

    def lines(self) -> list[tuple[Any, list[Any]]]:
        return [(one, [self[f"{name}_{one.college.id}"] for name, _ in VOICES]) for one in self.counts]

    def by_college(self) -> dict[int, list[int]]:
        """For, against, abstained."""
        data = self.cleaned_data
        return {
            one.college.id: [data.get(f"{name}_{one.college.id}") or 0 for name, _ in VOICES]
            for one in self.counts
        }


def _voices(count: Any, words: str, capped: bool) -> forms.IntegerField:
    return forms.IntegerField(
        label=words,
        required=False,
        min_value=0,
        max_value=count.present if capped else 9999,
        widget=digits(),
        error_messages={
            "invalid": f"{count.college.name}\u00a0: écrivez les voix en chiffres.",
            "max_value": f"{count.college.name}\u00a0: {count.present} présents seulement.",
            "min_value": f"{count.college.name}\u00a0: écrivez 0 ou plus.",
        },
    )
