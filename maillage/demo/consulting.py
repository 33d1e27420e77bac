"""Two questionnaires: one that runs, answered by account, by link and on paper; one that is closed, its results published."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from maillage.consultations.actions import answers, invitations, questionnaires, snapshots
from maillage.consultations.models import Invitation, Questionnaire
from maillage.consultations.queries import audience
from maillage.consultations.queries.door import opened_by, token_of
from maillage.consultations.queries.questionnaires import questions
from maillage.demo.asked import SITE
from maillage.demo.places import Scene
from maillage.governance.models import Committee
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting


def lay_out(scene: Scene, keeper: Actor, known: dict[str, Committee], told: list[dict[str, Any]]) -> None:
    for one in told:
        _questionnaire(scene, keeper, known[one["committee"]], one)


def _questionnaire(scene: Scene, keeper: Actor, committee: Committee, told: dict[str, Any]) -> None:
    values = {"title": told["title"], "purpose": told["purpose"], "anonymous": True, "level": "departement"}
    row = questionnaires.write_questionnaire(by=keeper, committee=committee, values=values)
    for one in told["questions"]:
        _question(keeper, row, dict(one))
    last = datetime.combine(timezone.localdate() + timedelta(days=told["days"]), time(0))
    until = timezone.make_aware(last)
    questionnaires.open_questionnaire(by=keeper, questionnaire=row, closes_at=until, open_link=True)
    row.refresh_from_db()
    if "invites" in told:
        guests = audience.accounts_of(told["invites"], None, row.level)
        invitations.invite(by=keeper, questionnaire=row, guests=guests)
        invitations.send(by=keeper, questionnaire=row, site=SITE)
    _answers(scene, keeper, row, told)
    if told.get("closed"):
        questionnaires.close_questionnaire(by=keeper, questionnaire=row)
        snapshots.take_snapshot(by=keeper, questionnaire=row, note=told["published"], public=True)


def _question(keeper: Actor, row: Questionnaire, one: dict[str, Any]) -> None:
    about, choice = one.pop("after", (None, None))
    if about is not None:
        one |= {"condition": questions(row)[about], "condition_choice": choice}
    if one["kind"] == "scale":
        one["choices"] = ["1", "2", "3", "4", "5"]
    questionnaires.add_question(by=keeper, questionnaire=row, values=one)


def _answers(scene: Scene, keeper: Actor, row: Questionnaire, told: dict[str, Any]) -> None:
    for values in told["open"]:
        assert row.open_key is not None
        _by_link(ANONYMOUS, token_of(row.open_key), _said(row, values))
    for name, values in told.get("accounts", {}).items():
        invited = Invitation.objects.get(questionnaire=row, user=scene.users[name])
        _by_link(scene.worker(name), token_of(invited.key), _said(row, values))
    for values in told["papers"]:
        paper = {"said": _said(row, values), "territory": None, "name": ""}
        answers.type_paper(by=keeper, questionnaire=row, received=timezone.localdate(), **paper)


def _by_link(by: Actor, token: str, said: list[dict[str, Any]]) -> None:
    with acting(by):
        opened = opened_by(token)
        assert opened is not None
        answers.answer(opened=opened, said=said, territory=None)


def _said(row: Questionnaire, values: list[Any]) -> list[dict[str, Any]]:
    """One choice, a step, several choices, each line of the table; nothing is written by hand."""
    single, _, scale, several, matrix = questions(row)
    chosen, step, ways, cell = values
    told = [{"question": single.pk, "choice": chosen}, {"question": scale.pk, "choice": step}]
    told += [{"question": several.pk, "choice": one} for one in ways]
    return told + [{"question": matrix.pk, "row": line, "choice": (cell + line) % 3} for line in range(2)]
