from typing import Any

from django import forms

from maillage.directory.queries.zones import place_named
from maillage.practices.catalogue import sections, tags
from maillage.practices.enums import DigitalTheme, PointKind, SheetKind
from maillage.practices.forms.fields import PointsField, SectionField
from maillage.web.nobody import UNSAID, nobodys
from maillage.web.typed import LineField, ReadField, WordsField, some

POINTS = {
    PointKind.FACTOR: (
        "Facteurs de réussite",
        "Une phrase courte par ligne. Ce qui a fait que cela a marché.",
    ),
    PointKind.LEVER: ("Leviers", "Une phrase par ligne. Ce sur quoi s’appuyer pour commencer."),
    PointKind.VIGILANCE: ("Points de vigilance", "Une phrase par ligne. Ce qu’il faut surveiller."),
    PointKind.PITFALL: ("Écueils", "Une phrase par ligne. Ce qui a raté, et qu’il vaut mieux éviter."),
}
ANYWHERE = "Une commune, une intercommunalité, un département ou une région. Partout\u00a0: écrivez France."


class AboutForm(forms.Form):
    title = LineField(
        label="Titre",
        max_length=150,
        help_text="Ce qui se fait, en quelques mots.",
        error_messages={"required": "Donnez un titre."},
    )
    territory = ReadField(
        place_named, label="Où", help_text=ANYWHERE, error_messages={"required": "Dites où."}
    )
    contact = LineField(
        label="À qui demander",
        max_length=200,
        help_text="Une fonction ou un service, avec un numéro d’accueil si vous voulez. Jamais le nom d’une personne.",
        error_messages={"required": "Dites à quel service demander."},
    )


class SpotForm(AboutForm):
    field_order = ("kind", "title", "territory", "contact", "committee")

    kind = forms.ChoiceField(
        label="Type de fiche", choices=lambda: some(SheetKind.listed()), widget=forms.RadioSelect
    )
    committee = forms.ChoiceField(label="Portée aussi par une instance", required=False)

    def __init__(self, *args: Any, carriers: Any, alone: bool, **options: Any) -> None:
        """`alone`: a committee carries it by itself."""
        super().__init__(*args, **options)
        self.carriers = {str(one.public_id): one for one in carriers}
        listed = [(key, one.name) for key, one in self.carriers.items()]
        field = self.fields["committee"]
        if alone:
            field.label, field.required = "Instance qui la porte", True
            field.choices = [("", "Choisir"), *listed]
        elif listed:
            field.choices = [("", "Aucune"), *listed]
            field.help_text = "Ceux qui l’animent liront la fiche en préparation et pourront la publier."
        else:
            del self.fields["committee"]

    def carrier(self) -> Any:
        return self.carriers.get(self.cleaned_data.get("committee", ""))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "territory", "contact")}


class WriteForm(AboutForm):
    """Its sections depend on its kind. `version`: the mark of what was read."""

    page = "practices/write.html"
    all_optional = True
    tags = forms.MultipleChoiceField(
        label="Mots-clés",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des mots-clés de la liste."},
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=30, required=False)

    def __init__(self, *args: Any, kind: str, borne: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.listed = kind, sections(kind)
        known = tags(ended=True)
        self.fields["tags"].choices = list({**tags(), **{tag: known.get(tag, tag) for tag in borne}}.items())
        if kind == SheetKind.TECHNICAL:
            choices = some(DigitalTheme.listed(), "Choisir")
            self.fields["theme"] = forms.ChoiceField(label="Thème du numérique", choices=choices)
        self.fields.update({one.code: SectionField(one) for one in self.listed})
        self.fields.update({kind: PointsField(*told) for kind, told in POINTS.items()})
        self.fields["ready"] = forms.BooleanField(
            label="Elle est prête\u00a0: je demande sa publication", required=False
        )

    @property
    def names(self) -> tuple[str, ...]:
        """What two people may have typed differently."""
        theme = ("theme",) if "theme" in self.fields else ()
        return ("title", "territory", "contact", *theme, *(one.code for one in self.listed), *PointKind)

    def values(self) -> dict[str, Any]:
        codes = [one.code for one in self.listed]
        told = {name: self.cleaned_data[name] for name in ("title", "territory", "contact", "tags", *codes)}
        return {**told, "theme": self.cleaned_data.get("theme", "")}

    def points(self) -> dict[str, list[str]]:
        return {kind: self.cleaned_data[kind] for kind in PointKind}

    def at_version(self, version: str) -> None:
        self.data = self.data.copy()
        self.data["version"] = version


class PublishForm(forms.Form):
    page = "practices/publish.html"
    version = forms.CharField(widget=forms.HiddenInput, max_length=30, required=False)

    def __init__(self, *args: Any, texts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if field := nobodys(texts):
            field.required = False
            self.fields["confirmed"] = field

    def at_version(self, version: str) -> None:
        self.data = self.data.copy()
        self.data["version"] = version

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        field = self.fields.get("confirmed")
        if field and {key for key, _ in field.choices} - set(data.get("confirmed", [])):
            self.add_error("confirmed", UNSAID)
        return data


class WithdrawForm(forms.Form):
    why = WordsField(
        label="Pourquoi",
        max_length=500,
        help_text="Tout le monde le lira. Jamais de nom.",
        error_messages={"required": "Dites pourquoi."},
    )
