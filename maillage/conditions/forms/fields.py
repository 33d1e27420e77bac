from typing import Any

from django import forms

from maillage.accounts.models import User


class ColleagueField(forms.ModelChoiceField):
    """One of the colleagues given: the page names nobody else."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", "Choisissez")
        super().__init__(queryset=User.objects.none(), **options)

    def among(self, colleagues: list[User]) -> None:
        keys = [one.pk for one in colleagues]
        self.queryset = User.objects.filter(pk__in=keys).order_by("last_name", "first_name", "pk")
