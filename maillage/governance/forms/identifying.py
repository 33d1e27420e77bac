from django import forms


def require(field: forms.Field, words: str) -> None:
    """A choice that a form of plans leaves free, and this one asks for."""
    field.required = True
    field.error_messages["required"] = words
