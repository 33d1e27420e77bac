"""A document begun, agreed to, sent: by the actions themselves."""

import re

from maillage.permissions.context import acting
from maillage.referrals.actions import drafting, sending
from maillage.referrals.models import SchemeRequest
from maillage.schemes.enums import Section


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


def parts_of(page):
    """Codes of the parts that a page tells: those written, in the order of the document, and those said to be empty."""
    said = re.search(r"Rien n’est écrit dans\s:\s([^<]*)\.</p>", page)
    empty = said.group(1).split(", ") if said else []
    written = [code for code in Section.values if f'id="s-{code}"' in page]
    unwritten = [code for code in Section.values if Section(code).label in empty]
    assert len(unwritten) == len(empty)
    return written, unwritten
