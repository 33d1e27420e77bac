"""What the tables hold, in a few numbers: a request that was refused leaves all of them as they were.

PostgreSQL counts what is written in each table: only those where something was are summed up again."""

from django.apps import apps
from django.db import connection

from maillage.permissions.context import acting

FREE = (
    "django_session", "django_content_type", "django_migrations", "audit_entry", "audit_chainhead", "audit_rowversion",
    "axes_", "accounts_cache", "people_matchattempt", "directory_territory",
)  # fmt: skip
"""Sessions, the journal, counters of tries, the quota of questions; and the territories, that no page writes."""

AUTOSAVED = {"support_draft", "governance_minutesdraft"}
"""Written while somebody types: the answer is a line of the page, not the way to another one."""

BY_LINK = {
    "consultations_invitation", "contributions_cell", "contributions_contribution", "counts_round", "counts_sighting",
    "conventions_convention", "conventions_signature", "events_registration", "events_topic",
    "governance_convocation", "governance_subscription", "governance_voice", "placements_host", "placements_impossibility", "placements_seat",
    "placements_wishlist",
    "schemes_vacancy",
    "referrals_event", "referrals_missingpiece", "referrals_schemerequest", "support_act",
}  # fmt: skip
"""Rows that nobody sees without an account, and that whoever holds a signed link answers."""

CHECKSUM = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} t"
WRITTEN = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
    + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
STRANGERS = {"accounts_membership": "structure_id", "accounts_roleproposal": "structure_id"}


def tables() -> list[str]:
    """Every table that only a business act may change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall() if not name.startswith(FREE)]


def beyond_row_security(statement: str) -> list[tuple]:
    """Rows of a statement without parameters, seen by the maintenance role; one trip to the server."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE maillage_maintenance; {statement}; SET ROLE maillage_app")
        cursor.nextset()
        return cursor.fetchall()


def written() -> dict[str, int]:
    """How many rows this connection wrote in each table since its transaction began, those undone since included."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def touched(since: dict[str, int]) -> set[str]:
    """The only tables whose rows may be others than they were."""
    return {name for name, count in written().items() if count != since.get(name, 0)}


class Rows:
    """What some rows were, table by table: `conditions` says which rows of each are watched."""

    def __init__(self, conditions: dict[str, str]) -> None:
        self.conditions = conditions
        self.before = self._sums(set(conditions))

    def changed(self, among: set[str]) -> list[str]:
        now = self._sums(among & self.conditions.keys())
        return sorted(name for name in now if now[name] != self.before[name])

    def _sums(self, names: set[str]) -> dict[str, tuple]:
        statement = " UNION ALL ".join(f"{CHECKSUM.format(name)} {self.conditions[name]}" for name in names)
        return {name: tuple(numbers) for name, *numbers in beyond_row_security(statement)} if names else {}


def everything() -> Rows:
    return Rows({name: "" for name in tables() if name not in AUTOSAVED})


def out_of_sight(actor, reachable: frozenset[str]) -> Rows:
    """The rows that this actor does not see. Call it before they have sent anything.

    `reachable`: identifiers of rows out of sight that an act may rightly change (the other half of a merged file).
    """
    hidden = _hidden(actor, tables(), reachable).items()
    return Rows({name: f"WHERE id::text = ANY (ARRAY[{', '.join(ids)}]::text[])" for name, ids in hidden})


def _hidden(actor, names, reachable) -> dict[str, list[str]]:
    found = {}
    for name, key in _keyed(names):
        if key == "id":
            everyone = {pk for (pk,) in beyond_row_security(f"SELECT id::text FROM {name}")}
            seen = _seen(actor, name)
            found[name] = sorted(f"'{pk}'" for pk in everyone - seen - reachable)
    return found


def _keyed(names):
    secured = {model._meta.db_table: model._meta.pk.column for model in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        guarded = {name for (name,) in cursor.fetchall()} | set(STRANGERS)
    return [(name, secured.get(name)) for name in names if name in guarded - BY_LINK]


def _seen(actor, name) -> set[str]:
    column = STRANGERS.get(name)
    condition = f" WHERE {column} = {actor.structure_id or 0}" if column else ""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT id::text FROM {name}{condition}")
        return {pk for (pk,) in cursor.fetchall()}
