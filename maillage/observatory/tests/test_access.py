"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules, by SQL either."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from maillage.observatory.actions.releases import COUNTING
from maillage.observatory.models import Indicator, Release, Review, Snapshot
from maillage.observatory.rules import can_keep, can_take, visible
from maillage.observatory.tests import factories as make
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Indicator, Release, Review, Snapshot)


@pytest.fixture
def place():
    """One released, one being prepared; of the owner's structure."""
    place = make.held(make.RECEPTIONS, "contrats-precaires")
    make.busy(place)
    make.released(place)
    make.prepared(place.first, make.indicator(), changes="Autrement.")
    with become("maintenance"):
        Review.objects.create(indicator=make.indicator(), on=make.TODAY, user_id=place.first.user_id)
    return place


def actors(place):
    return {
        "first": place.first, "second": place.second, "worker": place.worker, "other": place.other,
        "counting": COUNTING, "nobody": ANONYMOUS,
    }  # fmt: skip


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(place, model):
    for name, actor in actors(place).items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def test_what_each_reads(place):
    read = {}
    for name, actor in actors(place).items():
        with acting(actor):
            read[name] = Release.objects.count(), Snapshot.objects.count()
    assert read == {
        "first": (2, 2), "second": (2, 2), "counting": (2, 2),
        "worker": (1, 0), "other": (1, 0), "nobody": (1, 0),
    }  # fmt: skip


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return bool(found)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def test_postgresql_lets_take_and_keep_those_whom_the_rules_let(place):
    free = make.indicator("postes-vacants")
    held = make.indicator()
    for name, actor in actors(place).items():
        with acting(actor):
            takes = succeeds(Indicator.objects.filter(pk=free.pk).update, owner_id=actor.structure_id or 0)
            keeps = succeeds(Indicator.objects.filter(pk=held.pk).update, reviewed_on=make.TODAY)
        assert (name, takes) == (name, can_take(actor, None))
        assert (name, keeps) == (name, can_keep(actor, held.owner_id))


def test_nobody_confirms_alone_nor_what_was_not_counted(place):
    now = timezone.now()
    for name, actor in actors(place).items():
        signed = {
            "confirmed_at": now,
            "version": 2,
            "sequence": 2,
            "digest": "x" * 64,
            "table": [["country", "", "", "", 1]],
        }
        with acting(actor):
            draft = Release.objects.filter(confirmed_at=None)
            draft.update(narrative="x") if name == "first" else None
            alone = succeeds(draft.update, confirmed_by_id=actor.user_id, **signed)
        assert (name, alone) == (name, name == "second")
    with acting(place.first):
        Release.objects.filter(confirmed_at=None).update(narrative="Dit.", prepared_by_id=place.first.user_id)
    with acting(place.second):
        draft = Release.objects.get(confirmed_at=None)
        forged = {**signed, "confirmed_by_id": place.second.user_id}
        assert not succeeds(Release.objects.filter(pk=draft.pk).update, **forged, narrative="Autre.")
        assert Release.objects.filter(pk=draft.pk).update(**forged) == 1
        draft.refresh_from_db()
        assert draft.table != forged["table"]
        with become("maintenance"):
            kept = Snapshot.objects.get(release=draft).cells
        assert draft.table == [one[:5] for one in kept if one[8] == 0]


def test_what_is_released_and_what_was_counted_change_no_more(place):
    for name, actor in actors(place).items():
        with acting(actor):
            out = Release.objects.filter(confirmed_at__isnull=False)
            changed = (
                succeeds(out.update, narrative="Autre"),
                succeeds(out.update, table=[]),
                succeeds(out.update, confirmed_by=None),
                succeeds(out._raw_delete, "default"),
                succeeds(Snapshot.objects.filter(release__in=out.values("pk")).update, cells=[]),
            )
        assert (name, changed) == (name, (False,) * 5)


def test_only_the_job_that_counts_counts_and_writes_it(place):
    for name, actor in actors(place).items():
        with acting(actor):
            given = succeeds(
                sql,
                "SELECT * FROM maillage_definer.tally_receptions('2025-11-01', '2026-10-31', '2026-11-30')",
            )
            draft = Snapshot.objects.filter(release__confirmed_at=None)
            writes = succeeds(draft.update, cells=[["country", "", "", "", 5, 5, 5, 1, 0]])
        assert (name, given, writes) == (name, name == "counting", name == "counting")


def test_masked_cells_are_in_no_table_that_anybody_reads(place):
    with become("maintenance"):
        release = Release.objects.get(version=1)
        masked = {tuple(one[:4]) for one in Snapshot.objects.get(release=release).cells if one[8]}
    with acting(ANONYMOUS):
        read = {tuple(one[:4]) for one in Release.objects.get(version=1).table}
        told = sql("SELECT maillage_definer.observatory_told(%s)", release.pk)
        assert sql("SELECT * FROM observatory_snapshot") == 0
    assert told == 1
    assert len(masked) > 3
    assert read & masked == set()
