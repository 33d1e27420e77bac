"""What `rules.visible` says of calls and what PostgreSQL shows are the same rows; what is not theirs is nowhere."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.calls.models import (
    Answer,
    Application,
    Aside,
    Assignment,
    Award,
    Call,
    EndReview,
    FileVersion,
    Grant,
    HelpAnswer,
    HelpRequest,
    IndicatorReview,
    Intent,
    Partner,
    Reading,
    Ruling,
    Value,
)
from maillage.calls.rules import visible
from maillage.calls.tests.factories import (
    give,
    make_award,
    make_call,
    make_file,
    make_funder,
    make_indicator,
    make_juror,
    make_jury,
    make_keeper,
    make_partner,
    make_ruling,
)
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("calls").get_models())


NAMES = (
    "keeper", "juror", "blind", "aside", "linked", "seated", "applicant", "partner", "declined", "runner",
    "stranger", "nobody",
)  # fmt: skip


@pytest.fixture
def world():
    """Files in every state; jurors: one handed in, one blind, one stepped aside, one who works for those who ask, one
    who sits for a partner."""
    with become("maintenance"):
        here, asking, joined, refused = (make_structure() for _ in range(4))
        applicant, partner = make_member(structure=asking), make_member(structure=joined)
        declined, stranger = make_member(structure=refused), make_member()
        runner = make_member(Role.ANIMATOR, here)
    call = make_call(make_jury(here, publicity="members"))
    make_call(call.committee, published=False)
    seats = {
        name: make_juror(call, college=rank % 2) for rank, name in enumerate(("juror", "blind", "aside"))
    }
    seats["linked"] = make_juror(call, member=make_linked(asking))
    seats["seated"] = make_juror(call, college=1, structure=joined)
    rows = [make_file(call, asking, state="submitted")]
    others = ("draft", "decided", "notified")
    rows += [make_file(make_call(call.committee), asking, state=state) for state in others]
    told = {"correct_until": timezone.localdate(), "to_correct": "Le budget."}
    rows.append(make_file(make_call(call.committee), asking, state="to_correct", **told))
    rows.append(make_file(call, state="admitted"))
    for row in rows:
        fill(row, seats, joined, refused)
    told = [make_keeper(call), *(actor_of(one.member) for one in seats.values())]
    told += [actor_of(one) for one in (applicant, partner, declined, runner, stranger)]
    return dict(zip(NAMES, [*told, ANONYMOUS], strict=True)) | {"call": call}


def make_linked(structure):
    with become("maintenance"):
        return make_member(structure=structure)


def fill(row, seats, joined, refused):
    today = timezone.localdate()
    make_partner(row, joined, accepted_on=today)
    make_partner(row, refused, refused_on=today)
    if row.state != "draft":
        give(row, seats["juror"], handed=True)
        give(row, seats["blind"])
    with become("maintenance"):
        seat = seats["aside"]
        Aside.objects.create(application=row, occupant=seat, user=seat.user, reason="Un lien.")
        who = {"call": row.call, "structure": row.structure}
        said = HelpAnswer.objects.create(call=row.call, question="?", answer="!", answered_on=today)
        asked = {"user": row.written_by, "question": "Qui ?", "asked_on": today, "due_on": today}
        HelpRequest.objects.create(**who, **asked)
        HelpRequest.objects.create(**who, **asked, answer=said)
        Intent.objects.create(**who, title="x", words="x", shared=row.state == "draft", sent_on=today)
    if row.state in ("decided", "notified"):
        end(row, today)


def end(row, today):
    notified = today if row.state == "notified" else None
    ruling = make_ruling(row, notified_on=notified)
    funder = make_funder(row.call)
    with become("maintenance"):
        Grant.objects.create(ruling=ruling, funder=funder, amount=1)
    if notified is None:
        return
    award, indicator = make_award(row), make_indicator(row.call)
    with become("maintenance"):
        told = {
            "starts_on": today,
            "ends_on": today,
            "number": 3,
            "story": "Des venues.",
            "told_by": row.written_by,
        }
        Value.objects.create(award=award, indicator=indicator, **told)
        told = {"on": today, "professionals": "Oui.", "persons": "Oui.", "minutes": 3}
        IndicatorReview.objects.create(indicator=indicator, call=row.call, **told)
        EndReview.objects.create(award=award, changed="x", to_sustain="x", written_on=today)


def actors(world):
    return {name: who for name, who in world.items() if name != "call"}


def test_rules_and_postgresql_show_the_same_rows(world):
    """All tables in one world: it costs more than the questions."""
    assert len(TABLES) == 20
    wrong = []
    for model in TABLES:
        for name, actor in actors(world).items():
            with become("maintenance"):
                allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
            with acting(actor):
                seen = set(model.objects.values_list("pk", flat=True))
            if seen != allowed:
                wrong.append((model.__name__, name, sorted(seen), sorted(allowed)))
    assert wrong == []


def states(model=Application):
    return sorted(model.objects.values_list("state", flat=True))


def test_which_files_each_reads(world):
    """Who must not judge a file sees it when it is no longer in the hands of the jury, if it is their structure's."""
    handed_in = ["admitted", "decided", "notified", "submitted", "to_correct"]
    read = {}
    for name, actor in actors(world).items():
        with acting(actor):
            read[name] = states()
    assert read == {
        "keeper": handed_in,
        "juror": handed_in,
        "blind": handed_in,
        "aside": [],
        "linked": ["admitted", "draft", "notified", "to_correct"],
        "seated": [],
        "applicant": ["decided", "draft", "notified", "submitted", "to_correct"],
        "partner": ["admitted", "decided", "draft", "notified", "submitted", "to_correct"],
        "declined": [],
        "runner": [],
        "stranger": [],
        "nobody": [],
    }


