"""Paths of a structure, their milestones; a VAE; a file of the register."""

from typing import Any

from django import forms
from django.utils import timezone

from maillage.diplomas.enums import BlockResult, Outcome, PathKind, Setting
from maillage.diplomas.models import Diploma, DiplomaVersion, Vae
from maillage.diplomas.models.reference import entered
from maillage.diplomas.queries.diplomas import in_force, versions
from maillage.web.fields import DateField, UploadField
from maillage.web.typed import LineField, PublicChoiceField, VersionForm, digits

MOST_MONTHS = 120
NOBODY = "Personne pour l’instant"


def some(choices: Any, first: str = "Choisir") -> list[tuple[str, str]]:
    told = [(str(code), str(label)[:1].upper() + str(label)[1:]) for code, label in choices.listed()]
    return [("", first), *told]


class MonthsField(forms.IntegerField):
    """Blank is unknown, never zero."""

    def __init__(self, **options: Any) -> None:
        errors = {
            "invalid": "Écrivez un nombre de mois, en chiffres.",
            "max_value": f"{MOST_MONTHS} mois au plus.",
            "min_value": "Écrivez un nombre de mois, zéro ou plus.",
        }
        told = {"required": False, "min_value": 0, "max_value": MOST_MONTHS, "widget": digits()}
        super().__init__(error_messages=errors, **told, **options)


class DiplomaField(forms.ModelChoiceField):
    def __init__(self, **options: Any) -> None:
        words = "Choisissez un diplôme de la liste."
        super().__init__(
            Diploma.objects.none(),
            to_field_name="code",
            empty_label="Choisir",
            error_messages={"required": words, "invalid_choice": words},
            **options,
        )

    def label_from_instance(self, row: Diploma) -> str:
        return f"{row.short}, {row.trade.lower()}"


class FollowForm(VersionForm):
    kind = forms.ChoiceField(
        label="Parcours",
        choices=lambda: some(PathKind),
        error_messages={"required": "Choisissez le type de parcours."},
    )
    post = LineField(
        label="Poste tenu",
        max_length=150,
        help_text="Exemple\u00a0: éducatrice, faisant fonction.",
        error_messages={"required": "Dites quel poste est tenu."},
    )
    started_on = DateField(label="Depuis le", help_text="Le jour où le délai de deux ans commence.")
    months_needed = MonthsField(label="Mois de formation")
    months_funded = MonthsField(label="Mois financés", help_text="Frais de formation pris en charge.")
    months_paid = MonthsField(label="Mois avec salaire maintenu")
    funder = LineField(label="Qui finance", max_length=150, required=False)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OpenForm(FollowForm):
    field_order = ("user", "kind", "post", "diploma", "started_on")

    user = PublicChoiceField(None, label="Qui", invalid="Choisissez quelqu’un de votre structure.")
    diploma = DiplomaField(label="Diplôme visé")

    def __init__(self, *args: Any, colleagues: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = colleagues
        self.fields["diploma"].queryset = in_force(timezone.localdate())
        del self.fields["version"]


class EndForm(forms.Form):
    ended_on = DateField(label="Terminé le")
    outcome = forms.ChoiceField(
        label="Comment",
        choices=lambda: some(Outcome),
        error_messages={"required": "Dites comment ce parcours s’est terminé."},
    )


class MilestoneForm(forms.Form):
    title = LineField(
        label="Étape",
        max_length=150,
        help_text="Exemple\u00a0: dossier d’inscription envoyé à l’école.",
        error_messages={"required": "Nommez l’étape."},
    )
    due_on = DateField(label="Pour le")


class DoneForm(forms.Form):
    done_on = DateField(label="Faite le")


# VAE


class VersionChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, row: DiplomaVersion) -> str:
        return f"{row.diploma.short}, {row.diploma.trade.lower()} ({row.title})"


class StartForm(forms.Form):
    diploma_version = VersionChoiceField(
        None,
        label="Diplôme visé",
        to_field_name="code",
        empty_label="Choisir",
        error_messages={
            "required": "Choisissez un diplôme de la liste.",
            "invalid_choice": "Choisissez un diplôme de la liste.",
        },
    )
    started_on = DateField(label="Projet engagé le")
    coach = LineField(
        label="Qui m’accompagne",
        max_length=150,
        required=False,
        help_text="Un architecte accompagnateur de parcours, un formateur, un collègue.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        open_now = versions().filter(entered(timezone.localdate()))
        self.fields["diploma_version"].queryset = open_now.exclude(by_vae=False)


class CoachForm(forms.Form):
    coach = LineField(label="Qui m’accompagne", max_length=150, required=False)
    jury_on = DateField(
        label="Jury convoqué le",
        required=False,
        help_text="Le jour donné par la convocation, s’il est connu.",
    )


class ResultsForm(forms.Form):
    """One choice a block."""

    def __init__(self, *args: Any, vae: Vae, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = list(vae.asked.all())
        for one in self.asked:
            self.fields[f"block-{one.pk}"] = forms.ChoiceField(
                label=one.block.name, choices=some(BlockResult)[1:], initial=one.result
            )

    def results(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"block-{one.pk}"] for one in self.asked}


class ExperienceForm(forms.Form):
    title = LineField(
        label="Ce que j’ai fait",
        max_length=200,
        help_text="Sans nommer les personnes accompagnées.",
        error_messages={"required": "Dites ce que vous avez fait."},
    )
    setting = forms.ChoiceField(
        label="Où",
        choices=lambda: some(Setting),
        error_messages={"required": "Dites si c’était au travail ou hors du travail."},
    )
    since = DateField(label="Depuis le")
    until = DateField(label="Jusqu’au", required=False)
    proof = LineField(
        label="Ce qui le montre",
        max_length=300,
        required=False,
        help_text="Exemple\u00a0: contrat, attestation, projet écrit.",
    )
    attested_by = LineField(label="Qui l’atteste", max_length=150, required=False)


class ShareForm(forms.Form):
    structure = forms.ChoiceField(
        label="Montrer ma VAE à",
        required=False,
        help_text="Le chargé de formation de cette structure la lira, sans pouvoir la changer. Vous pouvez la reprendre quand vous voulez.",
        error_messages={"invalid_choice": "Choisissez une structure où vous travaillez aujourd’hui."},
    )

    def __init__(self, *args: Any, places: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(one.structure.public_id): one.structure for one in places}
        listed = [(key, one.name) for key, one in self.places.items()]
        self.fields["structure"].choices = [("", NOBODY), *listed]

    def chosen(self) -> Any:
        return self.places.get(self.cleaned_data["structure"])


class EndVaeForm(forms.Form):
    ended_on = DateField(label="Terminée le")


class RegisterForm(forms.Form):
    file = UploadField(
        label="Fichier du répertoire national",
        accept=(".csv", ".xml"),
        max_megabytes=40,
        help_text="L’export «\u00a0Standard\u00a0» ou «\u00a0Ancienne_Nouvelle_Certification\u00a0» en CSV, ou l’export XML, de data.gouv.fr. 40 Mo au plus\u00a0; au-delà, la commande read_register sur le serveur.",
    )
    of_day = DateField(label="Date du fichier", help_text="Elle est dans son nom. Exemple\u00a0: 30/11/2026.")
