"""The coming meeting of the local committee: a point asked by a council, a paper, members called, a point voted in writing."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.asked import SITE
from maillage.demo.places import Scene
from maillage.files.uploads import Upload
from maillage.governance.actions import convocations, documents, requests, rounds, voices
from maillage.governance.enums import Coming, DecisionKind, Vote
from maillage.governance.models import AgendaItem, Ballot, Committee, Convocation, Gathering
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.web.docx_document import as_docx


def lay_out(scene: Scene, keeper: Actor, known: dict[str, Committee], told: dict[str, Any]) -> None:
    committee, row = known[told["committee"]], told
    _ask(scene, known, row["point"])
    coming = Gathering.objects.get(committee=committee, starts_at__gt=timezone.now())
    asked = AgendaItem.objects.get(gathering=coming, title=row["point"]["title"])
    _paper(keeper, asked, row["paper"])
    convocations.convene(by=keeper, gathering=coming, site=SITE)
    for name, answer in row["answers"].items():
        called = Convocation.objects.get(gathering=coming, occupant__user=scene.users[name])
        convocations.note_coming(by=keeper, convocation=called, answer=Coming(answer))
    _round(scene, keeper, coming, row["round"])


def _ask(scene: Scene, known: dict[str, Committee], row: dict[str, Any]) -> None:
    to = {"council": known[row["council"]], "target": known[row["target"]]}
    with acting(scene.worker(row["by"])) as by:
        requests.ask_point(by=by, title=row["title"], details=row["details"], **to)


def _paper(keeper: Actor, item: AgendaItem, row: dict[str, Any]) -> None:
    content = as_docx({"title": row["title"], "blocks": [{"text": words} for words in row["paragraphs"]]})
    upload = Upload(f"{row['title']}.docx", content)
    documents.add_document(by=keeper, item=item, title=row["title"], plain=True, upload=upload)


def _round(scene: Scene, keeper: Actor, meeting: Gathering, row: dict[str, Any]) -> None:
    last = timezone.localdate() + timedelta(days=row["days"])
    closes_at = timezone.make_aware(datetime.combine(last, time(18)))
    item = AgendaItem.objects.get(gathering=meeting, title=row["item"])
    opened = rounds.open_round(
        by=keeper,
        gathering=meeting,
        kind=DecisionKind.DECIDE,
        closes_at=closes_at,
        texts={item.pk: row["text"]},
        site=SITE,
    )
    for name in row["for"]:
        ballot = Ballot.objects.get(round=opened, occupant__user=scene.users[name])
        votes = {point.pk: Vote.FOR for point in opened.points.all()}
        voices.note_voices(by=keeper, ballot=ballot, votes=votes)