def test_what_is_around_a_file_disappears_with_it(world):
    """Versions, partners, readings, who reads, decisions: nothing of it is left, but one's own word that one steps aside."""
    tables = (FileVersion, Answer, Partner, Assignment, Reading, Ruling, Grant)
    for name in ("aside", "seated"):
        with acting(world[name]):
            assert (name, [model.objects.count() for model in tables]) == (name, [0] * len(tables))
    with acting(world["linked"]):
        own = {"application__structure_id": world["applicant"].structure_id}
        assert [model.objects.filter(**own).count() for model in (Assignment, Reading, Aside)] == [0, 0, 0]


def test_first_readings_are_blind(world):
    """The other's words are nowhere, even once handed in, until all are or the discussion begins."""
    with acting(world["blind"]):
        row = Application.objects.get(state="admitted")
        assert Assignment.objects.filter(application=row, handed_at__isnull=False).exists()
        assert set(Reading.objects.values_list("user_id", flat=True)) == {world["blind"].user_id}
    with acting(world["keeper"]):
        assert Reading.objects.count() == 0
    with become("maintenance"):
        Call.objects.filter(pk=row.call_id).update(collegial_at=timezone.now())
    with acting(world["blind"]):
        assert Reading.objects.filter(application=row).count() == 2
    with acting(world["keeper"]):
        assert Reading.objects.filter(application=row).count() == 2


def test_all_handed_in_opens_them(world):
    with become("maintenance"):
        row = Application.objects.get(state="admitted")
        Assignment.objects.filter(application=row).update(handed_at=timezone.now())
    for name, count in (("juror", 2), ("blind", 2), ("aside", 0)):
        with acting(world[name]):
            assert (name, Reading.objects.filter(application=row).count()) == (name, count)


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return bool(found)


def test_nobody_writes_beside_the_actions(world):
    """Handed in, a file no longer changes; nobody grants themselves, reads for another, nor rewrites what was handed in."""
    with acting(world["applicant"]) as applicant:
        assert not succeeds(Application.objects.filter(state="submitted").update, title="x")
        assert not succeeds(Application.objects.filter(state="draft").update, state="notified")
        assert succeeds(Application.objects.filter(state="draft").update, title="x")
        assert not succeeds(Answer.objects.filter(application__state="submitted").update, text="x")
        assert not succeeds(FileVersion.objects.update, title="x")
        assert not succeeds(Award.objects.update, amount=9)
        assert not succeeds(Ruling.objects.update, amount=9)
        assert not succeeds(Value.objects.update, number=9)
        call = Call.objects.filter(published_at__isnull=False).first()
        other = {"call": call, "title": "x", "written_by_id": applicant.user_id}
        with become("maintenance"):
            elsewhere = make_structure()
        assert not succeeds(Application.objects.create, structure=elsewhere, **other)
    with acting(world["juror"]):
        handed = Reading.objects.filter(assignment__handed_at__isnull=False)
        assert not succeeds(handed.update, opinion="unfavourable")
        assert not succeeds(Application.objects.filter(state="admitted").update, state="decided")
        assert not succeeds(Call.objects.update, collegial_at=timezone.now())
    with acting(world["blind"]):
        assert succeeds(Reading.objects.update, opinion="reserved")
    with acting(world["keeper"]):
        assert not succeeds(Ruling.objects.filter(notified_on__isnull=False).update, reasons="x")
        assert succeeds(Ruling.objects.filter(notified_on=None).update, reasons="x")
    with acting(world["runner"]):
        assert succeeds(Call.objects.filter(published_at=None).update, title="x")
        assert not succeeds(Application.objects.update, state="admitted")
    for name in ("stranger", "nobody", "partner"):
        with acting(world[name]):
            assert (name, succeeds(Call.objects.update, title="x")) == (name, False)


def test_a_question_is_answered_without_who_asked(world):
    """The public answer leads to nobody: no column of it is a structure or an account."""
    names = {field.name for field in HelpAnswer._meta.fields}
    assert names == {"id", "call", "question", "answer", "answered_on"}
    with acting(world["stranger"]):
        assert HelpAnswer.objects.exists()
        assert not HelpRequest.objects.exists()
