"""What the pages of referrals share: a row or 404, what stands above it, the journal of what is read."""

from django.urls import reverse

from maillage.audit.actions import record
from maillage.people.guards import trail
from maillage.people.models import Person
from maillage.referrals import rules
from maillage.referrals.models import ReferralSection
from maillage.referrals.queries import referrals as queries
from maillage.web.answers import row_or_404

BOTH = ["GET", "HEAD", "POST"]


def referral_or_404(request, pk):
    found = row_or_404(queries.referrals(request.actor), pk)
    rules.check_can_refer(request.actor, found.person_id)
    return found


def request_or_404(request, pk):
    """Of one's own team; what one's scheme received has its own page."""
    found = row_or_404(queries.requests(request.actor), pk)
    rules.check_can_refer(request.actor, found.person_id)
    return found


def received_or_404(request, pk):
    rules.check_can_instruct(request.actor)
    return row_or_404(queries.received_requests(request.actor), pk)


def section_or_404(request, referral, code):
    return row_or_404(ReferralSection.objects.visible_to(request.actor).filter(referral=referral), code=code)


def read_there(request, found, verb="read_request"):
    """The folder stays closed to whoever instructs; that they read this request is written on the person."""
    if request.method in ("GET", "HEAD"):
        record(request.actor, verb, Person(pk=found.person_id), asked=found.pk)


def of_person(person, *more):
    return trail(person, ("Dispositifs", reverse("referrals:referrals_of", args=[person.pk])), *more)


def of_referral(referral, *more):
    here = (str(referral).capitalize(), reverse("referrals:referral", args=[referral.pk]))
    return of_person(referral.person, here, *more)


def of_request(found, *more):
    here = (found.scheme.name, reverse("referrals:request", args=[found.pk]))
    return of_referral(found.referral, here, *more)


def of_received(found, *more):
    here = (f"Demande {short(found)}", reverse("referrals:received", args=[found.pk]))
    return [("Demandes reçues", reverse("referrals:inbox")), here, *more]


def short(found):
    """How a request is called without naming anybody."""
    return str(found.pk)[:8]
