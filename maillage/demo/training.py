"""A year of training: what a team followed, what counts, two lines contested, a session shared by three employers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.demo.asked import SITE
from maillage.demo.clock import back_to, day, moment
from maillage.demo.places import Scene
from maillage.files.uploads import Upload
from maillage.permissions.context import acting
from maillage.training.actions import account, finishing, registrations, rulebook, sessions, stakeholders
from maillage.training.actions.sessions import Half
from maillage.training.enums import DayPart
from maillage.training.models import AccountLine, Registration, RuleVersion, Session, Stakeholder, Theme

BEFORE = 30
"""Days between a session's publication and its first day."""
AFTER = 7
"""Days until its sheet is closed."""
HALF = Decimal("3.5")
WORDS = (
    "kind",
    "rubric",
    "acquired",
    "place",
    "remote",
    "seats",
    "cost",
    "funding",
    "audiences",
    "provider",
    "provider_kind",
)
LEADERS = {"mds-chinon": "theo"}
PAPER = Upload("attestation.txt", "Attestation de présence, journée nationale.".encode())


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    _rulebook(scene, told)
    for row in told["sessions"]:
        _session(scene, row)
    for row in told["declared"]:
        _declared(scene, row)
    for row in told["contested"]:
        _contested(scene, row)
    _around(scene, told)


def _rulebook(scene: Scene, told: dict[str, Any]) -> None:
    row, programme = told["adoption"], told["programme"]
    by = scene.worker(row["by"])
    with back_to(moment(row["ago"])), acting(by):
        version = RuleVersion.objects.order_by("-starts_on")[0]
        values = {"territory": None, "decision": row["decision"], "starts_on": day(row["ago"])}
        rulebook.adopt(by=by, version=version, **values)
    keeper, year = scene.worker(programme["by"]), day(programme["ago"]).year
    with back_to(moment(programme["ago"])), acting(keeper):
        dates = {"starts_on": date(year, 1, 1), "ends_on": date(year + 2, 12, 31)}
        values = {"title": programme["title"], "decision": programme["decision"], **dates}
        made = rulebook.open_programme(by=keeper, values=values)
        for theme in programme["themes"]:
            rulebook.add_theme(by=keeper, programme=made, values=theme)


def _session(scene: Scene, row: dict[str, Any]) -> None:
    by, first = scene.worker(row["by"]), _day(row)
    opened = row["ago"] + BEFORE if "ago" in row else BEFORE
    values = {name: row[name] for name in WORDS if name in row} | {"title": row["title"], "asks_until": first}
    if "shared_in" in row:
        values["shared_on"] = timezone.localdate() + timedelta(days=row["shared_in"])
    with back_to(moment(opened)), acting(by):
        themes = list(Theme.objects.filter(title__in=row.get("themes", [])))
        made = sessions.open_session(
            by=by, values=values, halves=_halves(first, row["halves"]), themes=themes
        )
        for code, seats in row.get("quotas", {}).items():
            place = scene.structures[code] if code else None
            sessions.keep_seats(by=by, session=made, structure=place, seats=seats)
        sessions.publish_session(by=by, session=made, site=SITE)
        made.refresh_from_db()
    _asked(scene, made, row, opened - 3)
    if "came" in row:
        _over(scene, by, made, row)


def _day(row: dict[str, Any]) -> date:
    return day(row["ago"]) if "ago" in row else day(-row["in"])


def _halves(first: date, count: int) -> list[Half]:
    parts = (DayPart.MORNING, DayPart.AFTERNOON)
    return [Half(first + timedelta(days=rank // 2), parts[rank % 2], HALF) for rank in range(count)]


def _asked(scene: Scene, made: Session, row: dict[str, Any], ago: int) -> None:
    agreed = [*row.get("came", []), *row.get("agreed", [])]
    for name in [*agreed, *row.get("asked", [])]:
        worker = scene.worker(name)
        late = 2 if name in row.get("asked", []) else ago
        with back_to(moment(late)), acting(worker):
            asked = registrations.ask(by=worker, session=made)
        if name in agreed and (leader := _leader(scene, name)):
            with back_to(moment(late - 1)), acting(leader):
                registrations.answer(by=leader, registration=asked, agreed=True)
    organiser = scene.worker(row["by"])
    for name in row.get("guests", []):
        with acting(organiser):
            registrations.add_guest(by=organiser, session=made, name=name)


def _leader(scene: Scene, name: str) -> Any:
    """Who answers for somebody: their training officer."""
    place = scene.worker(name).structure_id
    code = next(code for code, one in scene.structures.items() if one.pk == place)
    return scene.worker(LEADERS[code]) if code in LEADERS else None


def _over(scene: Scene, by: Any, made: Session, row: dict[str, Any]) -> None:
    with back_to(moment(row["ago"] - AFTER)), acting(by):
        halves = [one.pk for one in made.half_days.all()]
        rows = Registration.objects.filter(session=made, state="agreed").values_list("pk", flat=True)
        finishing.note_presences(by=by, session=made, came={(one, half) for one in rows for half in halves})
        finishing.finish(by=by, session=made)


def _declared(scene: Scene, row: dict[str, Any]) -> None:
    by, first = scene.worker(row["by"]), day(row["ago"])
    values = {name: row[name] for name in ("title", "kind", "provider")}
    values |= {"hours": Decimal(row["hours"]), "theme": None}
    values |= _within_a_year(first, timedelta(days=row["days"] - 1))
    with back_to(moment(row["ago"] - 5)), acting(by):
        made = account.declare(by=by, values=values, upload=PAPER if row.get("file") else None)
    if "confirmed_by" in row:
        officer = scene.worker(row["confirmed_by"])
        with back_to(moment(row["ago"] - 8)), acting(officer):
            account.answer_declaration(by=officer, declaration=made, accepted=True)


def _within_a_year(first: date, more: timedelta) -> dict[str, date]:
    """What is declared holds in one year."""
    last = first + more
    return (
        {"starts_on": first, "ends_on": last}
        if last.year == first.year
        else {"starts_on": first - more, "ends_on": first}
    )


def _contested(scene: Scene, row: dict[str, Any]) -> None:
    by = scene.worker(row["by"])
    with back_to(moment(row["ago"])), acting(by):
        line = AccountLine.objects.get(user=by.user_id, title=row["title"])
        made = account.contest(by=by, line=line, words=row["words"])
    if "answered_by" in row:
        officer = scene.worker(row["answered_by"])
        with back_to(moment(row["ago"] - 6)), acting(officer):
            told = {"accepted": row["accepted"], "reason": row["reason"]}
            account.answer_contest(by=officer, contest=made, **told)


def _around(scene: Scene, told: dict[str, Any]) -> None:
    known: dict[str, Stakeholder] = {}
    for row in told["stakeholders"]:
        by = scene.worker(row["by"])
        values = {name: row[name] for name in ("name", "kind", "where", "opportunity", "way")}
        with acting(by):
            known[row["name"]] = stakeholders.add_stakeholder(by=by, values=values)
    check = told["check"]
    by = scene.worker(check["by"])
    with acting(by):
        for one, kind, other, about in told["ties"]:
            stakeholders.tie(by=by, one=known[one], other=known[other], kind=kind, about=about)
        stakeholders.write_self_check(
            by=by, values={name: text for name, text in check.items() if name != "by"}
        )
