"""What the folder already knows of each part of the document, in words. A protected address is in none of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from maillage.people.enums import CHARGES, BudgetKind, ChannelKind
from maillage.people.models import BudgetLine, Household, HouseholdMember, Person
from maillage.people.queries import households_of
from maillage.people.queries.households import commune_names, members
from maillage.people.queries.persons import channels
from maillage.permissions import Actor
from maillage.referrals.enums import PAST, RequestState
from maillage.referrals.models import SchemeRequest
from maillage.schemes.enums import Section
from maillage.web.wording import amount, day

MOST_FORMER = 12


class Folder:
    """What is read of a person once, for all the parts."""

    def __init__(self, actor: Actor, person: Person) -> None:
        self.actor, self.person = actor, person
        homes = households_of(actor, person)
        self.home: Household | None = homes[0] if homes else None
        self.members: list[HouseholdMember] = list(members(actor, self.home)) if self.home else []
        self.lines = self._last_month()

    def _last_month(self) -> list[BudgetLine]:
        """Lines of the last month that was written."""
        if self.home is None:
            return []
        rows = BudgetLine.objects.visible_to(self.actor).filter(household=self.home).order_by("-month")
        last = rows.values_list("month", flat=True).first()
        return list(rows.filter(month=last).select_related("person").order_by("kind", "pk")) if last else []


Values = dict[str, str]


def known(actor: Actor, person: Person) -> dict[str, Values]:
    """{part: {field: what the folder says}}, what it doesn't know left out."""
    folder = Folder(actor, person)
    return {
        str(part): {name: value for name, value in told(folder).items() if value}
        for part, told in PARTS.items()
    }


def _identity(folder: Folder) -> Values:
    one = folder.person
    years = f"titre permettant de travailler, depuis {one.permit_years} ans" if one.permit_years else ""
    return {
        "name": one.full_name,
        "birth_date": day(one.birth_date) if one.birth_date else "",
        "nationality": _label(one, "nationality"),
        "permit": years,
    }


def _label(row: Any, field: str) -> str:
    return str(getattr(row, f"get_{field}_display")()) if getattr(row, field) else ""


def _contact(folder: Folder) -> Values:
    rows = list(channels(folder.actor, folder.person))
    discreet = [one for one in rows if one.discreet]
    told = {
        kind: ", ".join(one.value for one in rows if one.kind == kind)
        for kind in (ChannelKind.PHONE, ChannelKind.EMAIL)
    }
    words = "; ".join(one.note for one in rows if one.note)
    return {
        "phone": told[ChannelKind.PHONE],
        "email": told[ChannelKind.EMAIL],
        "domicile": folder.person.elected_domicile,
        "precautions": ("Ne pas laisser de message. " if discreet else "") + words,
    }


def _household(folder: Folder) -> Values:
    rows = [one for one in folder.members if one.person_id != folder.person.pk]
    return {
        "members": "\n".join(_member(one) for one in rows),
        "union": _label(folder.home, "union") if folder.home else "",
        "expected": "oui" if folder.person.pregnant else "",
    }


def _member(row: HouseholdMember) -> str:
    born = f", {age(row.person.birth_date)} ans" if row.person.birth_date else ""
    return f"{row.person.first_name or row.person.called}{born} ({row.get_role_display()})"


def age(born: date) -> int:
    today = date.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _housing(folder: Folder) -> Values:
    home = folder.home
    if home is None:
        return {}
    names = commune_names([home.commune]) if home.commune else {}
    return {
        "commune": names.get(home.commune, ""),
        "status": _label(home, "housing"),
        "rent": amount(home.rent, "par mois") if home.rent is not None else "",
    }


def _resources(folder: Folder) -> Values:
    kept = [one for one in folder.lines if one.kind not in CHARGES and one.kind != BudgetKind.CSS]
    tax = folder.home.reference_income if folder.home else None
    return {**_money(kept), "tax_income": amount(tax, "par an") if tax is not None else ""}


def _charges(folder: Folder) -> Values:
    return _money([one for one in folder.lines if one.kind in CHARGES])


def _money(rows: list[BudgetLine]) -> Values:
    lines = [f"{one.get_kind_display()}\u00a0: {amount(one.amount, 'par mois')}" for one in rows]
    known_ones = [one.amount for one in rows if one.amount is not None]
    return {
        "lines": "\n".join(lines),
        "total": amount(sum(known_ones), "par mois") if known_ones else "",
    }


def _work(folder: Folder) -> Values:
    return {"activity": _label(folder.person, "activity")}


def _children(folder: Folder) -> Values:
    rows = [one for one in folder.members if one.role == "child"]
    return {"children": "\n".join(_member(one) for one in rows)}


def _health(folder: Folder) -> Values:
    one = folder.person
    told = [f"GIR {one.dependency_level}"] if one.dependency_level else []
    told += [f"taux d’incapacité {one.disability_rate}\u00a0%"] if one.disability_rate else []
    return {"dependency": ", ".join(told)}


def _steps(folder: Folder) -> Values:
    """Who did what before: requests already sent, and what came of them."""
    rows = SchemeRequest.objects.visible_to(folder.actor).filter(person=folder.person)
    sent = rows.exclude(state=RequestState.DRAFT).select_related("scheme").order_by("-sent_at")
    return {"former": "\n".join(_former(one) for one in sent[:MOST_FORMER])}


def _former(one: SchemeRequest) -> str:
    when = f", {day(one.sent_at.date())}" if one.sent_at else ""
    end = f"\u00a0: {one.get_state_display()}" if one.state in PAST or one.decided_on else "\u00a0: en cours"
    return f"{one.scheme.name}{when}{end}"


PARTS: dict[str, Callable[[Folder], Values]] = {
    Section.IDENTITY: _identity,
    Section.CONTACT: _contact,
    Section.HOUSEHOLD: _household,
    Section.HOUSING: _housing,
    Section.RESOURCES: _resources,
    Section.CHARGES: _charges,
    Section.WORK: _work,
    Section.CHILDREN: _children,
    Section.HEALTH: _health,
    Section.STEPS: _steps,
}
