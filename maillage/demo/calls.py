"""Calls for projects: one open, one that its jury reads, one decided and followed to its end; a label and who holds it."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.calls.actions import applications, calls, indicators, jury, rulings
from maillage.calls.models import Application, Assignment, Award, Call, HelpRequest
from maillage.demo.clock import back_to, day, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.governance.actions import gatherings
from maillage.governance.models import College, Committee, Gathering, Occupant
from maillage.governance.queries import members_on
from maillage.governance.rules import Voices
from maillage.permissions import Actor
from maillage.permissions.context import acting

CRITERIA = ["Ce que les personnes y gagnent", "Ce qui est fait avec elles"]
REMEDIES = "Vous pouvez demander au jury de revoir sa décision, par lettre, dans les deux mois."
EVENING = time(18)


def lay_out(scene: Scene, told: list[dict[str, Any]]) -> None:
    with acting(scene.worker(ANIMATOR)) as keeper:
        panel = Committee.objects.get(kind="jury")
        for row in told:
            call = _call(scene, keeper, panel, row)
            _help(scene, keeper, call, row)
            for letter in row.get("letters", []):
                _letter(scene, call, letter, row["opened"])
            for file in row["files"]:
                _file(scene, call, file, row["opened"])
            if "closed" in row:
                _judged(scene, keeper, call, row)


def _at(on: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, EVENING))


def _call(scene: Scene, keeper: Actor, panel: Committee, row: dict[str, Any]) -> Call:
    opened, today = moment(row["opened"]), timezone.localdate()
    closes = _at(day(row["closed"]) if "closed" in row else today + timedelta(days=row["closes"]))
    values = {name: row[name] for name in ("kind", "title", "purpose", "themes") if name in row}
    values |= {"opens_at": opened, "closes_at": closes, "criteria": CRITERIA, "remedies": REMEDIES}
    values |= {"zones": ["departement:37"], "term_months": row.get("term")}
    values |= {"amount": _euros(row, "amount"), "short_under": _euros(row, "short")}
    for name in ("letter", "joint"):
        values[f"{name}_until"] = today + timedelta(days=row[name]) if name in row else None
    if "term" not in row:
        values |= {"funded_from": closes.date(), "funded_until": closes.date() + timedelta(days=400)}
    with back_to(opened):
        call = calls.open_call(by=keeper, committee=panel, values=values)
        for asked in row["questions"]:
            calls.add_question(by=keeper, call=call, values=asked)
        for code, amount in row.get("funders", {}).items():
            calls.add_funder(by=keeper, call=call, structure=scene.structures[code], amount=Decimal(amount))
        calls.publish_call(by=keeper, call=call)
    return Call.objects.get(pk=call.pk)


def _euros(row: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(row[name]) if name in row else None


def _help(scene: Scene, keeper: Actor, call: Call, row: dict[str, Any]) -> None:
    for rank, one in enumerate(row.get("asked", [])):
        with back_to(moment(4 - rank)), acting(scene.worker(one["by"])) as by:
            asked = calls.ask(by=by, call=call, question=one["question"])
        if "answer" in one:
            kept = HelpRequest.objects.get(pk=asked.pk)
            with back_to(moment(2)):
                calls.answer(by=keeper, asked=kept, question=one["told"], words=one["answer"])


def _letter(scene: Scene, call: Call, row: dict[str, Any], opened: int) -> None:
    values = {name: row[name] for name in ("title", "words", "shared")}
    with back_to(moment(opened - 5)), acting(scene.worker(row["by"])) as by:
        calls.send_intent(by=by, call=call, values=values)


def _file(scene: Scene, call: Call, row: dict[str, Any], opened: int) -> None:
    keys = dict(call.questions.values_list("key", "pk"))
    begun = row.get("sent", opened - 6) + 2
    with acting(scene.worker(row["by"])) as by:
        with back_to(moment(begun)):
            made = applications.begin(by=by, call=call, title=row["title"], asked=_euros(row, "asked"))
            texts = {keys[key]: text for key, text in row["answers"].items()}
            values = {"title": made.title, "asked": made.asked}
            applications.write(by=by, application=made, version=made.version, values=values, texts=texts)
            if "partner" in row:
                partner = scene.structures[row["partner"]]
                told = {"structure": partner, "role": "Accueil et ateliers à bord"}
                applications.add_partner(by=by, application=made, **told)
        if "sent" in row:
            with back_to(moment(row["sent"])):
                applications.hand_in(by=by, application=made)


def _judged(scene: Scene, keeper: Actor, call: Call, row: dict[str, Any]) -> None:
    after = row["closed"] - 1
    files = {one.title: one for one in Application.objects.filter(call=call).exclude(state="draft")}
    with back_to(moment(after)):
        for one in files.values():
            applications.admit(by=keeper, application=one)
    for told in row["files"]:
        if "aside" in told:
            with acting(scene.worker(told["aside"])) as by, back_to(moment(after, 1)):
                jury.step_aside(by=by, application=files[told["title"]], reason=told["why"])
    with back_to(moment(after, 2)):
        jury.spread(by=keeper, call=call, each=2)
    for told in row.get("readings", []):
        with acting(scene.worker(told["by"])) as by, back_to(moment(max(1, after - 4))):
            _read(by, files[told["file"]], told)
    for told in row.get("on_paper", []):
        with back_to(moment(max(1, after - 5))):
            _read_on_paper(keeper, files[told["file"]], told)
    if "decided" in row:
        _decided(scene, keeper, call, row, files)


def _read(by: Actor, application: Application, told: dict[str, Any]) -> None:
    said = {name: told.get(name, "") for name in ("opinion", "words", "question")}
    jury.write_reading(by=by, application=application, hand_in=True, **said)


def _read_on_paper(keeper: Actor, application: Application, told: dict[str, Any]) -> None:
    """Given to a juror without an account, who sends it back by post."""
    juror = Occupant.objects.get(seat__committee=application.call.committee, name=told["juror"])
    jury.assign(by=keeper, application=application, occupants=[juror])
    given = Assignment.objects.select_related("application__call").get(
        application=application, occupant=juror
    )
    said = {name: told.get(name, "") for name in ("opinion", "words", "question")}
    jury.type_reading(by=keeper, assignment=given, **said)


def _decided(
    scene: Scene, keeper: Actor, call: Call, row: dict[str, Any], files: dict[str, Application]
) -> None:
    start = moment(row["decided"])
    with back_to(start):
        jury.open_discussion(by=keeper, call=call)
        sitting = _sitting(keeper, call, start)
        for told in row["files"]:
            _rule(scene, keeper, call, sitting, files[told["title"]], told)
    with back_to(moment(row["decided"] - 5)):
        rulings.notify(by=keeper, call=call)
    if "indicator" in row:
        _followed(scene, keeper, call, row)


def _sitting(keeper: Actor, call: Call, start: datetime) -> Gathering:
    told = {"title": f"Jury\u00a0: {call.title}"[:150], "place": "Mairie de Chinon", "link": ""}
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    meeting = gatherings.plan_gathering(by=keeper, committee=call.committee, values=told | times)
    present = {one.pk: 180 for one in members_on(call.committee, timezone.localdate())}
    gatherings.note_presences(by=keeper, gathering=meeting, present=present, guests=[])
    return meeting


def _rule(
    scene: Scene,
    keeper: Actor,
    call: Call,
    sitting: Gathering,
    application: Application,
    told: dict[str, Any],
) -> None:
    funders = {one.structure_id: one.pk for one in call.funders.all()}
    grants = {
        funders[scene.structures[code].pk]: Decimal(amount) for code, amount in told.get("given", {}).items()
    }
    one_each = {college.pk: Voices(1, 0) for college in College.objects.filter(committee=call.committee)}
    values = {"outcome": told["outcome"], "reasons": told["reasons"]}
    rulings.rule(
        by=keeper, application=application, gathering=sitting, values=values, grants=grants, voices=one_each
    )


def _followed(scene: Scene, keeper: Actor, call: Call, row: dict[str, Any]) -> None:
    with back_to(moment(row["decided"] - 6)):
        made = indicators.add_indicator(by=keeper, call=call, values=row["indicator"])
    award = Award.objects.select_related("call__committee", "structure").get(call=call)
    told = row["value"]
    today = timezone.localdate()
    values = {
        "starts_on": day(110),
        "ends_on": day(20),
        "number": Decimal(told["number"]),
        "story": told["story"],
    }
    with acting(scene.worker(told["by"])) as by, back_to(moment(15)):
        indicators.tell_value(by=by, award=award, indicator=made, values=values)
    end = {name: row["end"][name] for name in ("changed", "to_sustain", "needs")}
    with acting(scene.worker(row["end"]["by"])) as by, back_to(moment(6)):
        indicators.write_review(by=by, award=award, values=end)
    with back_to(min(_at(today - timedelta(days=3)), timezone.now())):
        indicators.review_indicator(by=keeper, indicator=made, values=row["review"])
