"""Ask a body's referent in somebody's name, with their agreement; judge the answer, ask again, close, withdraw."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.people.enums import ConsentWay
from maillage.people.models import LegalBasis, Person
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, Precise, QuestionState
from maillage.support.models import DirectQuestion
from maillage.support.models.questions import OPEN, answer_dates, awaited
from maillage.support.notifications import send_link
from maillage.support.queries.team import department_of, warned_when_late
from maillage.support.rules import check_asked_it, check_can_follow, check_is_from_here, check_owns_space

SEND = "maillage.support.send_question"
LINK_OUTLIVES = timedelta(days=15)
"""How long the link still opens once the last day to answer is over."""
NOT_AUTHORISED = (
    "Rien n’autorise encore cette question. Recueillez d’abord l’accord de la personne, ou dites quel texte de loi "
    "permet de la poser."
)
NO_LONGER = "Cette question n’attend plus de réponse."


@dataclass(frozen=True)
class Given:
    """What goes with the question: a number at the body's, more than the least data, and why."""

    reference: str = ""
    more: tuple[str, ...] = ()
    why: str = ""


def given_facts(person: Person, given: Given) -> list[tuple[str, str]]:
    """The least by default: a number at the body's, initials, the year of birth. Raises `Forbidden` when nobody is told."""
    born, named = person.birth_date, bool(person.first_name and person.last_name)
    whole_name, whole_date = Precise.NAME in given.more, Precise.BIRTH_DATE in given.more
    if (whole_name and not named) or (whole_date and born is None):
        raise Forbidden(
            "Son identité n’est pas notée en entier\u00a0: complétez-la, ou décochez cette précision."
        )
    initials = f"{person.first_name[:1]}. {person.last_name[:1]}.".upper() if named else ""
    facts = [
        ("Numéro de dossier", given.reference),
        ("Nom", person.full_name) if whole_name else ("Initiales", initials),
        ("Date de naissance", f"{born:%d/%m/%Y}")
        if whole_date
        else ("Année de naissance", str(born.year) if born else ""),
    ]
    if not given.reference and not named:
        raise Forbidden("Rien ne dirait de qui il s’agit\u00a0: écrivez son numéro chez cet organisme.")
    return [(label, value) for label, value in facts if value]


@transaction.atomic
def ask(*, by: Actor, asked: DirectQuestion, given: Given, site: str) -> DirectQuestion:
    """`asked`: person, referent, subject, question, what allows it, who reads. A link leaves by mail, and nothing else."""
    check_can_follow(by, asked.person_id)
    asked.author_id, asked.structure_id = at_work(by)
    _check_authorised(by, asked)
    _check_told(by, asked)
    if not asked.referent.email:
        raise Forbidden("Ce référent n’a pas d’adresse e-mail\u00a0: appelez-le, ou choisissez-en un autre.")
    if asked.follows_id:
        _check_may_follow(by, asked)
    _fill(asked, given, site)
    asked.save(force_insert=True)
    note_act(
        by=by,
        person=asked.person,
        kind=ActKind.QUESTION,
        what=f"Question posée\u00a0: {asked.asked_of}",
        on=asked.asked_on,
    )
    told = {"way": asked.way, "more": given.more, "due": asked.due_on, "again": bool(asked.follows_id)}
    record(by, "question", asked.person, question=asked.pk, **told)
    _send_later(by, asked)
    return asked


def _fill(asked: DirectQuestion, given: Given, site: str) -> None:
    asked.asked_on = timezone.localdate()
    asked.body, asked.service, asked.site = asked.referent.body, asked.referent.service, site
    asked.part = asked.part if asked.level == "circle" else ""
    told: dict[str, Any] = {"facts": given_facts(asked.person, given), "why": given.why if given.more else ""}
    asked.given = json.dumps(told, ensure_ascii=False)
    assert asked.structure_id is not None
    asked.due_on, asked.last_due_on = answer_dates(asked.asked_on, department_of(asked.structure_id))
    asked.link_until = asked.last_due_on + LINK_OUTLIVES


def _check_authorised(by: Actor, asked: DirectQuestion) -> None:
    """By a text in force, by a line of the ledger for this body, or by an agreement to this very question."""
    today = timezone.localdate()
    if asked.basis_id:
        allowed = LegalBasis.objects.in_force(timezone.localdate()).filter(pk=asked.basis_id).exists()
        asked.way, asked.agreed_on, asked.witness = ConsentWay.LAW, None, ""
    elif asked.consent:
        line = asked.consent
        allowed = line.person_id == asked.person_id and line.structure_id == asked.referent.structure_id
        allowed &= line.withdrawn_at is None and line.until >= today and line.basis_id is None
        asked.way, asked.agreed_on, asked.witness = line.way, line.given_on, line.witness
    else:
        allowed = asked.way in (ConsentWay.ORAL, ConsentWay.PAPER) and asked.agreed_on is not None
        allowed &= asked.agreed_on is not None and asked.agreed_on <= today
        asked.witness = by.label[:160] if asked.way == ConsentWay.ORAL else ""
    if not allowed:
        raise Forbidden(NOT_AUTHORISED)


