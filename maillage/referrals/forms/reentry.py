"""What was written on the paper, typed in again in its order: each part, the schemes' questions, the agreement."""

from typing import Any, NamedTuple

from django import forms

from maillage.referrals.actions.reentry import Asked, Part
from maillage.referrals.document import FIELDS
from maillage.referrals.document_paper import OWN
from maillage.referrals.forms.documents import choices, made
from maillage.web.typed import VersionField, WordsField

VERSIONS = "version-"


class Group(NamedTuple):
    title: str
    names: list[str]


class ReentryForm(forms.Form):
    """`groups`: (title, names of its fields), as on the paper. Every row has the version that was on the screen."""

    all_optional = True

    def __init__(self, *args: Any, sections: list[Any], requests: list[Any], **kwargs: Any) -> None:
        self.sections, self.requests, self.groups = sections, requests, list[Group]()
        super().__init__(*args, **kwargs)
        for one in sections:
            self._add_part(one)
        for one in requests:
            self._add_questions(one)
        for one in requests:
            self._add_agreement(one)

    def _add(self, group: Group, name: str, field: forms.Field, value: Any) -> None:
        self.fields[name], self.initial[name] = field, value
        group.names.append(name)

    def _version(self, row: Any) -> None:
        name = f"{VERSIONS}{row.pk}"
        self.fields[name], self.initial[name] = VersionField(), row.version

    def _add_part(self, section: Any) -> None:
        self._version(section)
        group = Group(str(section).capitalize(), [])
        for one in FIELDS[section.code]:
            name = f"{section.code}-{one.code}"
            self._add(group, name, made(one, help_text=one.help), section.values.get(one.code, ""))
        words = WordsField(label=OWN, required=False)
        self._add(group, f"{section.code}-own_words", words, section.own_words)
        self.groups.append(group)

    def _add_questions(self, request: Any) -> None:
        self._version(request)
        group, given = Group(f"Questions de «\u00a0{request.scheme.name}\u00a0»", []), request.answered
        for one in request.scheme.asked:
            self._add(group, f"{request.pk}-{one.code}", made(one), given.get(one.code, ""))
        if group.names:
            self.groups.append(group)

    def _add_agreement(self, request: Any) -> None:
        field = forms.MultipleChoiceField(
            label=f"Parties cochées et signées sur ce papier, pour «\u00a0{request.scheme.name}\u00a0»",
            required=False,
            choices=choices(request.scheme.sections),
            widget=forms.CheckboxSelectMultiple,
            help_text="Rien de coché\u00a0: l’accord reste ce qu’il était.",
        )
        group = Group(f"Ce qu’elle accepte d’envoyer à «\u00a0{request.scheme.name}\u00a0»", [])
        self._add(group, f"{request.pk}-parts", field, [])
        self.groups.append(group)

    def laid_out(self) -> list[tuple[str, list[Any]]]:
        return [(one.title, [self[name] for name in one.names]) for one in self.groups]

    def texts(self) -> tuple[str, ...]:
        return tuple(name for one in self.groups for name in one.names if not name.endswith("-parts"))

    def at_version(self, versions: dict[str, int]) -> None:
        """Keep what was typed, and let the next save go over what is shown now."""
        self.data = self.data.copy()
        for name, version in versions.items():
            self.data[name] = str(version)

    def versions(self) -> dict[str, int]:
        return {name: value for name, value in self.initial.items() if name.startswith(VERSIONS)}

    def parts(self) -> list[Part]:
        return [
            Part(one, self._read(one), self._of(one.code, (f.code for f in FIELDS[one.code])), self.cleaned_data[f"{one.code}-own_words"])
            for one in self.sections
        ]  # fmt: skip

    def asked(self) -> list[Asked]:
        return [
            Asked(one, self._read(one), self._of(str(one.pk), (q.code for q in one.scheme.asked)), self.cleaned_data[f"{one.pk}-parts"])
            for one in self.requests
        ]  # fmt: skip

    def _read(self, row: Any) -> int:
        return int(self.cleaned_data[f"{VERSIONS}{row.pk}"])

    def _of(self, prefix: str, codes: Any) -> dict[str, str]:
        return {code: self.cleaned_data[f"{prefix}-{code}"] for code in codes}
