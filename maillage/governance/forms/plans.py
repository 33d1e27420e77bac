"""What is asked of plans, their measures, their evidence, and of what is raised to who can act."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory.queries.links import working_here
from maillage.directory.queries.zones import place_named
from maillage.governance.enums import ActionTheme, DecisionLevel, EvidenceKind, Horizon, PlanKind
from maillage.governance.queries.recommendations import HERE
from maillage.web.fields import DateField
from maillage.web.typed import LineField, ReadField, VersionForm, WordsField, some

PLAN_FIELDS = ("title", "kind", "aims", "partners", "territory", "parent", "starts_on", "ends_on")
MEASURE_FIELDS = ("title", "owner", "due_on")


def place(label: str, help_text: str = "") -> ReadField:
    """Empty or « France »: everywhere."""
    return ReadField(place_named, label=label, help_text=help_text, required=False)


class PublicChoiceField(forms.ModelChoiceField):
    """By its public identifier; what is not one is not in the list."""

    def __init__(self, *, invalid: str, **options: Any) -> None:
        messages = {"invalid_choice": invalid}
        super().__init__(
            queryset=None, required=False, to_field_name="public_id", error_messages=messages, **options
        )

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class CatalogueFilters(forms.Form):
    all_optional = True
    q = forms.CharField(
        label="Mots", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    ou = forms.ChoiceField(
        label="Qui peut en décider",
        required=False,
        choices=lambda: [
            ("", "Tout"),
            (HERE, "Ce que je peux faire ici"),
            *some(DecisionLevel.listed()),
        ],
    )
    horizon = forms.ChoiceField(
        label="Horizon", required=False, choices=lambda: some(Horizon.listed(), "Tous")
    )
    theme = forms.ChoiceField(
        label="Thème", required=False, choices=lambda: some(ActionTheme.listed(), "Tous")
    )


class PlanFilters(forms.Form):
    all_optional = True
    q = forms.CharField(
        label="Mots", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    type = forms.ChoiceField(label="Type", required=False, choices=lambda: some(PlanKind.listed(), "Tous"))


class _Dated(forms.Form):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "La fin vient après le début.")
        return data


class PlanForm(_Dated, VersionForm):
    """`holders`, at its opening: for whom the actor may write."""

    page = "governance/plan_form.html"
    holder = forms.TypedChoiceField(label="Pour", coerce=int)
    title = LineField(label="Titre", max_length=150, error_messages={"required": "Donnez un titre."})
    kind = forms.ChoiceField(label="Type de plan", choices=lambda: some(PlanKind.listed()))
    territory = place(
        "Territoire",
        "Une commune, une intercommunalité, un département ou une région. Vide\u00a0: tout le pays.",
    )
    starts_on = DateField(label="À partir du")
    ends_on = DateField(label="Jusqu’au", required=False, help_text="Vide\u00a0: sans fin prévue.")
    aims = WordsField(label="Ce qu’il vise", max_length=2000, required=False)
    partners = WordsField(
        label="Avec qui",
        max_length=1000,
        required=False,
        help_text="Partenaires, signataires, habitants. Jamais le nom d’une personne accompagnée.",
    )
    parent = PublicChoiceField(
        label="Décline le plan",
        empty_label="Aucun",
        invalid="Choisissez un plan de la liste.",
    )

    def __init__(self, *args: Any, parents: Any, holders: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.holders = list(holders)
        self.fields["parent"].queryset = parents
        if self.holders:
            self.fields["holder"].choices = [(n, str(one)) for n, one in enumerate(self.holders)]
        else:
            del self.fields["holder"]

    def chosen_holder(self) -> Any:
        return self.holders[self.cleaned_data["holder"]]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLAN_FIELDS}


class MeasureForm(VersionForm):
    title = LineField(label="Mesure", max_length=200, error_messages={"required": "Dites ce qui sera fait."})
    owner = LineField(
        label="Qui s’en charge",
        max_length=150,
        required=False,
        help_text="Une fonction ou un service, plutôt qu’un nom.",
    )
    due_on = DateField(
        label="Pour le",
        required=False,
        help_text="Jour, mois, année. Passé ce jour sans preuve que c’est fait, elle est en retard.",
    )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in MEASURE_FIELDS}


class AdoptForm(forms.Form):
    """`actions`: those chosen in the catalogue, all of it otherwise; into one of `plans`, or a new one of `holders`."""

    page = "governance/adopt.html"
    all_optional = True
    actions = forms.MultipleChoiceField(
        label="Actions à adopter",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une action.",
            "invalid_choice": "Cochez des actions de la liste.",
        },
    )
    plan = forms.ChoiceField(
        label="Dans quel plan",
        error_messages={
            "required": "Choisissez un plan.",
            "invalid_choice": "Choisissez un plan de la liste.",
        },
    )
    title = LineField(
        label="Titre du nouveau plan",
        max_length=150,
        required=False,
        help_text="Seulement pour un nouveau plan.",
    )
    territory = place(
        "Territoire du nouveau plan",
        "Une commune, une intercommunalité, un département ou une région. Vide\u00a0: tout le pays.",
    )
    owner = LineField(
        label="Qui s’en charge",
        max_length=150,
        required=False,
        help_text="Pour toutes, si vous le savez déjà\u00a0; vous pourrez changer chacune ensuite.",
    )
    due_on = DateField(label="Pour le", required=False, help_text="Jour, mois, année. Vide\u00a0: sans date.")

    def __init__(self, *args: Any, actions: Any, plans: Any, holders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actions = {one.code: one for one in actions}
        self.plans = {str(one.public_id): one for one in plans}
        self.new = {f"nouveau-{n}": one for n, one in enumerate(holders)}
        self.fields["actions"].choices = [(code, str(one)) for code, one in self.actions.items()]
        self.fields["plan"].choices = [
            *((key, f"Un nouveau plan\u00a0: {one}") for key, one in self.new.items()),
            *((key, f"{one.title} ({one.holder})") for key, one in self.plans.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("plan") in self.new and not data.get("title"):
            self.add_error("title", "Donnez un titre au nouveau plan.")
        return data

    def chosen(self) -> list[Any]:
        return [self.actions[code] for code in self.cleaned_data["actions"]]

    def existing(self) -> Any:
        return self.plans.get(self.cleaned_data["plan"])

    def holder(self) -> Any:
        return self.new[self.cleaned_data["plan"]]

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("owner", "due_on")}


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(
        label="Où en est-on\u00a0?",
        choices=lambda: [
            (EvidenceKind.PROGRESS, "Un pas est fait\u00a0: la mesure est engagée"),
            (EvidenceKind.DONE, "C’est fait\u00a0: la mesure est tenue"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites où on en est."},
    )
    on = DateField(label="Le")
    what = WordsField(
        label="Ce qui a été fait",
        max_length=500,
        help_text="Un fait que l’on peut vérifier. Jamais le nom d’une personne accompagnée.",
        error_messages={"required": "Dites ce qui a été fait."},
    )
    link = forms.URLField(
        label="Lien vers un document",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": "Ce lien n’est pas complet. Exemple\u00a0: https://exemple.fr/compte-rendu."
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].latest = timezone.localdate()


class DropForm(forms.Form):
    why = WordsField(
        label="Pourquoi elle est abandonnée",
        max_length=500,
        error_messages={"required": "Dites pourquoi elle est abandonnée."},
    )


class RaiseForm(forms.Form):
    """To one's own direction (`own`, a structure or none), to another structure, or to a committee."""

    page = "governance/raise.html"
    all_optional = True
    to = forms.ChoiceField(
        label="À qui",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites à qui.", "invalid_choice": "Choisissez dans la liste."},
    )
    structure = ReadField(
        working_here,
        label="Quelle structure",
        required=False,
        max_length=260,
        widget=forms.TextInput({"list": "structures", "autocomplete": "off"}),
        help_text="Pour une autre structure que la vôtre\u00a0: son nom, dans l’annuaire.",
    )
    committee = PublicChoiceField(
        label="Quelle instance",
        help_text="Pour une instance.",
        empty_label="Aucune",
        invalid="Choisissez une instance de la liste.",
    )
    asked = WordsField(
        label="Ce que vous demandez",
        max_length=1000,
        help_text="Pourquoi vous ne pouvez pas le faire ici, et ce qui aiderait. Jamais le nom d’une personne accompagnée.",
        error_messages={"required": "Dites ce que vous demandez."},
    )

    def __init__(self, *args: Any, own: Any, committees: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own = own
        self.fields["committee"].queryset = committees
        told = [("structure", "À une autre structure"), ("committee", "À une instance")]
        mine = [("own", f"À la direction de ma structure\u00a0: {own}")] if own else []
        self.fields["to"].choices = [*mine, *told]
        self.fields["to"].initial = "own" if own else "structure"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        lacking = {"structure": "Écrivez le nom de la structure.", "committee": "Choisissez une instance."}
        chosen = data.get("to")
        if chosen in lacking and chosen not in self.errors and not data.get(chosen):
            self.add_error(chosen, lacking[chosen])
        return data

    def target(self) -> Any:
        return self.cleaned_data.get(self.cleaned_data["to"]) or self.own


class ReplyForm(forms.Form):
    reply = WordsField(
        label="Votre réponse",
        max_length=1000,
        rows=4,
        help_text="Ce qui sera fait, par qui, pour quand\u00a0; ou pourquoi cela ne se peut pas.",
        error_messages={"required": "Écrivez une réponse."},
    )


class PlaceFilters(forms.Form):
    all_optional = True
    region = forms.ChoiceField(label="Région", required=False)
    departement = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args: Any, regions: Any, departements: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].choices = [("", "Tout le pays"), *((one.code, one.name) for one in regions)]
        self.fields["departement"].choices = [("", "Tous"), *((one.code, one.name) for one in departements)]
