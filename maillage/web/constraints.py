"""What PostgreSQL refuses once a form was found right, because of somebody else or of a rule that the form doesn't know."""

from django.apps import apps
from django.db import IntegrityError

BETWEEN = "Cela existe déjà, ou vient de changer\u00a0: rouvrez la page avant de recommencer."


def words_of(refusal: IntegrityError) -> str:
    """The sentence of the constraint, when it has one of its own."""
    told = getattr(refusal.__cause__, "diag", None)
    name = told.constraint_name if told else ""
    found = (one for model in apps.get_models() for one in model._meta.constraints if one.name == name)
    constraint = next(found, None)
    if constraint is None or constraint.violation_error_message == constraint.default_violation_error_message:
        return BETWEEN
    return str(constraint.violation_error_message)
