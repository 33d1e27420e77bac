from django.core.exceptions import PermissionDenied


class Forbidden(PermissionDenied):
    """An act the rules refuse; its message is the reason, in French, as the user reads it."""

    field: str | None = None
    """The field of a form that is refused, when it is one of them."""

    @property
    def reason(self) -> str:
        return str(self.args[0]) if self.args else "Vous n’avez pas le droit de faire cela."
