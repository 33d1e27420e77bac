from typing import Any

from django import forms
from django.utils import timezone

from maillage.practices.catalogue import criteria
from maillage.practices.enums import ProofKind
from maillage.web.fields import DateField
from maillage.web.nobody import NobodyForm
from maillage.web.typed import LineField, VersionField, WordsField, some

PARTS = ("seen", "proof_kind", "proof", "source", "proof_on", "link")
NEEDED = {
    "proof": "Dites ce qui le montre.",
    "proof_kind": "Dites si c’est un document, une page ou un chiffre.",
    "proof_on": "Dites de quel jour.",
}


class EvaluationForm(NobodyForm):
    """A block of fields for each criterion; one left empty is a criterion that was not looked at."""

    page = "practices/evaluate.html"
    all_optional = True

    def __init__(self, *args: Any, kind: str, evaluators: Any = (), used: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.evaluators = list(evaluators)
        if self.evaluators:
            choices = [(str(n), str(one)) for n, one in enumerate(self.evaluators)]
            self.fields["evaluator"] = forms.ChoiceField(label="Au nom de", choices=choices)
        self.fields["version"] = VersionField()
        self.fields["made_on"] = DateField(label="Terminée le", latest=timezone.localdate())
        self.listed = [one for one in criteria(kind, ended=True) if not one.ended or one.code in used]
        for one in self.listed:
            self.fields.update(_fields_of(one))
        self.fields["persons_said"] = WordsField(
            label="Ce qu’en disent les personnes concernées",
            max_length=2000,
            required=False,
            help_text="Leurs mots, sans rien qui dise qui parle. Vide\u00a0: la page dira que leur parole manque.",
        )
        self.watched = ("persons_said", *(f"{one.code}-{part}" for one in self.listed for part in _WORDS))
        self.watch()

    @property
    def groups(self) -> list[tuple[Any, Any, list[Any]]]:
        """(criterion, what was seen, what shows it)."""
        return [
            (one, self[f"{one.code}-seen"], [self[f"{one.code}-{part}"] for part in PARTS[1:]])
            for one in self.listed
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for one in self.listed:
            told = {part: data.get(f"{one.code}-{part}") for part in PARTS}
            if told["seen"]:
                self._complete(one.code, told)
            elif told["proof"] or told["link"]:
                self._missing(f"{one.code}-seen", "Dites ce qui a été vu.")
        return data

    def _complete(self, code: str, told: dict[str, Any]) -> None:
        for part, words in NEEDED.items():
            if not told[part]:
                self._missing(f"{code}-{part}", words)
        if told["proof_kind"] == ProofKind.FIGURE and not told["source"]:
            self._missing(f"{code}-source", "Dites d’où vient ce chiffre.")
        if told["proof_kind"] == ProofKind.LINK and not told["link"]:
            self._missing(f"{code}-link", "Donnez l’adresse de la page.")

    def _missing(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)

    def in_whose_name(self) -> Any:
        return self.evaluators[int(self.cleaned_data["evaluator"])]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("made_on", "persons_said")}

    def seen(self) -> dict[str, dict[str, Any]]:
        found = {
            one.code: {part: self.cleaned_data[f"{one.code}-{part}"] for part in PARTS} for one in self.listed
        }
        return {code: told for code, told in found.items() if told["seen"]}


_WORDS = ("seen", "proof", "source")


def _fields_of(one: Any) -> dict[str, forms.Field]:
    proof = forms.ChoiceField(
        label="Ce qui le montre", required=False, choices=some(ProofKind.listed(), "Choisir")
    )
    told = {
        "seen": WordsField(label="Ce qui a été vu", max_length=1000, required=False, help_text=one.help),
        "proof_kind": proof,
        "proof": LineField(
            label="Lequel",
            max_length=300,
            required=False,
            help_text="Exemple\u00a0: compte rendu de la réunion, 34 familles sur 60.",
        ),
        "source": LineField(
            label="Source", max_length=200, required=False, help_text="Obligatoire pour un chiffre."
        ),
        "proof_on": DateField(label="Du", required=False, latest=timezone.localdate()),
        "link": forms.URLField(
            label="Lien",
            required=False,
            max_length=500,
            assume_scheme="https",
            error_messages={"invalid": "Ce lien n’est pas complet. Exemple\u00a0: https://exemple.fr/bilan."},
        ),
    }
    return {f"{one.code}-{part}": field for part, field in told.items()}
