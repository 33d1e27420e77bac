"""A night, its sectors, its teams, its sample."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.counts.enums import Ask, SectorKind, Stratum
from maillage.counts.models import Night, Round, Sector
from maillage.directory.models import Territory
from maillage.directory.queries.zones import FRANCE, read_zones
from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, WordsField, digits

ONE_PLACE = "Écrivez une seule commune, une seule intercommunalité ou un seul département."
NONE_HERE = "Choisissez dans la liste."
TWICE = "Une équipe ne fait pas les deux passages d’un secteur."


def capitalised(listed: Any) -> list[tuple[str, str]]:
    return [(str(code), str(label)[:1].upper() + str(label)[1:]) for code, label in listed]


class PlaceField(LineField):
    """One commune, intercommunalité or département, as people type it."""

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory:
        told = read_zones([super().clean(value)])
        if told.refusals:
            raise ValidationError(told.refusals)
        if len(told.zones) != 1 or told.zones == [FRANCE]:
            raise ValidationError(ONE_PLACE)
        kind, _, code = told.zones[0].partition(":")
        found: Territory = Territory.objects.get(kind=kind, code=code)
        return found


class NightForm(forms.Form):
    title = LineField(label="Titre", max_length=150, help_text="Exemple\u00a0: Nuit de la solidarité 2027.")
    territory = PlaceField(
        label="Territoire",
        max_length=120,
        help_text="Une commune, une intercommunalité ou un département.",
        error_messages={"required": "Écrivez le territoire."},
    )
    day = DateField(label="Soir du")
    begins = TimeField(
        label="Début",
        help_text="Heure de Paris. Exemple\u00a0: 22 h.",
        error_messages={"required": "Écrivez l’heure du début."},
    )
    ends = TimeField(
        label="Fin",
        help_text="Le lendemain si elle vient avant le début. Exemple\u00a0: 1 h.",
        error_messages={"required": "Écrivez l’heure de la fin."},
    )
    phone = LineField(
        label="Qui appeler cette nuit-là",
        max_length=30,
        required=False,
        help_text="Un numéro, lu par les équipes. Effacé trois mois après.",
    )
    method = WordsField(
        label="Méthode",
        rows=4,
        max_length=5000,
        required=False,
        help_text="Qui est compté et qui ne l’est pas, comment les secteurs sont choisis. Lue avec le rapport.",
    )
    instructions = WordsField(
        label="Consignes aux équipes",
        rows=4,
        max_length=5000,
        required=False,
        help_text="Lues sur le téléphone. Exemple\u00a0: ne réveillez personne, n’éclairez pas les visages.",
    )
    asked = forms.MultipleChoiceField(
        label="Questions posées",
        choices=capitalised(Ask.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Peu de questions\u00a0: chaque réponse reste facultative. Jamais de nom ni de date de naissance.",
    )

    @staticmethod
    def told(row: Night) -> dict[str, Any]:
        names = ("title", "territory", "phone", "method", "instructions", "asked")
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        when = {"day": start.date(), "begins": start.time(), "ends": end.time()}
        return {name: getattr(row, name) for name in names} | when

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        zone, day = timezone.get_current_timezone(), data.pop("day")
        start = datetime.combine(day, data.pop("begins"), zone)
        end = datetime.combine(day, data.pop("ends"), zone)
        return data | {"starts_at": start, "ends_at": end if end > start else end + timedelta(days=1)}


class SectorForm(forms.Form):
    name = LineField(label="Nom", max_length=80, help_text="Exemple\u00a0: 4. Les halles.")
    limits = WordsField(
        label="Rues et limites",
        rows=4,
        max_length=1000,
        help_text="Rue par rue, d’un bord à l’autre\u00a0: l’équipe doit savoir où s’arrêter.",
    )
    kind = forms.ChoiceField(label="Type", choices=capitalised(SectorKind.choices))
    stratum = forms.ChoiceField(
        label="Présence attendue",
        choices=capitalised(Stratum.choices),
        widget=forms.RadioSelect,
        help_text="D’après les maraudes. Le calcul se fait à part pour chaque groupe de secteurs.",
    )
    sampled = forms.BooleanField(
        label="À parcourir cette nuit",
        required=False,
        initial=True,
        help_text="Sinon, ce secteur est estimé d’après ceux du même groupe.",
    )
    touching = forms.ModelMultipleChoiceField(
        label="Secteurs qui le touchent",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une même personne peut être vue des deux côtés.",
        error_messages={"invalid_choice": NONE_HERE, "invalid_pk_value": NONE_HERE},
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touching"].queryset = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["touching"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "limits", "kind", "stratum", "sampled")}

    def touched(self) -> list[Sector]:
        return list(self.cleaned_data.get("touching", []))


class TeamForm(forms.Form):
    name = LineField(label="Nom de l’équipe", max_length=60)
    leader = LineField(label="Prénom du responsable", max_length=60, required=False)
    members = LineField(
        label="Prénoms des membres",
        max_length=200,
        required=False,
        help_text="De trois à cinq. Les prénoms seuls\u00a0: ils sont effacés trois mois après.",
    )
    meeting_point = LineField(label="Rendez-vous", max_length=200, required=False)
    first = forms.ModelMultipleChoiceField(
        label="Secteurs à parcourir", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    again = forms.ModelMultipleChoiceField(
        label="Second passage, après une autre équipe",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour mesurer ce qu’un passage ne voit pas. Les deux équipes ne se parlent pas avant la fin.",
    )

    def __init__(
        self, *args: Any, sectors: Any, rounds: list[Round], team: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, again in (("first", False), ("again", True)):
            taken = [one.sector_id for one in rounds if one.again == again and one.team_id != team]
            field = self.fields[name]
            field.queryset = sectors.exclude(pk__in=taken)  # type: ignore[attr-defined]
            field.error_messages.update(invalid_choice=NONE_HERE, invalid_pk_value=NONE_HERE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if set(data.get("first", [])) & set(data.get("again", [])):
            self.add_error("again", TWICE)
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "leader", "members", "meeting_point")}


class SampleForm(forms.Form):
    seed = LineField(
        label="Nombre du tirage",
        max_length=80,
        help_text="Un nombre que personne ne choisit, annoncé d’avance. Exemple\u00a0: les numéros du Loto de mercredi.",
    )

    def __init__(self, *args: Any, known: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stratum, most in known.items():
            wrong = f"Écrivez un nombre de 0 à {most}."
            self.fields[stratum] = forms.IntegerField(
                label=f"Secteurs à parcourir\u00a0: {Stratum(stratum).label}",
                min_value=0,
                max_value=most,
                widget=digits(),
                help_text=f"Sur {most}. Deux au moins pour pouvoir dire l’incertitude.",
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )

    def sizes(self) -> dict[str, int]:
        return {name: size for name, size in self.cleaned_data.items() if name != "seed"}
