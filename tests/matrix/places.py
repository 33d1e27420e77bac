"""Places of a scheme of the officer's structure, that it hosts too; one offered to the person, whom the worker follows."""

from datetime import date

from django.utils import timezone

from maillage.referrals.models import Offer, SchemeRequest
from maillage.schemes.models import HostDoor, PlaceSpell
from maillage.schemes.queries.places import token_of
from maillage.schemes.tests.factories import make_place, make_scheme
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOOOOO", "MMMMMMMMMMMMMMM"
ONLY_READ, WORKERS = "LMMMMMMMMMMLLMM", "LFFOOOOOOOOLLOO"
KEEPERS, ITS_KEEPER = "LFFFFOFFFFFLLOO", "LFFFFFFFFFFLLFO"
OFFICER, DONE = "LNNNNNNNNNNLLNO", "LNNNNNNNNNNLLNR"
BOTH, TEAM, THEIRS = "LNNNNNONNNNLLNO", "LNNNNNONNNNLLNF", "LNNNNNFNNNNLLNO"
OWN = "RRRRRRRRRRRORRR"

EXPECTED: dict[str, Row] = {
    "schemes:places": Row(ITS_KEEPER, ONLY_READ, ("scheme_housing",)),
    "schemes:add_place": Row(ITS_KEEPER, ITS_KEEPER, ("scheme_housing",)),
    "schemes:assignment": Row(ITS_KEEPER, ITS_KEEPER, ("scheme_housing",)),
    "schemes:hosted": Row(WORKERS, ONLY_READ),
    "schemes:doors": Row(KEEPERS, KEEPERS),
    "schemes:close_door": Row(ONLY_READ, DONE, ("host_door_number",)),
    "schemes:host_door": Row(ALL, ALL, ("host_token",)),
    "schemes:place": Row(OFFICER, ONLY_READ, ("housing_place",)),
    "schemes:change_place": Row(OFFICER, OFFICER, ("housing_place",)),
    "schemes:set_apart": Row(OFFICER, OFFICER, ("housing_place",)),
    "schemes:end_spell": Row(ONLY_READ, DONE, ("housing_place", "place_spell_number")),
    "schemes:say": Row(OFFICER, OFFICER, ("housing_place",)),
    "schemes:explain_empty": Row(OFFICER, OFFICER, ("housing_place",)),
    "referrals:supply": Row(ALL, READ_ONLY),
    "referrals:supply_csv": Row(ALL, READ_ONLY),
    "referrals:offers": Row(WORKERS, ONLY_READ),
    "referrals:offer": Row(BOTH, ONLY_READ, ("place_offer",)),
    "referrals:take_back": Row(THEIRS, THEIRS, ("place_offer",)),
    "referrals:note_answer": Row(TEAM, TEAM, ("place_offer",)),
    "referrals:enter": Row(BOTH, BOTH, ("place_offer",)),
    "referrals:leave": Row(BOTH, BOTH, ("place_offer",)),
    "referrals:offer_place": Row(OFFICER, OFFICER, ("housing_place",)),
    "referrals:place_need": Row(OFFICER, OFFICER, ("housing_request",)),
    "referrals:own_offer": Row(OWN, OWN, ("place_offer",)),
}


def lay_out(world) -> None:
    """After `referrals`: another request of its document."""
    worker, officer = world.members["worker"], world.members["officer"]
    world.scheme_housing = make_scheme(officer.structure, "chrs")
    world.housing_place = make_place(world.scheme_housing)
    spell = PlaceSpell.objects.create(
        place=world.housing_place,
        kind="works",
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 2, 1),
        by=officer.user,
    )
    world.place_spell_number = spell.pk
    told = {"host": officer.structure, "email": "hote@exemple.test", "site": "https://x.example"}
    door = HostDoor.objects.create(structure=officer.structure, given_on=date(2026, 1, 1), **told)
    world.host_door_number, world.host_token = door.pk, token_of(door.key)
    now = timezone.now()
    whose = {"person": world.person, "structure": worker.structure}
    sent = {"state": "proposed", "agreed": ["identity"], "way": "oral", "agreed_at": now, "sent_at": now}
    world.housing_request = SchemeRequest.objects.create(
        referral=world.single_document, scheme=world.scheme_housing, worker=worker.user, **sent, **whose
    )
    world.place_offer = Offer.objects.create(
        request=world.housing_request, place=world.housing_place, by=officer.user, what="Chambre 12", persons=1,
        proposed_on=timezone.localdate(), answer_by=date(2199, 1, 1), **whose,
    )  # fmt: skip
