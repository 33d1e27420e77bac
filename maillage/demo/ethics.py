"""Correspondents, a draft text under embargo, questions asked of an ethics space, signals of a committee."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, day, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.directory.models import Territory
from maillage.governance.actions import committees, drafts, ethics, signals
from maillage.governance.enums import CommitteeKind, DutyKind, ReferralUrgency
from maillage.governance.models import Committee, EthicsReferral
from maillage.permissions import Actor
from maillage.permissions.context import acting

APPOINTED = 300
DUE = (("ethics_due_on", "ethics_due"), ("due_on", "due"))


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    animator = scene.worker(ANIMATOR)
    with acting(animator):
        local = Committee.objects.get(kind=CommitteeKind.LOCAL)
        space = Committee.objects.get(kind=CommitteeKind.ETHICS, parent=local)
        council = Committee.objects.get(kind=CommitteeKind.NATIONAL)
        commission = Committee.objects.get(kind=CommitteeKind.ETHICS, parent=council)
        for name in told["correspondents"]:
            given = {"user": scene.users[name], "kind": DutyKind.CORRESPONDENT, "starts_on": day(APPOINTED)}
            committees.give_duty(by=animator, committee=space, **given)
    _draft(scene, animator, council, commission, told["draft"])
    for row in told["questions"]:
        _question(scene, animator, space, row)
    for row in told["signals"]:
        _signal(scene, local, row)


def _draft(scene: Scene, animator: Actor, council: Committee, ethics: Committee, row: dict[str, Any]) -> None:
    requester, today = scene.worker(row["by"]), timezone.localdate()
    values = {name: row[name] for name in ("title", "asked")}
    values |= {name: today + timedelta(days=row[told]) for name, told in DUE}
    values |= {"ethics": ethics, "embargo_until": timezone.now() + timedelta(days=row["embargo"])}
    first, *others = row["versions"]
    with back_to(moment(row["ago"])), acting(requester):
        review = drafts.deposit(by=requester, committee=council, values=values, body=first)
    with back_to(moment(row["ago"] - 7)), acting(requester):
        for body in others:
            drafts.give_version(by=requester, review=review, body=body)
    with back_to(moment(row["ago"] - 9)), acting(animator):
        for axis, words in row["impacts"].items():
            drafts.say_impact(by=animator, review=review, axis=axis, words=words)


def _question(scene: Scene, animator: Actor, space: Committee, row: dict[str, Any]) -> None:
    author = scene.worker(row["by"])
    values = {name: row[name] for name in ("title", "situation", "question")}
    values |= {"relayed": False, "urgency": ReferralUrgency.NORMAL, "wished_on": None}
    with back_to(moment(row["ago"])), acting(author):
        asked = ethics.refer(by=author, committee=space, values=values)
    with back_to(moment(row["ago"] - 3)), acting(animator):
        ethics.take_up(by=animator, referral=asked, due_on=asked.due_on)
    if "asked" in row:
        with back_to(moment(row["ago"] - 5)), acting(animator):
            ethics.ask_precision(by=animator, referral=asked, words=row["asked"])
    if "opinion" in row:
        _opinion(animator, asked, row["opinion"])


def _opinion(animator: Actor, asked: EthicsReferral, row: dict[str, Any]) -> None:
    with back_to(moment(row["ago"])), acting(animator):
        told = {"title": row["title"], "words": row["words"], "publish": True}
        ethics.give_opinion(by=animator, referral=asked, **told)


def _signal(scene: Scene, committee: Committee, row: dict[str, Any]) -> None:
    member = scene.worker(row["by"])
    where = Territory.objects.get(kind="commune", code=row["where"])
    values = {"theme": row["theme"], "territory": where, "source": row["source"], "source_note": row["note"]}
    values |= {"seen": row["seen"], "wording": row["wording"]}
    with back_to(moment(row["ago"])), acting(member):
        since = timezone.localdate() - timedelta(days=20)
        made = signals.note_signal(by=member, committee=committee, values={**values, "since": since})
    for name in row["echo"]:
        other = scene.worker(name)
        with back_to(moment(row["ago"] - 4)), acting(other):
            signals.see_too(by=other, signal=made)
