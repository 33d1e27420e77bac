"""What the matrix needs of shared follow-up, all of it the worker's. Called while the world is laid out."""

import atexit
import shutil
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.utils import timezone

from maillage.rights.tests.factories import make_claim, make_overpayment
from maillage.support.actions.goals import Planned
from maillage.support.models import DataRequest, Handover, LegalHold, TrustedPerson
from maillage.support.queries.questions import token_of
from maillage.support.tests.factories import (
    make_accompaniment,
    make_act,
    make_answer,
    make_appointment,
    make_document,
    make_goal,
    make_note,
    make_promise,
    make_question,
)


def follow_up(world) -> None:
    """Under `become("maintenance")`, once `world.person` and `world.members` are there."""
    settings.MAILLAGE_FILES = _folder()
    worker, today = world.members["worker"], timezone.localdate()
    world.goal = make_goal(world.person, worker, steps=[Planned("Appeler", "Samira")])
    world.goal_step = world.goal.steps.get()
    world.appointment = make_appointment(world.person, worker, timezone.now() + timedelta(days=2))
    world.promise = make_promise(world.person, worker, today + timedelta(days=2), made_on=today)
    world.document = make_document(world.person, worker)
    world.note = make_note(world.person, worker)
    world.act = make_act(world.person, worker)
    world.question = make_question(world.person, worker)
    world.answered = make_question(world.person, worker, state="answered", ended_on=today)
    world.answer = make_answer(world.answered)
    world.referent, world.token = world.question.referent, token_of(world.question)
    world.trusted = TrustedPerson.objects.create(
        person=world.person, name="Nora", relation="sœur", since=today
    )
    world.asked = DataRequest.objects.create(
        person=world.person, kind="correct", words="x", asked_on=today, due_on=today
    )
    world.held = LegalHold.objects.create(
        person=world.person, reason="recours", until=today + timedelta(days=30), placed_by=worker.user
    )
    world.to_erase = DataRequest.objects.create(
        person=world.person, kind="erase", asked_on=today, due_on=today
    )
    world.claim = make_claim(world.person, worker)
    world.piece = world.claim.pieces.get()
    world.debt = make_overpayment(world.person, worker)
    world.accompaniment = make_accompaniment(world.person, worker)
    world.handover = Handover.objects.create(
        accompaniment=world.accompaniment,
        person=world.person,
        giver=worker.user,
        taker=world.members["colleague"].user,
        taker_structure=world.here,
        reason="départ",
        note="x",
    )


@cache
def _folder() -> Path:
    """Files of the matrix, gone with it."""
    folder = Path(mkdtemp(prefix="maillage-matrix-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
