"""A document begun, agreed to, sent: by the actions themselves."""

from maillage.permissions.context import acting
from maillage.referrals.actions import drafting, sending
from maillage.referrals.models import SchemeRequest


def begun(town, *schemes):
    """The document of Samira for these schemes (the fund unless told otherwise)."""
    with acting(town.worker):
        return drafting.begin(by=town.worker, person=town.samira, schemes=schemes or [town.fund])


def request_of(town, referral, scheme=None):
    with acting(town.worker):
        return SchemeRequest.objects.get(referral=referral, scheme=scheme or town.fund)


def agreed(town, scheme=None, parts=None):
    """Samira agrees, in her space, to all the parts or to those told."""
    scheme = scheme or town.fund
    request = request_of(town, begun(town, scheme), scheme)
    with acting(town.person):
        told = {"request": request, "version": request.version}
        return drafting.agree(by=town.person, parts=scheme.sections if parts is None else parts, **told)


def sent(town, scheme=None, parts=None):
    request = agreed(town, scheme, parts)
    with acting(town.worker):
        return sending.send(by=town.worker, request=request, version=request.version)