def _check_told(by: Actor, asked: DirectQuestion) -> None:
    if asked.escalate_to_id and asked.escalate_to_id not in {one.pk for one in warned_when_late(by)}:
        raise Forbidden("La personne à prévenir en cas de retard travaille dans votre structure.")


def _check_may_follow(by: Actor, asked: DirectQuestion) -> None:
    """Once answered, from where it was asked; of two who ask again at once, one does."""
    former = DirectQuestion.objects.select_for_update().get(pk=asked.follows_id)
    check_is_from_here(by, former.structure_id)
    if former.person_id != asked.person_id or former.state != QuestionState.ANSWERED:
        raise Forbidden("On ne repose qu’une question qui a reçu sa réponse.")
    if DirectQuestion.objects.filter(follows=former).exists():
        raise Forbidden("Cette question a déjà été reposée\u00a0: voyez sa suite.")


def _send_later(by: Actor, asked: DirectQuestion) -> None:
    app.configure_task(SEND).defer(question=str(asked.pk), actor=by.to_json())


def send_question(*, by: Actor, question_id: UUID) -> None:
    """By the worker, as who asked: nothing leaves once the question waits for no answer."""
    with acting(by):
        rows = DirectQuestion.objects.visible_to(by).filter(awaited(timezone.localdate()), pk=question_id)
        asked = rows.select_related("referent", "structure").first()
        if asked and asked.referent.email:
            send_link(asked)


@transaction.atomic
def send_again(*, by: Actor, asked: DirectQuestion) -> None:
    """Another link, to the address of today; the former one opens nothing more."""
    _check_from_here(by, asked)
    today = timezone.localdate()
    if asked.link_until < today:
        raise Forbidden(
            "Cette question est trop ancienne\u00a0: arrêtez-la, et posez-en une autre avec un accord récent."
        )
    if not DirectQuestion.objects.filter(awaited(today), pk=asked.pk).update(link=uuid4()):
        raise Forbidden(NO_LONGER)
    record(by, "question_sent_again", asked.person, question=asked.pk)
    _send_later(by, asked)


def _check_from_here(by: Actor, asked: DirectQuestion) -> None:
    check_can_follow(by, asked.person_id)
    check_is_from_here(by, asked.structure_id)


@transaction.atomic
def end_question(*, by: Actor, asked: DirectQuestion, state: str) -> None:
    """Closed, or withdrawn since the person no longer agrees: its link dies at once. Ended once, it stays so."""
    _check_from_here(by, asked)
    assert state in (QuestionState.CLOSED, QuestionState.WITHDRAWN)
    rows = DirectQuestion.objects.filter(pk=asked.pk, state__in=OPEN)
    if not rows.update(state=state, ended_on=timezone.localdate()):
        raise Forbidden(NO_LONGER)
    _tell_ended(by, asked, f"Question {QuestionState(state).label}\u00a0: {asked.asked_of}")
    record(by, f"question_{state}", asked.person, question=asked.pk)


def _tell_ended(by: Actor, asked: DirectQuestion, what: str) -> None:
    note_act(by=by, person=asked.person, kind=ActKind.QUESTION, what=what, on=timezone.localdate())


@transaction.atomic
def withdraw_own(*, by: Actor, asked: DirectQuestion) -> None:
    """The person no longer wants it asked in their name."""
    check_owns_space(by, asked.person_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.withdraw_own_question(%s)", [asked.pk])
        (done,) = cursor.fetchone() or (False,)
    if not done:
        raise Forbidden("Cette question ne peut plus être arrêtée ici. Parlez-en à qui l’a posée.")
    _tell_ended(by, asked, f"Question retirée\u00a0: {asked.asked_of}")
    record(by, "question_withdrawn", asked.person, question=asked.pk)


@transaction.atomic
def judge(*, by: Actor, asked: DirectQuestion, usefulness: str, words: str = "") -> None:
    """Whether the answer was useful, by who asked; said again, the last word stands."""
    check_asked_it(by, asked.author_id, asked.structure_id)
    row = DirectQuestion.objects.select_for_update().get(pk=asked.pk)
    if row.state != QuestionState.ANSWERED:
        raise Forbidden("Cette question n’a pas encore reçu de réponse.")
    row.usefulness, row.usefulness_words = usefulness, words
    row.save(update_fields=["usefulness", "usefulness_words"])
    record(by, "question_useful", asked.person, question=asked.pk)
