"""How every form of the platform is drawn: settings.FORM_RENDERER = "maillage.web.rendering.FormRenderer"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates


class BoundField(forms.BoundField):
    """A bound field that knows its words: optional or not, already known or not, its unit, where its errors lead."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """What somebody writes in Arabic is read from the right, as they type it."""
        told: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        return {"dir": "auto", **told} if isinstance(widget or self.field.widget, forms.Textarea) else told

    @property
    def is_optional(self) -> bool:
        """Says "(facultatif)"; a lone checkbox is an answer by itself and an amount left blank means unknown.

        A form of filters, where nothing is required, says it of none (`all_optional`).
        """
        if self.field.required or getattr(self.field, "blank_is_unknown", False):
            return False
        if getattr(self.form, "all_optional", False):
            return False
        return not isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def unit(self) -> str:
        return str(getattr(self.field, "unit", ""))

    @property
    def known_source(self) -> str:
        """Where the value already filled in comes from, "" when the person has to answer. See KnownFieldsMixin."""
        known: dict[str, str] = getattr(self.form, "known", {})
        return "" if self.errors else str(known.get(self.name, ""))

    @property
    def is_file_to_choose_again(self) -> bool:
        """A browser forgets the chosen file when the form comes back with an error: say so beside the control."""
        return bool(self.field.widget.needs_multipart_form and self.data and self.form.errors)

    @property
    def error_anchor(self) -> str:
        """The id a link of the error summary leads to: the control, or the first of a group."""
        return str(self.id_for_label or f"{self.auto_id}_0")


class FormRenderer(DjangoTemplates):
    form_template_name = "web/form/form.html"
    formset_template_name = "web/form/formset.html"
    field_template_name = "web/form/field.html"
    bound_field_class = BoundField
    ours = {"django/forms/widgets/select.html": "web/form/select.html"}

    def get_template(self, template_name: str) -> Any:
        return super().get_template(self.ours.get(template_name, template_name))


class KnownFieldsMixin:
    """For a form prefilled with what is already known.

    `known` maps a field's name to where its value comes from, in words: {"rent": "dit le 9 novembre"}.
    Only fields that have an initial value are marked.
    """

    initial: dict[str, Any]

    def __init__(self, *args: Any, known: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filled = {name for name, value in self.initial.items() if value not in (None, "", [])}
        self.known = {name: source for name, source in (known or {}).items() if name in filled}
