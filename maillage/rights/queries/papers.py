"""What the papers of a claim may say: what this reader sees of the person, their home and their money, and no more.

A protected address is never put on a paper: whoever may read it adds it by hand.
"""

from datetime import date, timedelta

from maillage.people.enums import ChannelKind
from maillage.people.models import Channel, Household, HouseholdMember
from maillage.people.queries import Home, channels, commune_names, homes, households_of, protected_rows
from maillage.permissions import Actor
from maillage.rights.claim_pages import letter_way
from maillage.rights.models import Claim
from maillage.rights.papers import Known
from maillage.rights.procedures import procedure_for
from maillage.rights.queries.claims import appeals_of, pieces_of
from maillage.web.wording import amount, day, month

MONTHS_BACK = 4
MOST_LINES = 40


def known(actor: Actor, claim: Claim, today: date) -> Known:
    person, appeals = claim.person, appeals_of(actor, claim)
    procedure = procedure_for(claim.benefit, claim.filed_on or claim.proposed_on)
    reach = list(channels(actor, person).filter(discreet=False))
    home = _home(actor, claim, today)
    return Known(
        claim=claim,
        person=person,
        address=_address(actor, claim, reach),
        contacts=tuple(one.value for one in reach if one.kind != ChannelKind.POST),
        members=tuple(_member(one) for one in home.members) if home else (),
        budget=_budget(home) if home else (),
        pieces=tuple(one.what for one in pieces_of(actor, claim)),
        appeals=tuple(appeals),
        procedure=procedure,
        way=letter_way(claim, appeals, procedure),
        today=today,
        facts=_facts(home.household) if home else (),
        household=home.household if home else None,
    )


def _address(actor: Actor, claim: Claim, reach: list[Channel]) -> str:
    if protected_rows(actor, claim.person).exists():
        return claim.person.elected_domicile
    posts = [one.value for one in reach if one.kind == ChannelKind.POST]
    return posts[0] if posts else claim.person.elected_domicile


def _home(actor: Actor, claim: Claim, today: date) -> Home | None:
    """Where the person lives now, with its last months; the claim's household first, if they still live there."""
    mine = households_of(actor, claim.person)
    rows = [one for one in mine if one.pk == claim.household_id] or mine[:1]
    months, one = [], today.replace(day=1)
    for _ in range(MONTHS_BACK):
        months.append(one)
        one = (one - timedelta(days=1)).replace(day=1)
    return next(iter(homes(actor, rows, months)), None)


def _member(one: HouseholdMember) -> tuple[str, str]:
    born = f", né(e) le {day(one.person.birth_date)}" if one.person.birth_date else ""
    return str(one.get_role_display()).capitalize(), f"{one.person.full_name}{born}"


def _budget(home: Home) -> tuple[tuple[str, str], ...]:
    """The last months, as they were noted; unknown is said unknown."""
    lines = sorted(home.lines, key=lambda one: (one.month, one.kind), reverse=True)[:MOST_LINES]
    return tuple(
        (f"{one.get_kind_display().capitalize()}, {month(one.month)}", amount(one.amount)) for one in lines
    )


def _facts(home: Household) -> tuple[tuple[str, str], ...]:
    rows = (
        ("Commune", commune_names([home.commune]).get(home.commune, home.commune) if home.commune else ""),
        ("Logement", str(home.get_housing_display()) if home.housing else ""),
        ("Loyer sans les charges", amount(home.rent) if home.rent is not None else ""),
        ("Union", str(home.get_union_display()) if home.union else ""),
        (
            "Revenu fiscal de référence",
            amount(home.reference_income) if home.reference_income is not None else "",
        ),
    )
    return tuple((label, value) for label, value in rows if value)
