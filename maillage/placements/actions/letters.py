"""Mails of sessions: what is due is written down once, and left to one job each; a student's link taken back."""

from django.db import transaction
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.permissions import MAILER, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of
from maillage.placements.models import Candidate
from maillage.placements.notifications import send_letter
from maillage.placements.rules import check_can_enter

SEND = "maillage.placements.send_letter"


@transaction.atomic
def leave_due() -> int:
    """How many mails leave. Looked at twice, what is due leaves once."""
    with acting(MAILER):
        due = [row[0] for row in rows_of("placements_letters_due()")]
    for letter in due:
        app.configure_task(SEND).defer(letter=letter)
    return len(due)


def send_one(letter: int) -> None:
    """By the worker: nothing leaves for who answered or left in between."""
    with acting(MAILER):
        for row in rows_of("placements_letter(%s::bigint)", letter):
            send_letter(row)
            value_of("placements_letter_sent(%s::bigint)", letter)


@transaction.atomic
def link_again(*, by: Actor, candidate: Candidate) -> None:
    """Another link for a student without an account; the one before opens nothing any more."""
    check_can_enter(by, candidate.school.structure_id)
    if not value_of("placements_link_again(%s::uuid)", candidate.public_id):
        raise Forbidden("Cet étudiant a un compte, ou n’est plus dans la session\u00a0: il n’a pas de lien.")
    record(by, "placements_link_again", candidate)
