"""Files of one's structure, what they lack, what was answered elsewhere."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from maillage.calls.enums import QuestionKind
from maillage.calls.models import Answer, Application, Call, FileVersion, Partner, Question
from maillage.calls.rules import read_budget, short_form
from maillage.permissions import Actor


def applications(actor: Actor) -> QuerySet[Application]:
    return Application.objects.visible_to(actor).select_related("call__committee__structure", "structure")


def own(actor: Actor) -> QuerySet[Application]:
    """Those of the structure where one works, and those it is a partner of; the last written first."""
    if not actor.at_work:
        return Application.objects.none()
    joined = _joined(actor).values("application")
    rows = applications(actor).filter(Q(structure_id=actor.structure_id) | Q(pk__in=joined))
    return rows.order_by("-pk")


def _joined(actor: Actor) -> QuerySet[Partner]:
    """Asked with files that are seen: the partners of a file that is seen are."""
    rows: QuerySet[Partner] = Partner.objects.filter(structure=actor.structure_id, refused_on=None)
    return rows


def is_own(actor: Actor, application: Application) -> bool:
    """Of a file that this actor sees."""
    if not actor.at_work:
        return False
    if application.structure_id == actor.structure_id:
        return True
    return _joined(actor).filter(application=application).exists()


def of_call(actor: Actor, call: Call) -> Application | None:
    """What this actor's structure wrote for this call."""
    if actor.structure_id is None:
        return None
    found: Application | None = own(actor).filter(call=call, structure_id=actor.structure_id).first()
    return found


def invitations(actor: Actor) -> QuerySet[Partner]:
    """Joint files that wait for the structure where one works."""
    if not actor.at_work:
        return Partner.objects.none()
    rows = Partner.objects.visible_to(actor).filter(structure_id=actor.structure_id)
    return rows.filter(accepted_on=None, refused_on=None).select_related(
        "application__structure", "application__call"
    )


def waits_for(actor: Actor, partner: Partner) -> bool:
    """As `invitations`, of one."""
    waiting = partner.accepted_on is None and partner.refused_on is None
    return actor.at_work and partner.structure_id == actor.structure_id and waiting


def asked_of(application: Application) -> list[Question]:
    """The questions of its form: the short one under the threshold of its call."""
    rows = Question.objects.filter(call_id=application.call_id)
    if is_short(application):
        rows = rows.filter(short=True)
    return list(rows)


def is_short(application: Application) -> bool:
    return short_form(application.asked, application.call.short_under)


def texts(application: Application) -> dict[int, str]:
    return dict(Answer.objects.filter(application=application).values_list("question_id", "text"))


@dataclass(frozen=True)
class Former:
    """What the same structure answered to the same question, elsewhere."""

    text: str
    title: str


def formers(actor: Actor, application: Application) -> dict[str, Former]:
    """By keyword of question, the last answer that this structure gave in another file."""
    rows = Answer.objects.visible_to(actor).filter(application__structure_id=application.structure_id)
    rows = rows.exclude(application=application).exclude(text="").select_related("question__call")
    found: dict[str, Former] = {}
    for one in rows.order_by("pk"):
        found[one.question.key] = Former(one.text, one.question.call.title)
    return found


def lacking(application: Application) -> list[str]:
    """What must be done before it leaves, in words."""
    known = texts(application)
    found = [] if application.asked is not None or application.call.is_label else ["la somme demandée"]
    for question in asked_of(application):
        if not known.get(question.pk, "").strip():
            found.append(f"«\u00a0{question.label}\u00a0»")
    waiting = Partner.objects.filter(application=application, accepted_on=None).select_related("structure")
    return found + [f"l’accord de {one.structure.name}" for one in waiting]


def content_of(application: Application) -> list[dict[str, Any]]:
    known = texts(application)
    return [
        {"label": one.label, "kind": one.kind, "text": known.get(one.pk, "")} for one in asked_of(application)
    ]


def shown(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the lines of a budget, and what they add up to."""
    return [_shown(one) for one in content]


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    if one["kind"] != QuestionKind.BUDGET:
        return one
    lines, _ = read_budget(one["text"])
    return {**one, "lines": lines, "total": sum(amount for _, amount in lines)}


def versions(actor: Actor, application: Application) -> list[FileVersion]:
    return list(FileVersion.objects.visible_to(actor).filter(application=application).order_by("number"))


def partners(actor: Actor, application: Application) -> list[Partner]:
    return list(Partner.objects.visible_to(actor).filter(application=application).select_related("structure"))
