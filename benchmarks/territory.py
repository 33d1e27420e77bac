"""A territory of many persons, made in Python by several processes and written by COPY as the maintenance role.

The same one at each run but for identifiers and keys. Everything follows from the number of a person: who follows
them, in which structure, how much was written. Texts are sealed for real, under a key per person.
"""

import multiprocessing
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

PERSONS_A_WORKER = 100
WORKERS_A_STRUCTURE = 20
LONG = 5_000
CHUNK = 500
PROCESSES = 2
YEARS = 730
TODAY = date.today()
FIRST = [
    "Samira",
    "Odette",
    "Paul",
    "Mariam",
    "Jean",
    "Élodie",
    "Kévin",
    "Yvonne",
    "Fabien",
    "Lucas",
    "Nathalie",
    "Ahmed",
    "Julie",
    "Gérard",
    "Fatou",
    "Denis",
    "Camille",
    "Inès",
]
LAST = [
    "Benali",
    "Garnier",
    "Marchand",
    "Ferrand",
    "Sy",
    "Lefèvre",
    "Roy",
    "Tessier",
    "Goubault",
    "Pichon",
    "Bodin",
    "Bensalem",
    "Moreau",
    "Camara",
    "Lambert",
    "Petit",
]
WORDS = (
    "la personne vient avec un courrier du bailleur ; nous le lisons ensemble et préparons la réponse. Le dossier "
    "est complet, il manque une attestation que la caisse enverra. Elle demande qu’on la rappelle avant la fin de "
    "la semaine, et propose de venir avec sa sœur. Le budget tient encore deux mois. "
)
PARTS = ("housing", "health", "family", "work", "home")
KINDS = ("interview", "interview", "step", "meeting", "report")
MEDIA = ("here", "here", "home", "phone", "mail")
WIPED = "people_person, people_household, vault_datakey, accounts_user, directory_structure, django_session"
Rows = dict[str, list[dict[str, Any]]]


