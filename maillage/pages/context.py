"""What every page shows around its content: the menu of this actor, and who they are."""

from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.people.queries import OWN_PAGES
from maillage.people.rules import FOLLOWING, RECEIVING
from maillage.permissions import ANONYMOUS

MENU = (
    ("Aujourd’hui", "pages:home", frozenset(Role)),
    ("Personnes", "people:persons", RECEIVING),
    ("Droits", "rights:caseload", FOLLOWING),
    ("Demandes reçues", "referrals:inbox", frozenset({Role.SCHEME_OFFICER})),
    ("Dispositifs", "schemes:schemes", frozenset(Role)),
    ("Annuaire", "directory:search", frozenset(Role)),
    ("Organismes", "support:referents", RECEIVING),
    ("Instances", "governance:committees", frozenset(Role)),
    ("Métier", "pages:profession", frozenset(Role)),
    ("Équipe", "accounts:team", frozenset({Role.ADMINISTRATOR})),
)


def layout(request):
    actor = getattr(request, "actor", ANONYMOUS)
    if actor.person_id:
        pages = [("Mon espace", "people:space"), *OWN_PAGES]
        return {
            "navigation": [(label, reverse(name), request.path == reverse(name)) for label, name in pages],
            "simple": request.session.get("simple", False),
            "simple_url": reverse("pages:simple"),
            "who": actor.label,
            "signout_url": reverse("people:exit"),
            "home_url": reverse("people:space"),
        }
    if not actor.signed_in:
        public = (
            ("Annuaire", "directory:search"),
            ("Instances", "governance:committees"),
            ("Mon espace", "people:enter"),
            ("Se connecter", "account_login"),
        )
        return {"navigation": [_entry(request, label, name) for label, name in public]}
    return {
        "navigation": [_entry(request, label, name) for label, name, roles in MENU if actor.has(*roles)],
        "who": actor.label,
        "signout_url": reverse("account_logout"),
        "footer_links": [("Mon compte", reverse("accounts:account"))],
    }


def _entry(request, label: str, name: str) -> tuple[str, str, bool]:
    url = reverse(name)
    current = request.path == url if url == "/" else request.path.startswith(url)
    return label, url, current
