from typing import Any

from django import forms

from maillage.training.enums import ActivityKind, Audience, Funding, ProviderKind, Rubric
from maillage.training.forms.fields import HalvesField, PracticeField, StructureField, some, ticks
from maillage.training.models.sessions import MOST_SEATS
from maillage.web.fields import AmountField, DateField
from maillage.web.typed import LineField, WordsField, digits

NAMES = (
    "title",
    "kind",
    "rubric",
    "about",
    "acquired",
    "provider",
    "provider_kind",
    "place",
    "remote",
    "audiences",
    "seats",
    "shared_on",
    "asks_until",
    "cost",
    "funding",
    "funding_more",
    "practice",
)
CHOOSE = {"required": "Choisissez.", "invalid_choice": "Choisissez dans la liste."}


class CatalogueForm(forms.Form):
    all_optional = True
    q = LineField(label="Chercher une formation", required=False, max_length=200)
    theme = forms.ChoiceField(label="Thème", required=False)
    rubrique = forms.ChoiceField(
        label="Rubrique", required=False, choices=lambda: some(Rubric.listed(), "Toutes")
    )
    pour = forms.ChoiceField(
        label="Pour", required=False, choices=lambda: some(Audience.listed(), "Tout le monde")
    )
    quand = forms.ChoiceField(
        label="Quand", required=False, choices=[("", "À venir"), ("passees", "Passées")]
    )
    distance = forms.BooleanField(label="À distance", required=False)

    def __init__(self, *args: Any, themes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].choices = [("", "Tous"), *((str(one.pk), one.title) for one in themes)]

    def believed(self) -> dict[str, Any]:
        """What was asked and can be understood."""
        self.is_valid()
        told = self.cleaned_data
        return {
            "words": told.get("q", ""),
            "theme": int(told.get("theme") or 0) or None,
            "rubric": told.get("rubrique", ""),
            "audience": told.get("pour", ""),
            "past": told.get("quand") == "passees",
            "remote": bool(told.get("distance")),
        }


class SessionForm(forms.Form):
    """`themes`: those of today's programmes, and those that the session already bears."""

    page = "training/session_form.html"
    title = LineField(label="Titre", max_length=150, error_messages={"required": "Donnez un titre."})
    kind = forms.ChoiceField(
        label="Type",
        choices=lambda: some(ActivityKind.listed(), "Choisir"),
        error_messages=CHOOSE,
        help_text="C’est ce qui dit si elle compte dans les trois jours, et pourquoi.",
    )
    half_days = HalvesField(label="Quand", error_messages={"required": "Donnez au moins une demi-journée."})
    place = LineField(label="Lieu", required=False, max_length=200)
    remote = forms.BooleanField(label="À distance", required=False)
    asks_until = DateField(label="Inscriptions jusqu’au")
    seats = forms.IntegerField(
        label="Places",
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        widget=digits(),
        help_text="Vide\u00a0: il y a de la place pour tout le monde.",
        error_messages={
            "invalid": "Écrivez un nombre de places.",
            "min_value": "Une place au moins.",
            "max_value": f"{MOST_SEATS} places au plus.",
        },
    )
    shared_on = DateField(
        label="Places remises en commun le",
        required=False,
        help_text="À partir de ce jour, les places qu’un employeur n’a pas prises vont aux premiers qui attendent.",
    )
    about = WordsField(label="De quoi il s’agit", required=False, max_length=3000)
    acquired = WordsField(
        label="Ce que l’on saura faire", required=False, max_length=2000, help_text="Une chose par ligne."
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes du programme triennal",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des thèmes de la liste."},
    )
    rubric = forms.ChoiceField(
        label="Rubrique",
        required=False,
        choices=lambda: some(Rubric.listed(), "Aucune"),
        error_messages=CHOOSE,
    )
    audiences = ticks("Pour qui", Audience.listed)
    provider = LineField(label="Organisme", required=False, max_length=150)
    provider_kind = forms.ChoiceField(
        label="Type d’organisme",
        required=False,
        choices=lambda: some(ProviderKind.listed(), "Choisir"),
        error_messages=CHOOSE,
    )
    cost = AmountField(label="Coût par personne", required=False, unit="€", max_value=100_000)
    funding = ticks("Payée par", Funding.listed)
    funding_more = LineField(label="Précision sur le financement", required=False, max_length=200)
    practice = PracticeField(
        label="Fiche pratique liée",
        required=False,
        max_length=300,
        help_text="L’adresse d’une fiche pratique de Maillage.",
    )

    def __init__(self, *args: Any, themes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(one.pk): one for one in themes}
        self.fields["themes"].choices = [(key, one.title) for key, one in self.known.items()]
        if not self.known:
            del self.fields["themes"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}

    def chosen(self) -> list[Any]:
        return [self.known[key] for key in self.cleaned_data.get("themes", [])]


class QuotaForm(forms.Form):
    structure = StructureField(
        label="Employeur",
        required=False,
        help_text="Vide\u00a0: des places gratuites pour des bénévoles et des personnes concernées.",
    )
    seats = forms.IntegerField(
        label="Places gardées",
        min_value=0,
        max_value=MOST_SEATS,
        widget=digits(),
        help_text="0\u00a0: plus aucune.",
        error_messages={
            "required": "Écrivez un nombre de places.",
            "invalid": "Écrivez un nombre de places.",
            "min_value": "Écrivez 0 ou plus.",
            "max_value": f"{MOST_SEATS} places au plus.",
        },
    )


class CancelForm(forms.Form):
    why = WordsField(
        label="Pourquoi",
        max_length=300,
        help_text="Ceux qui se sont inscrits le liront.",
        error_messages={"required": "Dites pourquoi."},
    )


class GuestForm(forms.Form):
    name = LineField(
        label="Prénom et nom", max_length=160, error_messages={"required": "Écrivez le prénom et le nom."}
    )


class AnswerForm(forms.Form):
    """Yes, or no with a reason."""

    answer = forms.ChoiceField(label="Votre réponse", widget=forms.RadioSelect, error_messages=CHOOSE)
    reason = WordsField(
        label="Pourquoi",
        required=False,
        max_length=300,
        help_text="La personne le lit. Nécessaire pour un refus.",
    )

    def __init__(self, *args: Any, yes: str, no: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = [("yes", yes), ("no", no)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") == "no" and not data.get("reason", "").strip():
            self.add_error("reason", "Dites pourquoi\u00a0: la personne le lira.")
        return data

    def told(self) -> tuple[bool, str]:
        return self.cleaned_data["answer"] == "yes", self.cleaned_data["reason"]


class SheetForm(forms.Form):
    """Boxes of the presence sheet: `p` lists « registration.half-day »."""

    p = forms.TypedMultipleChoiceField(required=False)

    def __init__(self, *args: Any, pairs: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pairs = {f"{one}.{half}": (one, half) for one, half in pairs}
        self.fields["p"].choices = [(key, key) for key in self.pairs]
        self.fields["p"].error_messages["invalid_choice"] = (
            "La feuille a changé\u00a0: relisez-la, puis cochez à nouveau."
        )

    def came(self) -> set[tuple[int, int]]:
        return {self.pairs[key] for key in self.cleaned_data["p"]}
