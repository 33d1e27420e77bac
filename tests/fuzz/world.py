"""The world of the matrix, with a family of the other structure in it, and who visits which page."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db import connection

from maillage.accounts.tests.factories import actor_of
from maillage.people.enums import ChannelKind
from maillage.people.models import Attachment, Channel, ProtectedAddress, ProtectedReader
from maillage.people.tests.factories import make_family, make_line
from maillage.permissions import ANONYMOUS, Actor
from tests.fuzz.pages import Form, query_names, read
from tests.matrix.test_matrix import EXPECTED, address, told
from tests.matrix.world import PERSONAS, client_of, make_world
from tests.plugin import become

FILES = (".pdf", ".docx", ".odt", ".zip", ".xlsx")
"""Pages that have no form and are slow to make; their addresses are visited by the query strings."""


@dataclass(eq=False)
class Visitor:
    """A persona, signed in, and the cookies they came with."""

    name: str
    client: object
    actor: object
    cookies: dict[str, str]

    def come_back(self) -> None:
        """As if what they sent had not happened."""
        self.client.cookies.clear()
        for name, text in self.cookies.items():
            self.client.cookies[name] = text


@dataclass
class Found:
    """A form on a page that a visitor was shown."""

    visitor: Visitor
    page: str
    form: Form


def furnished_world() -> SimpleNamespace:
    world = make_world()
    stranger = world.members["stranger"]
    with become("maintenance"):
        home, mother, child = make_family(stranger)
        line = make_line(home, mother, stranger)
        channel = Channel.objects.create(person=mother, kind=ChannelKind.POST, value="3 rue des Tanneurs")
        hidden = ProtectedAddress.objects.create(person=mother, address="7 rue du Secret", motive="x")
        ProtectedReader.objects.create(protected=hidden, reader=stranger.user)
    theirs = [home, mother, child, line, channel, hidden, *home.members.order_by("role")]
    ours = [world.household, world.person, world.child, world.other, world.absorbed, world.channel, world.request,
            world.merge, world.membership, world.protected, world.job, world.proposal, world.consent, world.access,
            world.question, world.answered, world.referent]  # fmt: skip
    with become("maintenance"):
        given = Attachment.objects.filter(consent_of=world.person).values_list("pk", flat=True)
        world.by_consent = set(map(str, given))
    numbers = [world.here.pk, stranger.structure_id, stranger.user_id, world.user.pk, world.membership_number]
    world.ids = [*(str(one.pk) for one in (*theirs, *ours)), *map(str, numbers), str(world.user.public_id)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return world


def visitors(world) -> list[Visitor]:
    found = []
    for name in PERSONAS:
        client = client_of(world, name)
        client.raise_request_exception = False
        actor = actor_of(world.members[name]) if name in world.members else ANONYMOUS
        if name == "person":
            actor = Actor(person_id=world.person.pk, label="la personne")
        cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        found.append(Visitor(name, client, actor, cookies))
    return found


def pages_of(world, visitor: Visitor) -> list[str]:
    """Addresses of the pages that this persona is shown, by the matrix."""
    place = PERSONAS.index(visitor.name)
    return [address(name, world) for name, row in sorted(EXPECTED.items()) if told(row.get)[place] == "O"]


def forms_and_links(
    world, everybody: list[Visitor], one_in: int = 1, first: int = 0
) -> tuple[list[Found], list[tuple[Visitor, str]], set[str]]:
    """Each different form that each persona meets on one page in so many, from the `first`, another one for the next persona;
    the pages they saw, and the names used in query strings."""
    forms, pages, names = [], [], {"q", "mois", "apres", "avant", "personne", "next", "fin", "format"}
    for rank, visitor in enumerate(everybody):
        seen = set()
        for url in pages_of(world, visitor)[(first + rank) % one_in :: one_in]:
            pages.append((visitor, url))
            shown, links = ([], []) if url.endswith(FILES) else _read(visitor, url)
            names |= query_names(links)
            for one in shown:
                if one.shape not in seen:
                    seen.add(one.shape)
                    forms.append(Found(visitor, url, one))
        forms += _bare_forms(
            world, visitor, {found.form.action for found in forms if found.visitor is visitor}
        )
    return forms, pages, names


def _read(visitor, url):
    response = visitor.client.get(url)
    visitor.come_back()
    if not response.get("Content-Type", "").startswith("text/html"):
        return [], []
    return read(url, response.content.decode())


def _bare_forms(world, visitor, known: set[str]) -> list[Found]:
    """Addresses that take a POST and that no page led this persona to: they will try them all the same."""
    addresses = [address(name, world) for name in sorted(EXPECTED)]
    return [Found(visitor, url, Form("post", url)) for url in addresses if url not in known]
