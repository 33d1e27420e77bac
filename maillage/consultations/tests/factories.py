"""Questionnaires, questions, invitations and answers without surprises."""

from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.tests.factories import make_structure, make_user
from maillage.consultations.models import Answer, Invitation, Question, Questionnaire, Response
from maillage.consultations.queries.door import token_of
from maillage.directory.models import Territory
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.permissions import Actor
from tests.plugin import become

numbers = count(1)


def make_questionnaire(structure=None, committee=None, open_for=timedelta(days=3), **told):
    """Open for three days, by an open link too; `open_for` None: in preparation."""
    now = timezone.now()
    dates = (
        {"opens_at": now - timedelta(days=20), "closes_at": now + open_for} if open_for is not None else {}
    )
    told = {
        "title": f"Enquête {next(numbers)}",
        "purpose": "Pour savoir.",
        **dates,
        "open_key": uuid4(),
        **told,
    }
    with become("maintenance"):
        who = {"committee": committee} if committee else {"structure": structure or make_structure()}
        return Questionnaire.objects.create(**who, **told)


def make_question(row, kind="single", choices=("Oui", "Non"), **told):
    place = next(numbers)
    told = {"position": place, "title": f"Question {place}", "choices": list(choices), **told}
    with become("maintenance"):
        return Question.objects.create(questionnaire=row, kind=kind, **told)


def make_flash(structure=None, **told):
    """Five questions: one choice, the follow-up of « Non », a scale, a text, a territory."""
    row = make_questionnaire(structure, **told)
    first = make_question(row, title="Recevez-vous sans rendez-vous ?", required=True)
    why = {"condition": first, "condition_choice": 1, "required": True}
    make_question(row, "text", (), title="Pourquoi ?", **why)
    make_question(row, "scale", [str(step) for step in range(1, 6)], title="À quel point ?", low="peu")
    make_question(row, "several", ("Mairie", "Caf", "Gare"), title="Où ?")
    make_question(row, "territory", (), title="Dans quel département ?")
    return row


def make_invitation(row, user=None, sent=True, **told):
    email = user.email if user else f"invite{next(numbers)}@exemple.test"
    sent_at = timezone.now() - timedelta(days=8) if sent else None
    with become("maintenance"):
        return Invitation.objects.create(
            questionnaire=row, user=user, **{"email": email, "sent_at": sent_at, "number": int(sent), **told}
        )


def make_response(row, said=(), **told):
    """`said`: (question, choice) or (question, text)."""
    told = {"channel": "open", "answered_on": timezone.localdate(), **told}
    with become("maintenance"):
        made = Response.objects.create(questionnaire=row, **told)
        for question, value in said:
            kept = {"choice": value} if isinstance(value, int) else {"text": value}
            Answer.objects.create(questionnaire=row, response=made, question=question, **kept)
    return made


def keeper_of(committee):
    with become("maintenance"):
        user = make_user()
    make_duty(committee, user)
    return Actor(user_id=user.pk, label="Secrétaire")


def kept_flash(**told):
    """A flash survey of a committee; its keeper."""
    committee = make_committee()
    row = make_flash(committee=committee, **told)
    return SimpleNamespace(row=row, committee=committee, keeper=keeper_of(committee))


def link(row):
    return f"/repondre/{token_of(row.key if isinstance(row, Invitation) else row.open_key)}/"


def touraine():
    return Territory.objects.current().get(kind="departement", code="37")


def questions_of(row):
    with become("maintenance"):
        return list(Question.objects.filter(questionnaire=row))


def answers_of(row):
    """By response, what is kept: (position, choice or text)."""
    with become("maintenance"):
        return [
            [answer.text or answer.choice for answer in one.answers.all()]
            for one in Response.objects.filter(questionnaire=row).order_by("pk").prefetch_related("answers")
        ]
