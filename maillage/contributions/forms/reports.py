from itertools import groupby
from typing import Any, NamedTuple

from django import forms

from maillage.contributions.actions.contributions import Told
from maillage.contributions.actions.reports import Sorted
from maillage.contributions.enums import AuthorKind, BlockState, ContributionKind, Publicity
from maillage.contributions.forms.fields import of_axes
from maillage.contributions.models.contributions import LONGEST
from maillage.contributions.queries.reports import SECTION
from maillage.contributions.rules.guesses import guessed_axis, is_left_over, likely_kind
from maillage.web.fields import DateField, UploadField
from maillage.web.identifying import spot
from maillage.web.typed import LineField, WordsField, some

ACCEPTED = (".docx", ".odt", ".txt", ".html")
SHORTEST = 40
STATES = (
    (BlockState.TAKEN, "Reprendre"),
    (BlockState.JOINED, "Joindre au précédent"),
    (BlockState.ASIDE, "Laisser"),
)
WHOLE = (("sort", "Trier ses passages"), ("aside", "Laisser toute la partie"))
SIDES = {"row": ("Thème", "Aucun"), "column": ("Politique", "Aucune")}
UNAGREED = "Le passage {} est un témoignage\u00a0: cochez l’accord, ou donnez-lui un autre type."
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


class Part(NamedTuple):
    """A part on the page: its heading, whether it is left whole, what holds for all its passages, these."""

    heading: str
    whole: Any
    common: list[Any]
    passages: list[Any]


class Asked(NamedTuple):
    """A passage on the page. `own`: what few change; `open`: something of it is to be read at once."""

    block: Any
    state: Any
    own: list[Any]
    names: list[Any]
    open: bool


class SortForm(forms.Form):
    """A few parts at once. What holds for all, for a part, then for each passage: taken, joined to the one before or left; its
    words, its own kind and cell when they are not those of its part."""

    all_optional = True
    author = LineField(
        label="De qui", max_length=150, error_messages={"required": "Dites de qui viennent ces passages."}
    )
    publicity = forms.ChoiceField(label="Qui les lit", choices=lambda: some(Publicity.choices))
    agreed = forms.BooleanField(
        label="Pour des témoignages\u00a0: les personnes sont d’accord pour qu’ils soient lus", required=False
    )

    def __init__(self, *args: Any, report: Any, blocks: Any, axes: Any, spoken: Any, **options: Any) -> None:
        initial = {"author": report.group, "publicity": Publicity.PUBLIC}
        super().__init__(*args, initial=initial, **options)
        self.report, self.spoken = report, spoken
        self.kinds = some(ContributionKind.choices)
        self.sides = {"row": of_axes(axes.rows), "column": of_axes(axes.columns)}
        self.parts = [(section, list(part)) for section, part in groupby(blocks, key=SECTION)]
        for section, part in self.parts:
            self._ask_part(section, part)

    def _ask_part(self, section: int, part: list[Any]) -> None:
        guess = self._guessed(part)
        self.fields[f"part_{section}"] = forms.ChoiceField(
            label="Cette partie", choices=WHOLE, widget=forms.RadioSelect, initial=guess.pop("state")
        )
        self.fields[f"kind_p{section}"] = self._choice("Type", "Choisir", self.kinds, guess["kind"])
        for name, (word, none) in SIDES.items():
            self.fields[f"{name}_p{section}"] = self._choice(word, none, self.sides[name], guess[name])
        for one in part:
            self._ask(one, guess)

    def _guessed(self, part: list[Any]) -> dict[str, Any]:
        """From its headings; failing that, from its words. What is taken up again is there to be sorted."""
        path, texts = part[0].path, [one.text for one in part]
        told = {name: guessed_axis(name, self.spoken, path, " ".join(texts)) or "" for name in SIDES}
        first = part[0].state == BlockState.WAITING
        left = first and (is_left_over(path.split(" › ")[-1]) or all(_is_left(one) for one in part))
        return {**told, "kind": part[0].guess or likely_kind(texts), "state": "aside" if left else "sort"}

    def _choice(self, label: str, none: str, listed: Any, initial: Any = "") -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=[("", none), *listed], required=False, initial=initial)

    def _ask(self, one: Any, part: dict[str, Any]) -> None:
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
        self.fields[f"kind_{n}"] = self._choice(f"Type du passage {n}", AS_PART, self.kinds)
        for name, (word, _) in SIDES.items():
            guess = guessed_axis(name, self.spoken, "", one.text)
            other = guess if guess and guess != part[name] else ""
            self.fields[f"{name}_{n}"] = self._choice(
                f"{word} du passage {n}", AS_PART, self.sides[name], other
            )

    def asked(self) -> list[Part]:
        return [
            Part(
                part[0].path.split(" › ")[-1] or "Début du texte",
                self[f"part_{section}"],
                [self[f"{name}_p{section}"] for name in ("kind", *SIDES)],
                [self._asked(one) for one in part],
            )
            for section, part in self.parts
        ]

    def _asked(self, one: Any) -> Asked:
        own = [self[f"{name}_{one.number}"] for name in ("text", "kind", *SIDES)]
        names = spot(one.text)
        return Asked(one, self[f"state_{one.number}"], own, names, bool(names or any(f.errors for f in own)))

    def common(self) -> list[Any]:
        return [self[name] for name in ("author", "publicity", "agreed")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for section, part in self.parts:
            if data.get(f"part_{section}") != "aside":
                for one in part:
                    if data.get(f"state_{one.number}") == BlockState.TAKEN:
                        self._check(data, section, one.number)
        return data

    def _check(self, data: dict[str, Any], section: int, n: int) -> None:
        if not (data.get(f"text_{n}") or "").strip():
            self.add_error(f"text_{n}", "Écrivez le texte, ou laissez ce passage.")
        elif len(data[f"text_{n}"]) > LONGEST:
            self.add_error(
                f"text_{n}", f"C’est trop long\u00a0: {LONGEST} caractères au plus. Gardez l’essentiel."
            )
        kind, row = f"kind_p{section}", f"row_p{section}"
        chosen = data.get(f"kind_{n}") or data.get(kind)
        if not chosen and kind not in self.errors:
            self.add_error(kind, "Choisissez un type.")
        if chosen == ContributionKind.TESTIMONY and not data.get("agreed") and "agreed" not in self.errors:
            self.add_error("agreed", UNAGREED.format(n))
        told = (f"row_{n}", f"column_{n}", row, f"column_p{section}")
        if not any(data.get(name) for name in told) and row not in self.errors:
            self.add_error(row, "Choisissez un thème ou une politique.")

    def decided(self) -> list[Sorted]:
        return [self._decided(section, one.number) for section, part in self.parts for one in part]

    def _decided(self, section: int, n: int) -> Sorted:
        data = self.cleaned_data
        state, text = data[f"state_{n}"], data[f"text_{n}"]
        if data[f"part_{section}"] == "aside":
            state = BlockState.ASIDE
        if state != BlockState.TAKEN:
            return Sorted(n, state, text)
        sides = {f"{name}s": _one(data[f"{name}_{n}"] or data[f"{name}_p{section}"]) for name in SIDES}
        told = Told(
            kind=data[f"kind_{n}"] or data[f"kind_p{section}"],
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
