"""What an import does to the cards, one statement for all lines of a kind: 100,000 services are one swap.

Lines wait in `directory_importline`; a card is the one of its source with the line's code. Nothing here asks who acts.
"""

import datetime as dt
import json
from typing import Any

from django.db import connection
from django.db.models import Count

from maillage.directory.enums import LineOutcome
from maillage.directory.models import DirectoryImport

GONE = "n’est plus dans le fichier de la source"
UNDONE = "import annulé"
OURS = [GONE, UNDONE]
"""Why a card that an import withdrew was withdrawn: told again, it comes back."""
KINDS = ("structure", "service")

_TEXTS = (
    "name", "description", "link", "address", "address_more", "postcode", "phone", "email", "opening", "hours",
)  # fmt: skip
_OPEN = ("updated_on", "lat", "lon", "commune_id")
_FOLDED = ("folded_name", "folded_text")
_TEXTS_OF = {
    "structure": (*_TEXTS, "siret", "website", "accessibility_link"),
    "service": (
        *_TEXTS, "kind", "fee", "fee_details", "public_details", "conditions", "contact_name", "mobilisation_link",
        "mobilisation_details",
    ),
}  # fmt: skip
_LISTS_OF = {
    "structure": ("networks",),
    "service": ("themes", "publics", "reception", "zones", "mobilisation", "mobilised_by"),
}
_OPEN_OF = {"structure": (*_OPEN, "kind_id"), "service": (*_OPEN, "weekly_hours", "weeks")}
COMPARED = {kind: (*_TEXTS_OF[kind], *_LISTS_OF[kind], *_OPEN_OF[kind]) for kind in KINDS}
WRITTEN = {kind: (*COMPARED[kind], *_FOLDED) for kind in KINDS}
_EMPTY = {
    kind: json.dumps(dict.fromkeys((*_TEXTS_OF[kind], *_FOLDED), "") | {name: [] for name in _LISTS_OF[kind]})
    for kind in KINDS
}
_NEW = {
    "public_id": "gen_random_uuid()", "visibility": "'public'", "review_months": "6", "confirmed_by": "''",
    "withdrawn_why": "''", "version": "1",
}  # fmt: skip


def decide(file: DirectoryImport, kind: str) -> None:
    """The outcome of each line of a kind, against the cards as they are now; what is gone gets lines of its own."""
    _forget_gone(file, kind)
    if kind == "service":
        find_holders(file)
    _run(file, kind, _DECIDE)
    _run(file, kind, _GONE_LINES)


def refuse_doubles(file: DirectoryImport) -> None:
    """Of two lines of one identifier the first that can be read is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, {"file": file.pk})


def refuse_orphans(file: DirectoryImport) -> None:
    """A service whose structure is neither in the file nor known from its source; holders must be found first."""
    with connection.cursor() as cursor:
        cursor.execute(_ORPHANS, {"file": file.pk})


def write(file: DirectoryImport, kind: str, today: dt.date) -> None:
    """The cards of a kind, as `decide` said."""
    for statement in (_INSERT, _NOTE_INSERTED, _UPDATE, _RESTORE, _WITHDRAW):
        _run(file, kind, statement, today=today)


def undo(file: DirectoryImport, kind: str, today: dt.date) -> None:
    """Former values where nobody changed what was written; what was created is withdrawn. Services before structures."""
    for statement in (_UNDO_CHANGES, _UNDO_CREATED, _UNDO_GONE):
        _run(file, kind, statement, today=today)


def counts(file: DirectoryImport, **filters: Any) -> dict[str, dict[str, int]]:
    """Kind → outcome → lines."""
    rows = file.lines.filter(**filters).order_by().values_list("kind", "outcome").annotate(n=Count("pk"))
    told: dict[str, dict[str, int]] = {}
    for kind, outcome, number in rows:
        told.setdefault(kind, {})[outcome] = number
    return told


def _forget_gone(file: DirectoryImport, kind: str) -> None:
    file.lines.filter(kind=kind, outcome=LineOutcome.GONE).delete()


def find_holders(file: DirectoryImport) -> None:
    """The structure of each service, as far as it is known; of one merged with its double, what was kept."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, {"file": file.pk, "source": file.source_id})


def _run(file: DirectoryImport, kind: str, statement: str, **more: Any) -> None:
    told: dict[str, Any] = {"file": file.pk, "source": file.source_id, "kind": kind}
    told |= {"empty": _EMPTY[kind], "ours": OURS}