class Size(NamedTuple):
    """How many of each; at least two structures, so that a consent can be given to another one."""

    persons: int

    @property
    def workers(self) -> int:
        return max(2, self.persons // PERSONS_A_WORKER)

    @property
    def structures(self) -> int:
        return max(2, self.workers // WORKERS_A_STRUCTURE)


@dataclass(frozen=True)
class Staff:
    """Identifiers of accounts and structures, by number."""

    users: list[int]
    structures: list[int]

    def worker(self, number: int) -> tuple[int, int]:
        """(account, structure) of the worker who follows this person."""
        rank = number % len(self.users)
        return self.users[rank], self.structures[rank % len(self.structures)]

    def partner(self, number: int) -> tuple[int, int]:
        """Somebody of the next structure."""
        rank = (number + 1) % len(self.users)
        return self.users[rank], self.structures[rank % len(self.structures)]


def lay_out(size: Size, long: int) -> dict[str, int]:
    """Empty the database, then fill it; the first `long` persons have a timeline of 5,000 lines. Rows by table."""
    from django.db import connections

    staff = _staff(size)
    connections.close_all()
    database = connections["maintenance"].settings_dict["NAME"]
    chunks = [
        (database, staff, range(begin, min(begin + CHUNK, size.persons)), long)
        for begin in range(0, size.persons, CHUNK)
    ]
    counts: dict[str, int] = {}
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        for written in pool.imap_unordered(_write, chunks):
            for table, number in written.items():
                counts[table] = counts.get(table, 0) + number
    _settle(list(counts))
    return counts


def _staff(size: Size) -> Staff:
    from django.db import connections, transaction

    connection = connections["maintenance"]
    with transaction.atomic("maintenance"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {WIPED} CASCADE")
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        structures = _structures(size.structures)
        return Staff(_users(size.workers, structures), structures)


def _structures(count: int) -> list[int]:
    from maillage.directory.models import Structure, StructureKind, Territory

    using = "maintenance"
    kind = StructureKind.objects.using(using).get(code="maisons-des-solidarites")
    commune = Territory.objects.using(using).get(kind="commune", code="37261")
    made = [Structure(name=f"Mesure {n}", kind=kind, commune=commune) for n in range(count)]
    return [one.pk for one in Structure.objects.using(using).bulk_create(made, batch_size=500)]


def _users(count: int, structures: list[int]) -> list[int]:
    from maillage.accounts.models import Membership, User

    using = "maintenance"
    made = [User(email=f"mesure{n}@example.org", first_name="Mesure", last_name=str(n)) for n in range(count)]
    users = [one.pk for one in User.objects.using(using).bulk_create(made, batch_size=500)]
    since = TODAY - timedelta(days=YEARS)
    Membership.objects.using(using).bulk_create(
        Membership(
            user_id=user, structure_id=structures[n % len(structures)], role="social_worker", since=since
        )
        for n, user in enumerate(users)
    )
    return users


def _settle(tables: list[str]) -> None:
    """Statistics, and the visibility map, as after some nights."""
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        for table in (*tables, "accounts_user", "accounts_membership", "directory_structure"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _write(chunk: tuple[str, Staff, range, int]) -> dict[str, int]:
    """One transaction of COPYs, in a process of the pool. Parents before children."""
    import psycopg

    database, staff, numbers, long = chunk
    rows = people(staff, numbers, long)
    url, options = os.environ["DATABASE_URL"], "-c role=maillage_maintenance"
    with psycopg.connect(url, dbname=database, options=options) as connection, connection.cursor() as cursor:
        for table, content in rows.items():
            _copy(cursor, table, content)
    return {table: len(content) for table, content in rows.items()}


def _copy(cursor: Any, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    names = list(rows[0])
    columns, types = ", ".join(f'"{name}"' for name in names), _types(cursor, table)
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([types[name] for name in names])
        for row in rows:
            copy.write_row(list(row.values()))


TYPES: dict[str, dict[str, str]] = {}


def _types(cursor: Any, table: str) -> dict[str, str]:
    """Column → its type, as psycopg names it."""
    if table not in TYPES:
        found = cursor.connection.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        TYPES[table] = dict(found.fetchall())
    return TYPES[table]


@cache
def _blank(model: Any) -> dict[str, Any]:
    """A row of this model with nothing told: each column and its default."""
    return {field.column: _default(field) for field in model._meta.concrete_fields}


def _default(field: Any) -> Any:
    from maillage.vault.fields import SealedText

    if isinstance(field, SealedText):
        return b""
    return None if field.primary_key else field.get_default()


class Sealer:
    """Seals under one person's key, made here: as `vault.sealing.seal`, without asking the database each time."""

    def __init__(self, owner: UUID, random: Random) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        from maillage.vault import sealing
        from maillage.vault.masters import LENGTH

        key = os.urandom(LENGTH)
        master, wrapped = sealing._wrapped(key, owner)
        self.id = _uuid(random)
        self.row = {"id": self.id, "owner": owner, "master": master, "wrapped": wrapped, "created_at": at(0)}
        self._head, self._cipher, self._length = sealing.VERSION + self.id.bytes, AESGCM(key), sealing.NONCE

    def __call__(self, text: str, place: str) -> bytes:
        nonce = os.urandom(self._length)
        return self._head + nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())


def _uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def at(ago: int, minutes: int = 0) -> datetime:
    day = TODAY - timedelta(days=ago)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(minutes=minutes)


def text(random: Random, length: int) -> str:
    begin = random.randrange(len(WORDS))
    return (WORDS * 4)[begin : begin + length]


def people(staff: Staff, numbers: range, long: int) -> Rows:
    """Every row of these persons, parents before children. Two persons a household, followed by the same worker."""
    from benchmarks.folders import Folder

    rows: Rows = {}
    for number in numbers:
        folder = Folder(number, staff, lines=LONG if number < long else 0)
        for model, told in folder.rows():
            rows.setdefault(model._meta.db_table, []).append(_blank(model) | told)
    return rows
