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
    told |= {"gone": GONE, "undone": UNDONE, **more}
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE_TABLES)
        cursor.execute(_spelled(statement, kind), told)
        cursor.execute("SET LOCAL enable_nestloop = on")


def _spelled(statement: str, kind: str) -> str:
    """The columns of a kind in a statement: `{c}`, `{p}`, `{f}` are those compared of card, payload, former values."""
    service = kind == "service"
    holder = ["structure_id"] if service else []
    new = _NEW if service else {**_NEW, "active": "true"}

    def row(alias: str, own: str) -> str:
        return f"ROW({', '.join([*(f'{alias}.{name}' for name in COMPARED[kind]), *([own] if service else [])])})"

    def assigned(alias: str, own: str) -> str:
        pairs = [f"{name} = {alias}.{name}" for name in WRITTEN[kind]]
        return ", ".join([*pairs, *([f"structure_id = {own}"] if service else [])])

    return statement.format(
        table=f"directory_{kind}",
        c=row("c", "c.structure_id"),
        p=row("p", "l.holder_id"),
        f=row("f", "f.structure_id"),
        set_p=assigned("p", "l.holder_id"),
        set_f=assigned("f", "f.structure_id"),
        names=", ".join([*WRITTEN[kind], *holder, *new]),
        values=", ".join(
            [*(f"p.{name}" for name in WRITTEN[kind]), *(["l.holder_id"] if service else []), *new.values()]
        ),
        merged="false" if service else "c.merged_into_id IS NOT NULL",
        empty_holder="true" if service else _NOTHING_LEFT,
    )


_WHOLE_TABLES = "SET LOCAL enable_nestloop = off"
"""Lines just copied have no statistics yet: PostgreSQL would take 100,000 of them for one, and loop."""
_PAYLOAD = "CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, %(empty)s::jsonb || l.payload) p"
_FORMER = "CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, l.former) f"
_HERE = "(c.corrected_on IS NOT NULL AND c.corrected_on >= coalesce(p.updated_on, c.corrected_on))"
_NOTHING_LEFT = (
    "NOT EXISTS (SELECT FROM directory_service s WHERE s.structure_id = c.id AND s.withdrawn_on IS NULL)"
    " AND NOT EXISTS (SELECT FROM directory_directline d WHERE d.structure_id = c.id)"
)

_DOUBLES = """
UPDATE directory_importline l
SET outcome = 'refused', refusal = 'Cet identifiant est déjà celui de la ligne ' || d.first || ', qui est retenue.'
FROM (
  SELECT id, first_value(line) OVER w AS first, row_number() OVER w AS rank
  FROM directory_importline WHERE file_id = %(file)s AND refusal = ''
  WINDOW w AS (PARTITION BY kind, code ORDER BY line, id)
) d
WHERE l.id = d.id AND d.rank > 1"""

_HOLDERS = """
UPDATE directory_importline l SET holder_id = coalesce(s.merged_into_id, s.id)
FROM directory_structure s
WHERE l.file_id = %(file)s AND l.kind = 'service' AND l.refusal = ''
  AND s.source_id = %(source)s AND s.source_code = l.structure_code
  AND l.holder_id IS DISTINCT FROM coalesce(s.merged_into_id, s.id)"""

_ORPHANS = """
UPDATE directory_importline l
SET outcome = 'refused',
    refusal = 'Sa structure (' || l.structure_code || ') est refusée, ou n’est ni dans ce fichier ni déjà connue de cette source.'
WHERE l.file_id = %(file)s AND l.kind = 'service' AND l.refusal = '' AND l.holder_id IS NULL AND NOT EXISTS (
  SELECT FROM directory_importline s
  WHERE s.file_id = %(file)s AND s.kind = 'structure' AND s.code = l.structure_code AND s.refusal = '')"""

