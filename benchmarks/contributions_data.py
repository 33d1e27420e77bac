"""A process on the double grid, of any size: contributions spread over all its cells, a long synthesis of one row."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

KINDS = (
    "finding",
    "weakness",
    "impact",
    "need",
    "threat",
    "opportunity",
    "recommendation",
    "practice",
    "free",
)
WORDS = (
    "Dans le canton {n}, une permanence commune ouvre le mardi, et l’on y vient avec ses papiers ou sans rien. "
    * 2
)
SENTENCES = 40


def lay_out(size: int) -> tuple[Any, Any, Any]:
    """The account that runs it, the process, its draft synthesis; rows written as the maintenance role does."""
    from maillage.accounts.models import User
    from maillage.accounts.tests.factories import make_structure, make_user
    from maillage.contributions.actions.processes import _axes
    from maillage.contributions.models import Axis, Process, TerritoryTask
    from maillage.directory.models import Territory
    from maillage.governance.models import Committee, Duty

    since = timezone.localdate() - timedelta(days=400)
    user: User = make_user()
    committee = Committee.objects.using("maintenance").create(
        kind="national", name="Conseil", structure=make_structure(), starts_on=since
    )
    Duty.objects.using("maintenance").create(
        committee=committee, user=user, kind="secretary", starts_on=since
    )
    now = timezone.now()
    process = Process.objects.using("maintenance").create(
        committee=committee,
        title=f"Assises {size}",
        question="Comment\u00a0?",
        opens_at=now - timedelta(days=30),
        closes_at=now + timedelta(days=30),
        published_on=timezone.localdate(),
    )
    Axis.objects.using("maintenance").bulk_create(_axes(process))
    places = list(Territory.objects.using("maintenance").filter(kind="departement")[:12])
    TerritoryTask.objects.using("maintenance").bulk_create(
        TerritoryTask(process=process, territory=one) for one in places
    )
    synthesis = _fill(process, user, places, size)
    _analyze()
    return user, process, synthesis


def _analyze() -> None:
    """As autovacuum does, sooner or later."""
    from django.apps import apps
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for model in apps.get_app_config("contributions").get_models():
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")


def _fill(process: Any, user: Any, places: list[Any], size: int) -> Any:
    from maillage.contributions.models import Axis, Cell, Contribution

    axes = list(Axis.objects.using("maintenance").filter(process=process))
    rows, columns = ([one for one in axes if one.kind == kind] for kind in ("row", "column"))
    same = {"process": process, "author_kind": "group", "given_on": timezone.localdate(), "channel": "paper"}
    made = Contribution.objects.using("maintenance").bulk_create(
        Contribution(
            **same,
            key=uuid4(),
            kind=KINDS[n % len(KINDS)],
            text=WORDS.format(n=n),
            author=f"Service {n % 97}",
            territory=places[n % len(places)],
            publicity="restricted" if n % 11 == 0 else "public",
            entered_by=user,
        )
        for n in range(size)
    )
    Cell.objects.using("maintenance").bulk_create(
        Cell(
            contribution=one, process=process, row=rows[n % len(rows)], column=columns[n // 8 % len(columns)]
        )
        for n, one in enumerate(made)
    )
    return _synthesis(process, rows[0], made[:: len(rows)])


def _synthesis(process: Any, axis: Any, about: list[Any]) -> Any:
    """Forty sentences, at most five sources each; half of what is in its row at most."""
    from maillage.contributions.models import Sentence, SentenceSource, Synthesis

    synthesis = Synthesis.objects.using("maintenance").create(process=process, axis=axis, title="Synthèse")
    used = about[: min(max(len(about) // 2, 1), 5 * SENTENCES)]
    sentences = Sentence.objects.using("maintenance").bulk_create(
        Sentence(
            synthesis=synthesis, position=n, paragraph=f"Partie {n // 8}", text="Il manque un lieu où venir."
        )
        for n in range(SENTENCES)
    )
    SentenceSource.objects.using("maintenance").bulk_create(
        SentenceSource(sentence=sentences[n % SENTENCES], contribution=one) for n, one in enumerate(used)
    )
    return synthesis
