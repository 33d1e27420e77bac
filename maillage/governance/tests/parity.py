"""Whether the rules and PostgreSQL say the same: which rows each sees, which writes go through."""

from django.db import ProgrammingError, transaction

from maillage.governance.rules import visible
from maillage.permissions.context import acting
from tests.plugin import become


def differences(model, actors):
    """{name: (rows that PostgreSQL alone shows, rows that the rules alone allow)}; `actors` by name."""
    found = {}
    for name, actor in actors.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        if seen != allowed:
            found[name] = (seen - allowed, allowed - seen)
    return found


def succeeds(act, *args, **told) -> bool:
    """Whether PostgreSQL lets it through and it changes something. Taken back."""
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return bool(found)
