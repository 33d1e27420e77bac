"""A convention on one page: who, where, when, what is learnt, who signs."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from maillage.conventions.actions.conventions import SignerTold
from maillage.conventions.clauses import proposed
from maillage.conventions.convention_words import clause
from maillage.conventions.enums import AbsenceKind, Clause, DropCause, Level, SignerRole, Status
from maillage.conventions.forms.fields import CHOOSE, EurosField, StructureField, capitalised, diplomas
from maillage.conventions.forms.periods import EARLIEST, LATEST, PeriodsForm
from maillage.conventions.models import Convention
from maillage.conventions.queries.signers import account_at
from maillage.directory.models import Structure
from maillage.web.fields import DateField
from maillage.web.typed import LineField, VersionField, WordsField, digits

COLUMNS = (
    "student_name", "student_birth_date", "host", "host_abroad", "country", "abroad_terms", "status", "diploma_code",
    "year", "course_hours", "level", "skills", "activities", "teacher_name", "tutor", "hourly_rate", "smoothed",
)  # fmt: skip
SIGNERS = {
    SignerRole.SCHOOL: ("school_signer", "school_function", "school_email"),
    SignerRole.HOST: ("host_signer", "host_function", "host_email"),
    SignerRole.TEACHER: ("teacher_name", "", "teacher_email"),
    SignerRole.GUARDIAN: ("guardian", "", "guardian_email"),
}


def _short(label: str, most: int, help_text: str = "", **options: Any) -> forms.IntegerField:
    told = {"label": label, "min_value": 1, "max_value": most, "widget": digits(), "required": False}
    return forms.IntegerField(**{**told, "help_text": help_text, **options})


def _mail(label: str) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        required=False,
        max_length=254,
        error_messages={"invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."},
    )


class TutorChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user}, {obj.structure.name}"


class ConventionForm(PeriodsForm):
    read = VersionField(required=False)
    why = LineField(
        label="Ce qui change",
        max_length=500,
        required=False,
        help_text="Lu par ceux qui signent l’avenant.",
    )
    status = forms.ChoiceField(label="Statut du stagiaire", choices=capitalised(Status.choices))
    student_name = LineField(label="Prénom et nom du stagiaire", max_length=160)
    student_email = _mail("Son adresse e-mail")
    student_birth_date = DateField(label="Né(e) le", required=False)
    host = StructureField(label="Structure d’accueil", required=False)
    tutor = TutorChoice(
        label="Tuteur",
        queryset=None,
        required=False,
        help_text="Une personne du registre des tuteurs de la structure d’accueil.",
        error_messages={"invalid_choice": CHOOSE},
    )
    host_abroad = LineField(
        label="À l’étranger\u00a0: nom et adresse de l’organisme", max_length=300, required=False
    )
    country = LineField(label="Pays", max_length=80, required=False)
    abroad_terms = WordsField(
        label="Droits et devoirs dans ce pays, assurances", max_length=4000, required=False
    )
    diploma_code = forms.ChoiceField(label="Diplôme préparé", choices=diplomas, required=False)
    year = _short("Année de formation", 6, required=True, initial=1)
    course_hours = _short("Heures de cours dans l’année", 3000)
    level = forms.ChoiceField(
        label="Difficulté du lieu de stage",
        choices=[("", "Non précisée"), *capitalised(Level.choices)],
        required=False,
    )
    skills = WordsField(
        label="Compétences à acquérir ou à développer", rows=4, max_length=4000, required=False
    )
    activities = WordsField(label="Activités confiées", rows=4, max_length=4000, required=False)
    hourly_rate = EurosField(
        label="Gratification par heure",
        required=False,
        help_text="Vide\u00a0: le minimum légal quand il est dû, rien sinon.",
    )
    smoothed = forms.BooleanField(label="Versée en parts égales chaque mois", required=False)
    school_signer = LineField(label="Signe pour l’établissement", max_length=160)
    school_function = LineField(label="Sa fonction (établissement)", max_length=160, required=False)
    school_email = _mail("Son adresse e-mail (établissement)")
    host_signer = LineField(label="Signe pour la structure d’accueil", max_length=160, required=False)
    host_function = LineField(label="Sa fonction (structure d’accueil)", max_length=160, required=False)
    host_email = _mail("Son adresse e-mail (structure d’accueil)")
    teacher_name = LineField(label="Enseignant référent", max_length=160, required=False)
    teacher_email = _mail("Son adresse e-mail (enseignant)")
    guardian = LineField(
        label="Représentant légal, si le stagiaire est mineur", max_length=160, required=False
    )
    guardian_email = _mail("Son adresse e-mail (représentant légal)")
    all_optional = True
    page = "conventions/convention_form.html"
    groups: ClassVar = [
        (
            "Qui",
            (
                "status",
                "student_name",
                "student_email",
                "student_birth_date",
                "diploma_code",
                "year",
                "course_hours",
            ),
        ),
        ("Où", ("host", "tutor", "level")),
    ]
    words: ClassVar = [("Ce qui s’apprend", ("skills", "activities"))]
    pay: ClassVar = [("Gratification", ("hourly_rate", "smoothed"))]
    signs: ClassVar = [
        (
            "Qui signe",
            (
                "school_signer",
                "school_function",
                "school_email",
                "host_signer",
                "host_function",
                "host_email",
                "teacher_name",
                "teacher_email",
                "guardian",
                "guardian_email",
            ),
        ),
    ]
    abroad: ClassVar = ("host_abroad", "country", "abroad_terms")  # fmt: skip

    def __init__(
        self, *args: Any, tutors: Any, school: Structure, row: Convention | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.row = school, row
        self.fields["tutor"].queryset = tutors  # type: ignore[attr-defined]
        for one in Clause:
            self.fields[f"clause_{one}"] = WordsField(
                label=Clause(one).label.capitalize(),
                rows=3,
                max_length=3000,
                required=False,
                initial=proposed()[one],
            )
        if row is None or not row.signed_version:
            del self.fields["why"]

    def grouped(self, groups: Any) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in groups]

    @property
    def asked(self) -> Any:
        return self.grouped(self.groups)

    @property
    def learnt(self) -> Any:
        return self.grouped(self.words)

    @property
    def paid(self) -> Any:
        return self.grouped(self.pay)

    @property
    def signed(self) -> Any:
        return self.grouped(self.signs)

    @property
    def away(self) -> list[Any]:
        return [self[name] for name in self.abroad]

    @property
    def clause_fields(self) -> list[Any]:
        return [self[f"clause_{one}"] for one in Clause]

    @classmethod
    def told(cls, row: Convention) -> dict[str, Any]:
        initial = {name: getattr(row, name) for name in COLUMNS} | cls.read_periods(row.periods)
        initial |= {f"clause_{one}": clause(row, one) for one in Clause}
        by_role = {one.role: one for one in row.signers.select_related("user")}
        for role, (name, function, email) in SIGNERS.items():
            if role in by_role:
                one = by_role[role]
                initial |= {name: one.name, email: one.user.email if one.user else one.email}
                initial |= {function: one.function} if function else {}
        student = by_role.get(SignerRole.STUDENT)
        if student:
            initial["student_email"] = student.user.email if student.user else student.email
        return initial | {"read": row.version}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        host, tutor = data.get("host"), data.get("tutor")
        if data.get("status") == Status.ABROAD and data.get("host_abroad"):
            data["host"] = None
        elif not host and "host" not in self.errors:
            self.add_error("host", "Écrivez le nom de la structure d’accueil.")
        if host and host.pk == self.school.pk:
            self.add_error("host", "La structure d’accueil n’est pas l’établissement de formation.")
        if host and tutor and tutor.structure_id != host.pk:
            self.add_error("tutor", "Ce tuteur n’est pas au registre de cette structure d’accueil.")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told: dict[str, Any] = {name: data[name] for name in COLUMNS}
        clauses = {
            str(one): data[f"clause_{one}"] for one in Clause if data[f"clause_{one}"] != proposed()[one]
        }
        host_abroad = "" if data["host"] else data["host_abroad"]
        return told | {"clauses": clauses, "student": self.student(), "host_abroad": host_abroad}

    def student(self) -> Any:
        found = account_at(self.cleaned_data["student_email"], [self.school.pk])
        return found or (self.row.student if self.row and not self.cleaned_data["student_email"] else None)

    def signers(self) -> list[SignerTold]:
        data, host = self.cleaned_data, self.cleaned_data["host"]
        places = [self.school.pk, *([host.pk] if host else [])]
        student, email = self.student(), data["student_email"]
        listed = [_told(SignerRole.STUDENT, data["student_name"], "", email, student)]
        if data["tutor"]:
            user = data["tutor"].user
            listed.append(_told(SignerRole.TUTOR, str(user), "", user.email, user))
        for role, (name, function, mail) in SIGNERS.items():
            same = (
                role == SignerRole.TEACHER
                and data["teacher_name"].casefold() == data["school_signer"].casefold()
            )
            if data[name] and not same:
                account = account_at(data[mail], places)
                listed.append(
                    _told(role, data[name], data[function] if function else "", data[mail], account)
                )
        return listed


def _told(role: str, name: str, function: str, email: str, account: Any) -> SignerTold:
    return SignerTold(role, name, function, "" if account else email, account and account.pk)


class RefuseForm(forms.Form):
    reason = WordsField(
        label="Ce qui ne va pas",
        rows=3,
        max_length=1000,
        error_messages={"required": "Dites ce qui ne va pas\u00a0: l’établissement corrigera."},
    )


class InterruptionForm(forms.Form):
    first = DateField(label="Du", earliest=EARLIEST, latest=LATEST)
    last = DateField(label="Au", earliest=EARLIEST, latest=LATEST)
    kind = forms.ChoiceField(label="Type", choices=capitalised(AbsenceKind.choices), widget=forms.RadioSelect)
    reason = LineField(
        label="Pourquoi",
        max_length=200,
        required=False,
        help_text="Quelques mots, rien qui touche à la santé. Lu par le stagiaire, l’établissement et la structure d’accueil.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "Le dernier jour vient après le premier.")
        return data


class DropForm(forms.Form):
    on = DateField(label="Dernier jour de présence", earliest=EARLIEST, latest=LATEST)
    cause = forms.ChoiceField(
        label="Cause principale", choices=capitalised(DropCause.choices), widget=forms.RadioSelect
    )
    words = WordsField(
        label="Ce qui s’est passé",
        max_length=2000,
        required=False,
        help_text="Lu par ceux qui lisent la convention. Les causes sont comptées par difficulté et par année, jamais par personne.",
    )


class FundingForm(forms.Form):
    funder = LineField(label="Qui finance", max_length=160)
    amount = EurosField(label="Montant", min_value=Decimal("0.01"))
    granted_on = DateField(label="Accordé le", initial=timezone.localdate, earliest=EARLIEST, latest=LATEST)


class AssessmentForm(forms.Form):
    skills = WordsField(
        label="Compétences\u00a0: ce qui est acquis, ce qui est en cours", rows=5, max_length=4000,
        help_text="Avec vos mots et des exemples. Pas de note.",
    )  # fmt: skip
    strengths = WordsField(label="Ce qui aide à apprendre ici", rows=3, max_length=4000, required=False)
    difficulties = WordsField(label="Ce qui est difficile", rows=3, max_length=4000, required=False)
    next_steps = WordsField(label="Ce qui est convenu pour la suite", rows=3, max_length=4000, required=False)


class SupportForm(forms.Form):
    words = WordsField(
        label="Ce qui se passe, et ce qui vous aiderait",
        rows=5,
        max_length=4000,
        help_text="Lu par le chargé de formation de votre établissement, et par personne d’autre. Rien n’est dit à la structure d’accueil.",
    )
