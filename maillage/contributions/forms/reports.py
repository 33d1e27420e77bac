from typing import Any

from django import forms

from maillage.contributions.actions.contributions import Told
from maillage.contributions.actions.reports import Sorted
from maillage.contributions.enums import AuthorKind, BlockState, ContributionKind, Publicity
from maillage.contributions.forms.fields import of_axes, some
from maillage.contributions.models.contributions import LONGEST
from maillage.contributions.rules.guesses import guessed_axis
from maillage.governance.rules.identifying import spot
from maillage.web.fields import DateField, UploadField
from maillage.web.typed import LineField, WordsField

ACCEPTED = (".docx", ".odt", ".txt", ".html")
SHORTEST = 40
STATES = (
    (BlockState.TAKEN, "Reprendre"),
    (BlockState.JOINED, "Joindre au précédent"),
    (BlockState.ASIDE, "Laisser"),
)
AS_PART = "Comme la partie"


class ReportForm(forms.Form):
    file = UploadField(label="Compte rendu", accept=ACCEPTED)
    group = LineField(
        label="Groupe",
        max_length=150,
        help_text="Son nom sera montré avec chaque contribution.",
        error_messages={"required": "Dites de quel groupe il vient."},
    )
    territory = forms.ChoiceField(label="Territoire", required=False)
    held_on = DateField(label="Date de la réunion", required=False)

    def __init__(self, *args: Any, territories: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.territories = {str(one.pk): one for one in territories}
        self.fields["territory"].choices = [
            ("", "Sans territoire"), *((key, one.name) for key, one in self.territories.items())
        ]  # fmt: skip

    def chosen(self) -> Any:
        return self.territories.get(self.cleaned_data["territory"])


class SortForm(forms.Form):
    """What holds for the whole part, then each passage: taken, joined to the one before or left; its words; its own kind
    and cell when they are not those of the part."""

    all_optional = True
    kind = forms.ChoiceField(label="Type", required=False)
    row = forms.ChoiceField(label="Thème", required=False)
    column = forms.ChoiceField(label="Politique", required=False)
    author = LineField(
        label="De qui", max_length=150, error_messages={"required": "Dites de qui viennent ces passages."}
    )
    publicity = forms.ChoiceField(label="Qui les lit", choices=lambda: some(Publicity.choices))
    agreed = forms.BooleanField(
        label="Pour des témoignages\u00a0: les personnes sont d’accord pour qu’ils soient lus", required=False
    )

    def __init__(self, *args: Any, report: Any, blocks: Any, axes: Any, spoken: Any, **options: Any) -> None:
        heading, guess = (blocks[0].path, blocks[0].guess) if blocks else ("", "")
        initial = {
            "kind": guess,
            "row": guessed_axis("row", spoken, heading, "") or "",
            "column": guessed_axis("column", spoken, heading, "") or "",
            "author": report.group,
            "publicity": Publicity.PUBLIC,
        }
        super().__init__(*args, initial=initial, **options)
        self.report, self.blocks = report, blocks
        self.kinds = some(ContributionKind.choices)
        self.sides = {"row": of_axes(axes.rows), "column": of_axes(axes.columns)}
        self.fields["kind"].choices = [("", "Choisir"), *self.kinds]
        for name, listed in self.sides.items():
            self.fields[name].choices = [("", "Aucun" if name == "row" else "Aucune"), *listed]
        for one in blocks:
            self._ask(one, spoken, initial)

    def _ask(self, one: Any, spoken: Any, part: dict[str, Any]) -> None:
        n = one.number
        likely = BlockState.ASIDE if _is_left(one) else BlockState.TAKEN
        self.fields[f"state_{n}"] = forms.ChoiceField(
            label=f"Passage {n}", choices=STATES, widget=forms.RadioSelect, initial=likely
        )
        self.fields[f"text_{n}"] = WordsField(
            label=f"Texte du passage {n}",
            rows=2 if len(one.text) < 160 else 5,
            max_length=20_000,
            initial=one.text,
            required=False,
        )
        self.fields[f"kind_{n}"] = forms.ChoiceField(
            label=f"Type du passage {n}", choices=[("", AS_PART), *self.kinds], required=False
        )
        for name, word in (("row", "Thème"), ("column", "Politique")):
            guess = guessed_axis(name, spoken, "", one.text)
            self.fields[f"{name}_{n}"] = forms.ChoiceField(
                label=f"{word} du passage {n}",
                choices=[("", AS_PART), *self.sides[name]],
                required=False,
                initial=guess if guess and guess != part[name] else "",
            )

    def asked(self) -> list[tuple[Any, Any, list[Any], list[Any]]]:
        """[(passage, its state and its words, the fields few change, what may name somebody)], for the page."""
        return [
            (one, [self[f"state_{one.number}"], self[f"text_{one.number}"]],
             [self[f"{name}_{one.number}"] for name in ("kind", "row", "column")],
             spot(one.text))
            for one in self.blocks
        ]  # fmt: skip

    def common(self) -> list[Any]:
        return [self[name] for name in ("kind", "row", "column", "author", "publicity", "agreed")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for one in self.blocks:
            n = one.number
            if data.get(f"state_{n}") == BlockState.TAKEN:
                self._check(data, n)
        return data

    def _check(self, data: dict[str, Any], n: int) -> None:
        if not (data.get(f"text_{n}") or "").strip():
            self.add_error(f"text_{n}", "Écrivez le texte, ou laissez ce passage.")
        elif len(data[f"text_{n}"]) > LONGEST:
            self.add_error(
                f"text_{n}", f"C’est trop long\u00a0: {LONGEST} caractères au plus. Gardez l’essentiel."
            )
        if not (data.get(f"kind_{n}") or data.get("kind")) and "kind" not in self.errors:
            self.add_error("kind", "Choisissez un type.")
        if (
            not any(data.get(name) for name in (f"row_{n}", f"column_{n}", "row", "column"))
            and "row" not in self.errors
        ):
            self.add_error("row", "Choisissez un thème ou une politique.")

    def decided(self) -> list[Sorted]:
        data = self.cleaned_data
        return [self._decided(data, one.number) for one in self.blocks]

    def _decided(self, data: dict[str, Any], n: int) -> Sorted:
        state, text = data[f"state_{n}"], data[f"text_{n}"]
        if state != BlockState.TAKEN:
            return Sorted(n, state, text)
        sides = {f"{name}s": _one(data[f"{name}_{n}"] or data[name]) for name in ("row", "column")}
        told = Told(
            kind=data[f"kind_{n}"] or data["kind"],
            text=text,
            author=data["author"],
            author_kind=AuthorKind.GROUP,
            territory_id=self.report.territory_id,
            publicity=data["publicity"],
            agreed=data["agreed"],
            **sides,
        )
        return Sorted(n, state, text, told)


def _is_left(one: Any) -> bool:
    """What was left once, and the few words that no heading announces."""
    return one.state == BlockState.ASIDE or not (one.guess or len(one.text) >= SHORTEST)


def _one(chosen: str) -> tuple[int, ...]:
    return (int(chosen),) if chosen else ()
