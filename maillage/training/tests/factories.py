"""Sessions, registrations, presences, declarations without surprises."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of
from maillage.training.models import (
    AccountLine,
    Adoption,
    Contest,
    Declaration,
    HalfDay,
    Presence,
    Programme,
    Quota,
    Registration,
    Session,
    SessionTheme,
    Stakeholder,
    Theme,
    Tie,
)
from tests.plugin import become

numbers = count(1)
SOON = timezone.localdate() + timedelta(days=30)
PAST = timezone.localdate() - timedelta(days=10)


def make_session(member, on=SOON, halves=2, published=True, themes=(), quotas=None, **told):
    """One day, or as many half-days as told, two a day. `quotas`: seats by structure."""
    values = {"title": f"Formation {next(numbers)}", "kind": "thematic", **told}
    days = [on + timedelta(days=rank // 2) for rank in range(halves)]
    values = {"asks_until": days[-1], "starts_on": days[0], "ends_on": days[-1], **values}
    with become("maintenance"):
        published = {"published_at": timezone.now()} if published else {}
        row = Session.objects.create(structure=member.structure, user=member.user, **published, **values)
        for rank, day in enumerate(days):
            part = "2afternoon" if rank % 2 else "1morning"
            HalfDay.objects.create(session=row, on=day, part=part, hours=Decimal("3.5"))
        for theme in themes:
            SessionTheme.objects.create(session=row, theme=theme)
        for structure, seats in (quotas or {}).items():
            Quota.objects.create(session=row, structure=structure, seats=seats)
    return row


def make_registration(session, member, state="agreed", by=None, **told):
    answered = {"answered_by": (by or member).user, "answered_on": timezone.localdate()}
    answered = answered if state in ("agreed", "refused") else {}
    reason = "Effectif insuffisant." if state == "refused" else ""
    told = {"answer_due": timezone.localdate() + timedelta(days=10), "reason": reason, **told}
    with become("maintenance"):
        who = {"user": member.user, "structure": member.structure, "name": str(member.user)}
        return Registration.objects.create(session=session, state=state, **who, **answered, **told)


def make_guest(session, organiser, name="Paule Marin"):
    with become("maintenance"):
        answered = {"answered_by": organiser.user, "answered_on": timezone.localdate()}
        due = timezone.localdate()
        return Registration.objects.create(
            session=session, name=name, state="agreed", answer_due=due, **answered
        )


def make_presences(registration, user, most=99):
    with become("maintenance"):
        for half in registration.session.half_days.all()[:most]:
            Presence.objects.create(registration=registration, half_day=half, user=user)


def finish(session, organiser_actor):
    """As the organiser does."""
    with acting(organiser_actor):
        rows_of("training_finish(%s::bigint, %s::timestamptz)", session.pk, timezone.now())


def make_line(organiser, member, actor, kind="thematic", on=PAST, halves=2, **told):
    """One line of the member's account, by the way that lines are made: a session, presences, its end."""
    session = make_session(organiser, on=on, halves=halves, kind=kind, **told)
    make_presences(make_registration(session, member, by=organiser), organiser.user)
    finish(session, actor)
    with become("maintenance"):
        return AccountLine.objects.get(session=session, user=member.user)


def make_declaration(member, state="waiting", by=None, **told):
    values = {"title": f"Colloque {next(numbers)}", "kind": "conference", "hours": Decimal(7), **told}
    values = {"starts_on": PAST, "ends_on": PAST, "asked_on": PAST, "due_on": SOON, **values}
    answered = {"answered_by": by.user, "answered_on": PAST} if by else {}
    reason = "Pas d’attestation." if state == "no" else ""
    with become("maintenance"):
        who = {"user": member.user, "structure": member.structure}
        return Declaration.objects.create(state=state, reason=reason, **who, **answered, **values)


def confirm(declaration, officer_actor):
    with acting(officer_actor):
        value_of("training_confirm(%s::bigint)", declaration.pk)


def make_contest(line, structure, state="waiting", by=None, **told):
    answered = {"answered_by": by.user, "answered_on": PAST} if by else {}
    reason = "C’est obligatoire." if state == "no" else ""
    values = {"words": "Cette journée portait sur la pratique.", "asked_on": PAST, "due_on": SOON, **told}
    with become("maintenance"):
        who = {"line": line, "user": line.user, "structure": structure}
        return Contest.objects.create(state=state, reason=reason, **who, **answered, **values)


def make_programme(member, themes=("Aller vers",), **told):
    year = timezone.localdate().year
    dates = {"starts_on": date(year - 1, 1, 1), "ends_on": date(year + 1, 12, 31)}
    values = {"title": f"Programme {next(numbers)}", "decision": "Séance du comité local", **dates, **told}
    with become("maintenance"):
        row = Programme.objects.create(structure=member.structure, user=member.user, **values)
        for title in themes:
            Theme.objects.create(programme=row, title=title, rubric="update")
    return row


def make_adoption(member, territory=None, **told):
    values = {"code": "livre-blanc", "decision": "Délibération", "starts_on": date(2024, 1, 1), **told}
    with become("maintenance"):
        return Adoption.objects.create(
            structure=member.structure, user=member.user, territory=territory, **values
        )


def make_stakeholder(member, **told):
    values = {"name": f"Acteur {next(numbers)}", "kind": "school", "where": "Tours", **told}
    with become("maintenance"):
        return Stakeholder.objects.create(structure=member.structure, user=member.user, **values)


def make_tie(one, other, member, kind="trains"):
    with become("maintenance"):
        return Tie.objects.create(
            one=one, other=other, kind=kind, structure=member.structure, user=member.user
        )
