"""What a person's folder shows, put together from a constant number of queries."""

from datetime import timedelta

from django.utils import timezone

from maillage.people import queries, rules
from maillage.people.budget import month_total
from maillage.people.enums import BudgetKind
from maillage.people.forms.persons import FactsForm
from maillage.people.wording import age, sentence, shown_value
from maillage.web.wording import day


def folder(actor, person, months):
    team = rules.can_change(actor, person.pk)
    homes = queries.homes(actor, queries.households_of(actor, person), months)
    followers = queries.followers(person)
    return {
        "person": person,
        "title": person.full_name,
        "lines": _five_lines(person, homes),
        "homes": [(home, month_summaries(home, months)) for home in homes],
        "facts": [
            (_label(person, name), shown_value(person, name))
            for name in FactsForm.NAMES
            if getattr(person, name) not in (None, "")
        ],
        "unknown_facts": sum(getattr(person, name) in (None, "") for name in FactsForm.NAMES),
        "channels": list(queries.channels(actor, person)),
        "protected": queries.protected_addresses(actor, person),
        "followers": followers,
        "can_take": rules.can_compose(actor) and _waits_here(actor, followers),
        "alike": queries.duplicates(actor, person) if team and rules.can_merge(actor) else [],
        "merges": queries.merges_to_undo(actor, person, timezone.now() - timedelta(days=30)) if team else [],
        "can_receive": team and rules.can_receive(actor),
        "can_compose": team and rules.can_compose(actor),
        "can_protect": team and rules.can_protect(actor),
        "can_merge": team and rules.can_merge(actor),
    }


def _waits_here(actor, followers):
    """Received in the actor's structure, taken by nobody yet."""
    return any(
        one.account is None and not one.by_consent and one.place.pk == actor.structure_id for one in followers
    )


def _label(row, name):
    label = str(row._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:] if label != "GIR" else label


def _five_lines(person, homes):
    """Who they are, where they live and with whom, what is not known: five sentences at most."""
    return list(
        filter(None, [_birth(person), *(_home(person, home) for home in homes[:2]), _contact(person)])
    )


def _birth(person):
    if person.birth_date is None:
        return "Date de naissance inconnue."
    usual = f" On l’appelle {person.called}." if person.called not in person.full_name else ""
    return f"{age(person.birth_date)}, naissance le {day(person.birth_date)}.{usual}"


def _home(person, home):
    others = [f"{one.person.called}{_age(one.person)}" for one in home.members if one.person_id != person.pk]
    housing = home.household.get_housing_display()
    place = f"Logement\u00a0: {housing}." if housing else "Logement\u00a0: on ne sait pas."
    return f"Vit avec {sentence(others)}. {place}" if others else f"Vit sans autre personne connue. {place}"


def _age(person):
    return f" ({age(person.birth_date)})" if person.birth_date else ""


def _contact(person):
    return f"Dernier contact le {day(person.last_contact_on)}." if person.last_contact_on else ""


def month_summaries(home, months):
    """[(month, MonthTotal, labels of what is unknown)], the latest last."""
    by_month = {month: [line for line in home.lines if line.month == month] for month in months}
    return [(month, month_total(lines), _unknown(month_total(lines))) for month, lines in by_month.items()]


def _unknown(total):
    return [BudgetKind(kind).label for kind in (*total.resources.unknown, *total.charges.unknown)]
