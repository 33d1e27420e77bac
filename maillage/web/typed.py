"""What short forms of follow-up have in common: words kept whole, the version that was read, colleagues to choose."""

from typing import Any

from django import forms


class WordsField(forms.CharField):
    """A few lines. No maxlength in the page: a browser would cut what is pasted without a word."""

    def __init__(self, *, rows: int = 3, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea({"rows": rows}), **kwargs)
        self.error_messages["max_length"] = (
            f"Ce texte est trop long : {max_length} caractères au plus. Gardez l’essentiel."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class LineField(forms.CharField):
    """One line, whole as well."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = (
            f"C’est trop long : {max_length} caractères au plus. Gardez l’essentiel."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


def digits() -> forms.TextInput:
    """For a short number, typed."""
    return forms.TextInput({"inputmode": "numeric", "size": 6, "autocomplete": "off"})


class VersionForm(forms.Form):
    """Carries the version that was read, so that somebody else's save is seen and not swallowed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def at_version(self, version: int) -> None:
        """Keep what was typed, and let the next save go over the version just shown."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)


def person_choices(people: list[Any]) -> list[tuple[Any, str]]:
    return [(one.pk, str(one)) for one in people]
