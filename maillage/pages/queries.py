"""What waits for this actor today, gathered from the contexts below."""

from dataclasses import dataclass
from datetime import date

from maillage.accounts.enums import Role
from maillage.jobs.models import Job
from maillage.jobs.queries import my_jobs
from maillage.people.models import AttachmentRequest, Consent, Person
from maillage.people.queries import requests_to_answer, to_review, waiting
from maillage.people.rules import can_answer, can_receive
from maillage.permissions import Actor
from maillage.rights.engine import BENEFIT
from maillage.rights.models import Claim
from maillage.rights.queries import potential
from maillage.rights.queries.claims import waiting_claims
from maillage.support.models import Appointment, DirectQuestion, Promise
from maillage.support.queries.circle import Duties, duties
from maillage.support.queries.work import Day, my_day

SHOWN = 5
FOLLOWING = (Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)


@dataclass(frozen=True)
class Right:
    """A right to open: whose, which, where to read more."""

    who: str
    household_id: object
    benefit: str


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
        )
        return not any(waiting)


def today(actor: Actor, day: date) -> Today:
    """A constant number of queries, whatever the size of the caseload."""
    follows = actor.at_work and actor.has(*FOLLOWING)
    month = day.replace(day=1)
    mine = my_day(actor, day) if follows else Day([], [])
    rights_found, total = _rights(actor, month) if follows else ([], 0)
    return Today(
        emergencies=to_review(actor, SHOWN) if follows else [],
        requests=list(requests_to_answer(actor)[:SHOWN]) if can_answer(actor) else [],
        pool=list(waiting(actor)[:SHOWN]) if can_receive(actor) else [],
        rights=rights_found,
        rights_total=total,
        screened=potential.screened_count(actor, month) if follows else 0,
        caseload=potential.caseload_size(actor) if follows else 0,
        jobs=[job for job in my_jobs(actor)[:SHOWN] if not job.ended] if actor.signed_in else [],
        duties=duties(actor, day) if follows else Duties([], []),
        claims=waiting_claims(actor, day, SHOWN) if follows else [],
        appointments=mine.appointments,
        promises=mine.promises,
        questions=mine.questions,
    )


def _rights(actor: Actor, month: date) -> tuple[list[Right], int]:
    found = potential.caseload(actor, potential.Filters(month=month, status="entitled"))
    shown = list(found[:SHOWN])
    names = potential.applicants(actor, {row.household_id for row in shown})
    rows = [
        Right(names.get(row.household_id, "Un foyer"), row.household_id, BENEFIT[row.benefit].name)
        for row in shown
    ]
    return rows, found.count()
