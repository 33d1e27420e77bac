"""A line of the ledger as it is typed: by a professional, or by the person in their own words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.clocks.months import same_day
from maillage.people import ledger
from maillage.people.enums import ConsentWay, Part
from maillage.people.models import Consent, LegalBasis
from maillage.web.fields import DateField, UploadField

DEFAULT_MONTHS, MOST_MONTHS = 6, 24
WAYS = [
    (ConsentWay.ORAL, "De vive voix, devant un témoin"),
    (ConsentWay.PAPER, "Sur papier signé"),
    (ConsentWay.LAW, "Sans son accord\u00a0: un texte de loi le permet"),
]
ROLE_CHOICES = [(role, words) for role, words in ledger.ROLES_IN_WORDS.items()]
NOT_AN_ADDRESS = {"invalid": "Cette adresse e-mail n’est pas complète. Exemple\u00a0: nom@exemple.fr."}
UNKNOWN_READER = (
    "Cette adresse n’est pas celle d’une personne qui reçoit du public dans cette structure aujourd’hui. "
    "Vérifiez l’adresse et la structure, ou laissez vide pour viser un rôle."
)
KEPT_OUT = "Cette personne est tenue à l’écart de ce dossier\u00a0: choisissez quelqu’un d’autre."


class StructureField(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError("Choisissez une structure dans la liste.", code="invalid_choice") from None


class PartsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Part.choices, required=False, **kwargs)
        self.error_messages["invalid_choice"] = "Cochez des parties de la liste."


class ConsentForm(forms.Form):
    """By a professional of the team. `asked`: the request it answers, that says who will read."""

    structure = StructureField(
        label="Structure qui pourra lire",
        queryset=None,
        to_field_name="public_id",
        empty_label="Choisissez",
        error_messages={"required": "Choisissez une structure."},
    )
    email = forms.EmailField(
        label="Une personne en particulier\u00a0: son adresse e-mail professionnelle",
        required=False,
        help_text="Elle seule lira. Laissez vide pour viser un rôle.",
        error_messages=NOT_AN_ADDRESS,
    )
    role = forms.ChoiceField(label="Sinon, qui dans cette structure", choices=ROLE_CHOICES, required=False)
    parts = PartsField(label="Ce que l’accord ouvre en plus", help_text=ledger.ALWAYS)
    purpose = forms.CharField(
        label="Pourquoi",
        max_length=300,
        error_messages={"required": "Écrivez pourquoi."},
        help_text="Lu par la personne et par qui recevra l’accès. Exemple\u00a0: chercher un logement ensemble.",
    )
    way = forms.ChoiceField(
        label="Comment l’accord est donné",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment l’accord est donné."},
    )
    witness = forms.CharField(
        label="Témoin",
        max_length=160,
        required=False,
        help_text="De vive voix\u00a0: qui l’a entendu. Ce peut être vous.",
    )
    basis = forms.ChoiceField(
        label="Texte de loi",
        required=False,
        help_text="Sans accord\u00a0: lequel le permet\u00a0; ses limites sont plus bas.",
    )
    given_on = DateField(label="Donné le")
    until = DateField(label="Jusqu’au", help_text="Deux ans au plus, ou la durée du texte de loi.")

    def __init__(self, *args: Any, but: set[int], asked: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.but, self.asked, self.reader = but, asked, None
        today = timezone.localdate()
        self.bases = {one.code: one for one in LegalBasis.objects.in_force(today)}
        self.fields["basis"].choices = [("", "Aucun"), *((one.pk, str(one)) for one in self.bases.values())]
        self.fields["structure"].queryset = ledger.structures()
        self.fields["given_on"].earliest, self.fields["given_on"].latest = same_day(today, -24), today
        self.fields["until"].earliest = today
        self.initial.setdefault("given_on", today)
        self.initial.setdefault("until", same_day(today, DEFAULT_MONTHS))
        if asked:
            for name in ("structure", "email", "role"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_reader(data)
        self._check_way(data)
        self._check_dates(data)
        return data

    def _check_reader(self, data: dict[str, Any]) -> None:
        if self.asked:
            self.reader = ledger.receiver(self.asked.structure, self.asked.requester)
            if self.reader is None:
                self.add_error(
                    None, f"{self.asked.requester} ne reçoit plus de public à {self.asked.structure}."
                )
        elif data.get("email") and data.get("structure"):
            self.reader = ledger.receiver(data["structure"], ledger.account_of(data["email"]))
            if self.reader is None:
                self.add_error("email", UNKNOWN_READER)
            elif data.get("role"):
                self.add_error("role", "Nommez une personne, ou choisissez un rôle\u00a0: pas les deux.")
        if self.reader and self.reader.pk in self.but:
            self.add_error(None if self.asked else "email", KEPT_OUT)

    def _check_way(self, data: dict[str, Any]) -> None:
        way = data.get("way")
        if way == ConsentWay.ORAL and not data.get("witness"):
            self.add_error("witness", "Écrivez qui a entendu la personne donner son accord.")
        if way == ConsentWay.LAW and not data.get("basis") and "basis" not in self.errors:
            self.add_error("basis", "Choisissez le texte qui permet de partager sans son accord.")
        if way in (ConsentWay.ORAL, ConsentWay.PAPER) and data.get("basis"):
            self.add_error(
                "basis",
                "Un texte de loi ne sert que sans accord\u00a0: choisissez «\u00a0Aucun\u00a0», ou changez la réponse.",
            )

    def _check_dates(self, data: dict[str, Any]) -> None:
        given, until = data.get("given_on"), data.get("until")
        if not (given and until):
            return
        latest, why = same_day(given, MOST_MONTHS), "Un accord dure deux ans au plus"
        basis = self.bases.get(data.get("basis") or "")
        if data.get("way") == ConsentWay.LAW and basis and basis.longest_days is not None:
            longest = given + timedelta(days=basis.longest_days)
            why = f"Ce texte permet de partager {basis.longest_days} jours au plus"
            latest = min(latest, longest)
        if until > latest:
            self.add_error("until", f"{why}\u00a0: jusqu’au {latest:%d/%m/%Y} au plus tard.")

    @property
    def law(self) -> Any:
        """The text of law chosen, or None."""
        return self.bases.get(self.cleaned_data.get("basis") or "")

    def consent(self, person: Any) -> Consent:
        """The line, not written yet."""
        data = self.cleaned_data
        return Consent(
            person=person,
            structure=self.asked.structure if self.asked else data["structure"],
            reader=self.reader,
            role=data.get("role") or "",
            parts=data["parts"],
            purpose=data["purpose"],
            way=data["way"],
            witness=data["witness"] if data["way"] == ConsentWay.ORAL else "",
            basis=self.law if data["way"] == ConsentWay.LAW else None,
            given_on=data["given_on"],
            until=data["until"],
        )


class WithdrawForm(forms.Form):
    """A consent is withdrawn out loud or on paper; what a law had opened may also have become useless."""

    way = forms.ChoiceField(
        label="Comment c’est demandé",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )

    def __init__(self, *args: Any, by_law: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(ConsentWay.ORAL, "La personne le demande, de vive voix"), (ConsentWay.PAPER, "La personne le demande, par écrit")]  # fmt: skip
        useless = [(ConsentWay.LAW, "Ce partage n’est plus nécessaire")]
        self.fields["way"].choices = [*useless, *asked] if by_law else asked


class ReviewForm(forms.Form):
    review = forms.CharField(
        label="Ce que vous en pensez",
        max_length=300,
        error_messages={"required": "Écrivez ce que vous en pensez."},
        help_text="L’urgence était-elle réelle\u00a0? La personne le lira aussi.",
    )


class OwnConsentForm(forms.Form):
    """By the person, in plain words: somebody already around them, or a structure."""

    recipient = forms.ChoiceField(
        label="Qui pourra lire", error_messages={"required": "Choisissez qui pourra lire."}
    )
    parts = PartsField(
        label="Ce qui pourra être lu en plus",
        help_text="Votre nom, vos contacts et votre parcours sont toujours ouverts avec un accord.",
    )
    purpose = forms.CharField(
        label="Pourquoi",
        max_length=300,
        error_messages={"required": "Écrivez pourquoi."},
        help_text="Avec vos mots. Exemple\u00a0: trouver un logement.",
    )
    until = DateField(
        label="Jusqu’à quand", help_text="Deux ans au plus. Vous pouvez arrêter avant, à tout moment."
    )

    def __init__(self, *args: Any, circle: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.setdefault("until", same_day(today, DEFAULT_MONTHS))
        self.fields["until"].earliest, self.fields["until"].latest = today, same_day(today, MOST_MONTHS)
        self.known = {
            f"qui-{one.account.public_id}-{one.place.public_id}": one for one in circle if one.account
        }
        self.places = {f"structure-{one.public_id}": one for one in ledger.structures()}
        around = [(key, f"{one.worker}, {one.structure}") for key, one in self.known.items()]
        places = [(key, str(one)) for key, one in self.places.items()]
        groups = [("Quelqu’un qui vous accompagne déjà", around)] if around else []
        self.fields["recipient"].choices = [("", "Choisissez"), *groups, ("Une structure", places)]
        self.fields["recipient"].error_messages["invalid_choice"] = "Choisissez dans la liste."

    def consent(self, person: Any) -> Consent:
        data, today = self.cleaned_data, timezone.localdate()
        named = self.known.get(data["recipient"])
        return Consent(
            person=person,
            structure=named.place if named else self.places[data["recipient"]],
            reader=named.account if named else None,
            parts=data["parts"],
            purpose=data["purpose"],
            way=ConsentWay.SELF,
            given_on=today,
            until=data["until"],
        )


class LimitForm(forms.Form):
    """Fewer parts, or less long."""

    parts = PartsField(label="Ce qui pourra encore être lu")
    until = DateField(label="Jusqu’à quand")

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(part, Part(part).label) for part in consent.parts]
        self.fields["parts"].choices = kept
        if not kept:
            del self.fields["parts"]
        self.fields["until"].earliest, self.fields["until"].latest = timezone.localdate(), consent.until
        self.fields["until"].help_text = f"Au plus tard le {consent.until:%d/%m/%Y}, comme aujourd’hui."
        self.initial = {"parts": consent.parts, "until": consent.until}


class ScanForm(forms.Form):
    file = UploadField(
        label="Copie du papier signé",
        accept=(".pdf", ".jpg", ".jpeg", ".png", ".webp"),
        max_megabytes=30,
        help_text="Une photo ou un PDF.",
    )
