"""What a browser does between Maillage and ProConnect."""

from urllib.parse import urlsplit

import requests

from maillage.accounts.models import ProConnectIdentity, User
from maillage.accounts.tests.provider import IDP, SUB
from tests.plugin import become

BEGIN = "/compte/proconnect/"


def tied(user: User, idp_id: str = IDP, sub: str = SUB) -> ProConnectIdentity:
    """This account, linked to that identity."""
    with become("maintenance"):
        return ProConnectIdentity.objects.create(user=user, idp_id=idp_id, sub=sub)


def at_proconnect(address: str) -> str:
    """Go there for real; the address that ProConnect sends the browser back to."""
    answer = requests.get(address, timeout=5, allow_redirects=False)
    assert answer.status_code in (302, 303), answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come_back(client, begin: str = BEGIN) -> str:
    """From our page to ProConnect; where the browser is sent back, not yet asked for."""
    return at_proconnect(client.get(begin).url)


def through(client, begin: str = BEGIN):
    return client.get(come_back(client, begin))


def is_in(client) -> bool:
    return "_auth_user_id" in client.session
