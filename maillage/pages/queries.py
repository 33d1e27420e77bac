"""What waits for this actor today, gathered from the contexts below."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.queries import has_one_account, pending_proposals
from maillage.accounts.rules import can_manage_team
from maillage.calls.queries.applications import invitations
from maillage.calls.queries.calls import to_answer as calls_to_answer
from maillage.calls.queries.jury import own_assignments
from maillage.consultations.queries import waiting as questionnaires_waiting
from maillage.contributions.queries import to_wish
from maillage.directory.queries.cards import open_reports, stale_services
from maillage.directory.rules import can_keep_some
from maillage.governance.models import Gathering
from maillage.governance.queries.committees import terms_ending
from maillage.governance.queries.ethics import to_answer as referrals_to_answer
from maillage.governance.queries.expenses import to_settle
from maillage.governance.queries.gatherings import my_coming
from maillage.governance.queries.plans import to_answer
from maillage.jobs.models import Job
from maillage.jobs.queries import my_jobs
from maillage.people.models import Attachment, AttachmentRequest, Consent, Person
from maillage.people.queries import persons, requests_to_answer, to_review, waiting
from maillage.people.rules import can_answer, can_receive, follows
from maillage.permissions import Actor
from maillage.practices.queries.sheets import to_publish
from maillage.reception.queries.tasks import given_back, to_take
from maillage.reception.rules import does_tasks
from maillage.referrals.queries.today import answers_due, entries_awaited, followed
from maillage.rights.engine import BENEFIT
from maillage.rights.models import Claim
from maillage.rights.queries import potential
from maillage.rights.queries.claims import waiting_claims
from maillage.support.enums import ActKind
from maillage.support.models import Act, Appointment, DirectQuestion, Promise
from maillage.support.queries.circle import Duties, duties
from maillage.support.queries.work import Day, my_day

SHOWN = 5
DAYS_AHEAD = 21
"""Days ahead in which a meeting is announced."""


@dataclass(frozen=True)
class Right:
    """A right to open: whose, which, where to read more."""

    who: str
    household_id: object
    benefit: str


class Kept(NamedTuple):
    """How many of these wait for whoever keeps the directory or the team, and where they are listed."""

    label: str
    count: int
    list_name: str


@dataclass(frozen=True)
class Today:
    emergencies: list[Consent]
    requests: list[AttachmentRequest]
    pool: list[Person]
    rights: list[Right]
    rights_total: int
    screened: int
    caseload: int
    jobs: list[Job]
    duties: Duties
    claims: list[Claim]
    appointments: list[Appointment]
    promises: list[Promise]
    questions: list[DirectQuestion]
    gatherings: list[Gathering]
    kept: list[Kept]
    alone: bool
    """Whoever runs the team has no colleague yet: the first thing to do is to open their accounts."""

    @property
    def is_empty(self) -> bool:
        waiting = (
            self.emergencies,
            self.requests,
            self.pool,
            self.caseload,
            self.jobs,
            *self.duties,
            self.claims,
            self.appointments,
            self.promises,
            self.questions,
            self.gatherings,
            self.kept,
        )
        return not any(waiting)


def today(actor: Actor, day: date) -> Today:
    """A constant number of queries, whatever the size of the caseload."""
    following = follows(actor)
    month = day.replace(day=1)
    mine = my_day(actor, day) if following else Day([], [])
    screened = potential.screened_count(actor, month) if following else 0
    rights_found, total = _rights(actor, month) if screened else ([], 0)
    return Today(
        emergencies=to_review(actor, SHOWN) if following else [],
        requests=list(requests_to_answer(actor)[:SHOWN]) if can_answer(actor) else [],
        pool=list(_received(actor)[:SHOWN]) if can_receive(actor) else [],
        rights=rights_found,
        rights_total=total,
        screened=screened,
        caseload=potential.caseload_size(actor) if following else 0,
        jobs=[job for job in my_jobs(actor)[:SHOWN] if not job.ended] if actor.signed_in else [],
        duties=duties(actor, day) if following else Duties([], []),
        claims=waiting_claims(actor, day, SHOWN) if following else [],
        appointments=mine.appointments,
        promises=mine.promises,
        questions=mine.questions,
        gatherings=list(my_coming(actor, timezone.now(), DAYS_AHEAD)[:SHOWN]) if actor.signed_in else [],
        kept=[one for one in _kept(actor, day) if one.count],
        alone=actor.structure_id is not None
        and can_manage_team(actor)
        and has_one_account(actor.structure_id, day),
    )


def _kept(actor: Actor, day: date) -> list[Kept]:
    found = []
    if can_keep_some(actor):
        found.append(Kept("Fiches à relire", stale_services(actor, day).count(), "directory:to_review"))
        found.append(Kept("Erreurs signalées", open_reports(actor).count(), "directory:reports"))
    if can_manage_team(actor) and actor.structure_id:
        proposed = pending_proposals(actor.structure_id).count()
        found.append(Kept("Rôles à confirmer", proposed, "accounts:team"))
    found += [Kept(label, count, "referrals:my_requests") for label, count in followed(actor, day)]
    found += [Kept(label, count, "referrals:inbox") for label, count in answers_due(actor, day)]
    found.append(Kept("Entrées attendues", entries_awaited(actor), "referrals:offers"))
    if actor.signed_in:
        found.append(Kept("Remontées à répondre", to_answer(actor).count(), "governance:raisings"))
        asked = referrals_to_answer(actor).count()
        found.append(Kept("Saisines éthiques qui vous attendent", asked, "governance:referrals"))
        found.append(Kept("Vœux de territoire attendus", to_wish(actor).count(), "contributions:processes"))
        asked = questionnaires_waiting(actor).count()
        found.append(Kept("Questionnaires à remplir", asked, "consultations:questionnaires"))
        found.append(
            Kept(
                "Sièges dont le mandat finit bientôt",
                terms_ending(actor, day).count(),
                "governance:committees",
            )
        )
        found.append(Kept("Frais à régler", to_settle(actor).count(), "governance:my_expenses"))
        found.append(Kept("Dossiers à lire pour un jury", own_assignments(actor).count(), "calls:files"))
        found.append(Kept("Questions sur un appel", calls_to_answer(actor).count(), "calls:files"))
        found.append(
            Kept("Accords demandés pour un dossier commun", invitations(actor).count(), "calls:files")
        )
        found.append(Kept("Fiches pratiques à publier", to_publish(actor).count(), "practices:library"))
    if does_tasks(actor):
        found.append(Kept("Tâches confiées à l’accueil", to_take(actor).count(), "reception:to_do"))
    if follows(actor):
        found.append(Kept("Tâches rendues par l’accueil", given_back(actor).count(), "reception:entrusted"))
    return found


def _received(actor: Actor) -> QuerySet[Person]:
    """Each with `received_by`, the name of who opened the folder at the desk, and `asked`, the last thing asked there."""
    opened = Attachment.objects.visible_to(actor).filter(person=OuterRef("pk"), worker_id=None, ended_at=None)
    name = Trim(Concat("created_by__first_name", Value(" "), "created_by__last_name"))
    asked = Act.objects.visible_to(actor).filter(person=OuterRef("pk"), kind=ActKind.REQUEST)
    return waiting(actor).annotate(
        received_by=Subquery(opened.annotate(by_name=name).values("by_name")[:1]),
        asked=Subquery(asked.order_by("-on", "-recorded_at").values("what")[:1]),
    )


def folder_of(actor: Actor, folder: str) -> tuple[str, str] | None:
    """For the directory opened from a folder: whose it is, and its address."""
    try:
        found = persons(actor).filter(pk=UUID(folder)).first()
    except ValueError:
        return None
    return (found.full_name, reverse("people:person", args=[found.pk])) if found else None


def _rights(actor: Actor, month: date) -> tuple[list[Right], int]:
    found = potential.caseload(actor, potential.Filters(month=month, status="entitled"))
    shown = list(found[:SHOWN])
    names = potential.applicants(actor, {row.household_id for row in shown})
    rows = [
        Right(names.get(row.household_id, "Un foyer"), row.household_id, BENEFIT[row.benefit].name)
        for row in shown
    ]
    return rows, found.count() if len(rows) == SHOWN else len(rows)
