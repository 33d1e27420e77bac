"""A questionnaire is written, its questions are set until the first answer, it is opened, extended with a reason, closed."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from maillage.audit.actions import record
from maillage.consultations.models import Extension, Question, Questionnaire
from maillage.consultations.queries import kept_committees, made
from maillage.consultations.queries.questionnaires import moment, received
from maillage.consultations.rules import asks_for_structure, check_can_ask, check_can_keep
from maillage.governance.models import Committee
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden

ANSWERED = (
    "Des réponses sont déjà arrivées\u00a0: les questions ne changent plus. "
    "Repartez de ce questionnaire pour en faire un autre."
)
OVER = "Ce questionnaire est clos."
NO_QUESTION = "Écrivez au moins une question avant d’ouvrir."


@transaction.atomic
def write_questionnaire(*, by: Actor, committee: Committee | None, values: dict[str, Any]) -> Questionnaire:
    """In the name of a committee whose work one keeps, or of one's own structure."""
    mine = kept_committees(by)
    check_can_ask(by, len(mine))
    if committee is None and not asks_for_structure(by):
        raise Forbidden("Choisissez l’instance qui pose ces questions.")
    if committee is not None and committee not in mine:
        raise Forbidden("Vous ne tenez pas les travaux de cette instance.")
    place = {"committee": committee} if committee else {"structure_id": by.structure_id}
    row = Questionnaire.objects.create(**place, **values)
    record(by, "questionnaire_written", row)
    return row


def locked(by: Actor, row: Questionnaire) -> Questionnaire:
    """The questionnaire, kept by this actor and locked: an answer that comes waits, or is already counted."""
    found: Questionnaire | None = made(by).select_for_update(of=("self",)).filter(pk=row.pk).first()
    check_can_keep(by, found is not None)
    assert found is not None
    return found


@transaction.atomic
def correct_questionnaire(*, by: Actor, questionnaire: Questionnaire, values: dict[str, Any]) -> None:
    """Title and purpose; while it is prepared, also whether answers are anonymous and by what they are counted."""
    kept = locked(by, questionnaire)
    if kept.opens_at is not None:
        values = {name: told for name, told in values.items() if name in ("title", "purpose")}
    Questionnaire.objects.filter(pk=kept.pk).update(**values)
    record(by, "questionnaire_corrected", kept, fields=sorted(values))


def _unanswered(by: Actor, row: Questionnaire) -> Questionnaire:
    kept = locked(by, row)
    if sum(received(kept).values()):
        raise Forbidden(ANSWERED)
    return kept


@transaction.atomic
def add_question(*, by: Actor, questionnaire: Questionnaire, values: dict[str, Any]) -> Question:
    kept = _unanswered(by, questionnaire)
    rows = Question.objects.filter(questionnaire=kept)
    last = rows.aggregate(Max("position"))["position__max"] or 0
    question = Question(questionnaire=kept, position=last + 1, **values)
    question.validate_constraints()
    question.save(force_insert=True)
    record(by, "question_added", kept, kind=question.kind)
    return question


@transaction.atomic
def correct_question(*, by: Actor, question: Question, values: dict[str, Any]) -> None:
    kept = _unanswered(by, question.questionnaire)
    question.refresh_from_db()
    _check_after(question, values.get("condition_id", question.condition_id))
    fewer = "choices" in values and len(values["choices"]) < len(question.choices)
    if fewer and question.dependents.filter(condition_choice__gte=len(values["choices"])).exists():
        raise Forbidden("Une autre question dépend d’un choix que vous retirez\u00a0: corrigez-la d’abord.")
    Question.objects.filter(pk=question.pk).update(**values)
    record(by, "question_corrected", kept, kind=question.kind)


def _check_after(question: Question, condition: int | None) -> None:
    """What a question depends on comes before it: somebody may have moved one of them in between."""
    if condition and not Question.objects.filter(pk=condition, position__lt=question.position).exists():
        raise Forbidden(
            "La question dont celle-ci dépend vient de changer de place\u00a0: rouvrez cette page."
        )