_DECIDE = f"""
UPDATE directory_importline t SET outcome = d.outcome, card_id = d.card_id,
  former = CASE WHEN d.outcome IN ('updated', 'back') THEN d.former END
FROM (
  SELECT l.id, c.id AS card_id, to_jsonb(c) - 'search' AS former,
    CASE
      WHEN c.id IS NULL THEN 'created'
      WHEN c.withdrawn_why = ANY(%(ours)s) AND c.withdrawn_on IS NOT NULL THEN 'back'
      WHEN {{c}} IS NOT DISTINCT FROM {{p}} THEN 'unchanged'
      WHEN {{merged}} OR {_HERE} THEN 'kept'
      ELSE 'updated'
    END AS outcome
  FROM directory_importline l {_PAYLOAD}
  LEFT JOIN {{table}} c ON c.source_id = %(source)s AND c.source_code = l.code
  WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.refusal = ''
) d
WHERE t.id = d.id"""

_GONE_LINES = """
INSERT INTO directory_importline
  (file_id, line, kind, code, structure_code, payload, remarks, refusal, outcome, card_id, former, undone)
SELECT %(file)s, 0, %(kind)s::varchar, c.source_code, '', jsonb_build_object('name', c.name), '{{}}', '', 'gone', c.id, NULL, false
FROM {table} c
WHERE c.source_id = %(source)s AND c.withdrawn_on IS NULL
  AND EXISTS (SELECT FROM directory_importline l WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar)
  AND NOT EXISTS (
    SELECT FROM directory_importline l
    WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.code = c.source_code)"""

_INSERT = f"""
INSERT INTO {{table}} (source_id, source_code, {{names}})
SELECT %(source)s, l.code, {{values}}
FROM directory_importline l {_PAYLOAD}
WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome = 'created'
ORDER BY l.line, l.id"""

_NOTE_INSERTED = """
UPDATE directory_importline l SET card_id = c.id FROM {table} c
WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome = 'created'
  AND c.source_id = %(source)s AND c.source_code = l.code"""

_UPDATE = f"""
UPDATE {{table}} c SET {{set_p}}, version = c.version + 1
FROM directory_importline l {_PAYLOAD}
WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome IN ('updated', 'back') AND c.id = l.card_id
  AND NOT {_HERE}"""

_RESTORE = """
UPDATE {table} c SET withdrawn_on = NULL, withdrawn_why = '', version = c.version + 1
FROM directory_importline l
WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome = 'back' AND c.id = l.card_id"""

_WITHDRAW = """
UPDATE {table} c SET withdrawn_on = %(today)s, withdrawn_why = %(gone)s, version = c.version + 1
FROM directory_importline l
WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome = 'gone' AND c.id = l.card_id"""

_MARK = "UPDATE directory_importline SET undone = true WHERE id IN (SELECT id FROM done)"

_UNDO_CHANGES = f"""
WITH done AS (
  UPDATE {{table}} c
  SET {{set_f}}, withdrawn_on = f.withdrawn_on, withdrawn_why = f.withdrawn_why, version = c.version + 1
  FROM directory_importline l {_PAYLOAD} {_FORMER}
  WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome IN ('updated', 'back') AND c.id = l.card_id
    AND ({{c}} IS NOT DISTINCT FROM {{p}} OR {{c}} IS NOT DISTINCT FROM {{f}})
  RETURNING l.id)
{_MARK}"""

_UNDO_CREATED = f"""
WITH done AS (
  UPDATE {{table}} c SET withdrawn_on = %(today)s, withdrawn_why = %(undone)s, version = c.version + 1
  FROM directory_importline l {_PAYLOAD}
  WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome = 'created' AND c.id = l.card_id
    AND c.withdrawn_on IS NULL AND {{c}} IS NOT DISTINCT FROM {{p}} AND {{empty_holder}}
  RETURNING l.id)
{_MARK}"""

_UNDO_GONE = f"""
WITH done AS (
  UPDATE {{table}} c SET withdrawn_on = NULL, withdrawn_why = '', version = c.version + 1
  FROM directory_importline l
  WHERE l.file_id = %(file)s AND l.kind = %(kind)s::varchar AND l.outcome = 'gone' AND c.id = l.card_id
    AND c.withdrawn_why = %(gone)s
  RETURNING l.id)
{_MARK}"""
