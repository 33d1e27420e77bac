"""A committee, its seats and whoever occupies them, typed by its secretariat."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.enums import TerritoryKind
from maillage.directory.models import Territory
from maillage.governance.enums import CommitteeKind, DecisionMode, DutyKind, Publicity, Rank
from maillage.governance.models import College, Committee
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionForm, WordsField, digits

MOST_COLLEGES = 12
NO_ACCOUNT = "Aucun compte ne porte cette adresse. Laissez vide\u00a0: la personne siège aussi sans compte."
AREAS = (TerritoryKind.COUNTRY, TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)


class _ByKind(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for kind, areas in groupby(self.queryset, Territory.get_kind_display):
            yield kind.capitalize(), [self.choice(one) for one in areas]


class AreaField(forms.ModelChoiceField):
    """The country, a région or a département, each kind under its name."""

    iterator = _ByKind

    def __init__(self, **kwargs: Any) -> None:
        areas = Territory.objects.current().filter(kind__in=AREAS).order_by("kind", "name")
        super().__init__(queryset=areas, empty_label="Aucun en particulier", required=False, **kwargs)

    def label_from_instance(self, obj: Territory) -> str:
        return obj.name


class AccountField(forms.EmailField):
    """The address of somebody who has an account; cleaned to it, or None when left empty."""

    default_error_messages = {"invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."}

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = User.objects.filter(email__iexact=typed, is_active=True).first()
        if found is None:
            raise forms.ValidationError(NO_ACCOUNT)
        return found


class CommitteeForm(VersionForm):
    """Whoever founds also says its colleges; they are corrected one by one afterwards."""

    name = LineField(label="Nom", max_length=150)
    kind = forms.ChoiceField(label="Type", choices=CommitteeKind.listed)
    parent = forms.ModelChoiceField(
        label="Rattachée à", queryset=Committee.objects.none(), required=False, empty_label="Aucune"
    )
    territory = AreaField(label="Territoire")
    mission = WordsField(label="Ce dont elle s’occupe", rows=3, max_length=2000, required=False)
    starts_on = DateField(label="Premier jour de la mandature")
    ends_on = DateField(
        label="Dernier jour",
        required=False,
        help_text="Passé ce jour, plus aucun droit n’en vient. Vide\u00a0: sans fin.",
    )
    decision_mode = forms.ChoiceField(
        label="Elle décide", choices=DecisionMode.listed, widget=forms.RadioSelect
    )
    publicity = forms.ChoiceField(
        label="Qui lit ses séances et ses décisions", choices=Publicity.listed, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour vient après le premier.")
        return data


class FoundForm(CommitteeForm):
    version = None  # type: ignore[assignment]
    colleges = WordsField(
        label="Collèges",
        rows=4,
        max_length=1300,
        required=False,
        help_text="Un par ligne. Exemple\u00a0: État, Département, associations, personnes concernées. Vide\u00a0: un seul.",
    )

    def clean_colleges(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["colleges"].splitlines()]
        names = [name for name in dict.fromkeys(names) if name]
        if len(names) > MOST_COLLEGES or any(len(name) > 100 for name in names):
            raise forms.ValidationError(
                f"{MOST_COLLEGES} collèges au plus, de 100 caractères au plus chacun."
            )
        return names


class CollegeForm(forms.Form):
    quorum = forms.IntegerField(
        label="Part de ses sièges pourvus qui doit être présente pour décider, en %",
        min_value=0,
        max_value=100,
        widget=digits(),
        error_messages={
            "invalid": "Écrivez un nombre de 0 à 100.",
            "min_value": "Écrivez un nombre de 0 à 100.",
            "max_value": "Écrivez un nombre de 0 à 100.",
        },
    )
    required = forms.BooleanField(
        label="Rien ne se décide si personne de ce collège n’est présent", required=False
    )


class SeatForm(forms.Form):
    """A seat and, at once, who occupies it."""

    organisation = LineField(
        label="Organisation",
        max_length=150,
        help_text="C’est elle qui tient le siège\u00a0: les personnes passent, il reste.",
    )
    college = forms.ModelChoiceField(label="Collège", queryset=College.objects.none(), empty_label=None)
    starts_on = DateField(label="Depuis le")

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["college"].queryset = College.objects.filter(committee=committee)


class OccupantForm(forms.Form):
    name = LineField(label="Prénom et nom", max_length=120)
    rank = forms.ChoiceField(label="Rang", choices=Rank.listed, widget=forms.RadioSelect)
    user = AccountField(
        label="Adresse de son compte",
        required=False,
        help_text="Avec un compte, la personne lit l’ordre du jour et les comptes rendus de cette instance, rien d’autre.",
    )
    expert = forms.BooleanField(label="Expert d’expérience (ses frais sont remboursés)", required=False)
    starts_on = DateField(label="Siège depuis le")


class LeaveForm(forms.Form):
    last = DateField(label="Dernier jour")


class DutyForm(forms.Form):
    user = AccountField(
        label="Adresse de son compte", error_messages={"required": "Écrivez l’adresse de son compte."}
    )
    kind = forms.ChoiceField(label="Fonction", choices=DutyKind.listed)
    starts_on = DateField(label="Depuis le")


def first_day() -> dict[str, Any]:
    return {"starts_on": timezone.localdate()}


def occupant_values(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("name", "rank", "user", "expert", "starts_on")}