@transaction.atomic
def move_question(*, by: Actor, question: Question) -> None:
    """One place up; never before the one it depends on."""
    kept = _unanswered(by, question.questionnaire)
    question.refresh_from_db()
    rows = Question.objects.filter(questionnaire=kept)
    before = rows.filter(position__lt=question.position).order_by("-position").first()
    if before is None:
        return
    if question.condition_id == before.pk:
        raise Forbidden("Elle dépend de la question juste au-dessus\u00a0: elle reste après elle.")
    rows.filter(pk=question.pk).update(position=before.position)
    rows.filter(pk=before.pk).update(position=question.position)
    record(by, "question_moved", kept)


@transaction.atomic
def remove_question(*, by: Actor, question: Question) -> None:
    kept = _unanswered(by, question.questionnaire)
    if question.dependents.exists():
        raise Forbidden("Une autre question en dépend\u00a0: corrigez-la d’abord.")
    question.delete()
    record(by, "question_removed", kept)


@transaction.atomic
def copy_questionnaire(*, by: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """The same questions, in preparation, without its answers nor whoever was asked."""
    kept = locked(by, questionnaire)
    told = {"purpose": kept.purpose, "anonymous": kept.anonymous, "level": kept.level}
    who = {"committee": kept.committee, "structure": kept.structure}
    row = Questionnaire.objects.create(title=f"{kept.title[:140]} (copie)", **told, **who)
    copies: dict[int, Question] = {}
    for one in Question.objects.filter(questionnaire=kept):
        original = one.pk
        one.pk, one.questionnaire = None, row
        one.condition = copies.get(one.condition_id) if one.condition_id else None
        one.save(force_insert=True)
        copies[original] = one
    record(by, "questionnaire_copied", row, questions=len(copies))
    return row


@transaction.atomic
def open_questionnaire(
    *, by: Actor, questionnaire: Questionnaire, closes_at: datetime, open_link: bool
) -> None:
    """From now on, until `closes_at`. `open_link`: anybody may answer, by a link that is shown to whoever keeps it."""
    kept = locked(by, questionnaire)
    if kept.opens_at is not None:
        raise Forbidden("Ce questionnaire est déjà ouvert.")
    if not Question.objects.filter(questionnaire=kept).exists():
        raise Forbidden(NO_QUESTION)
    now = moment()
    if closes_at <= now:
        raise Forbidden("Il finit plus tard que maintenant\u00a0: corrigez le jour ou l’heure.")
    told = {"opens_at": now, "closes_at": closes_at, "open_key": uuid4() if open_link else None}
    Questionnaire.objects.filter(pk=kept.pk).update(**told)
    record(by, "questionnaire_opened", kept, until=closes_at, open_link=open_link)


@transaction.atomic
def extend_questionnaire(
    *, by: Actor, questionnaire: Questionnaire, until: datetime, reason: str
) -> Extension:
    """While it runs: what is closed stays closed, in PostgreSQL too."""
    kept = locked(by, questionnaire)
    if not kept.runs or kept.closes_at is None:
        raise Forbidden(f"{OVER} Un questionnaire se prolonge avant sa fin.")
    if until <= kept.closes_at:
        raise Forbidden("La nouvelle fin vient après l’ancienne.")
    told = {"before": kept.closes_at, "until": until, "reason": reason, "user_id": account(by)}
    extension = Extension.objects.create(questionnaire=kept, **told)
    Questionnaire.objects.filter(pk=kept.pk).update(closes_at=until)
    record(by, "questionnaire_extended", kept, before=kept.closes_at, until=until)
    return extension


@transaction.atomic
def close_questionnaire(*, by: Actor, questionnaire: Questionnaire) -> None:
    """Before its hour: from this second on, no more answer is taken."""
    kept = locked(by, questionnaire)
    if not kept.runs:
        raise Forbidden(OVER)
    Questionnaire.objects.filter(pk=kept.pk).update(closes_at=moment())
    record(by, "questionnaire_closed", kept, before=kept.closes_at)
