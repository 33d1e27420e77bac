"""All that is held about a person and that the actor's team may hand over to them, text by text.

Never in it: working notes, and what a law withholds; they are counted (`kept_back`). Nobody else's identity: members of
the household are not named. What is written in words may speak of somebody else: each text has a key, reviewed one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any, NamedTuple

from django.db import connection

from maillage.people import queries as people
from maillage.people.enums import Part
from maillage.people.models import (
    BudgetLine,
    Channel,
    Conflict,
    Consent,
    HouseholdMember,
    LegalBasis,
    Person,
    SpaceAccess,
)
from maillage.permissions import Actor
from maillage.support.apps import HELD as HELD
from maillage.support.enums import Level, Theme
from maillage.support.models import (
    Accompaniment,
    Act,
    Appointment,
    DataRequest,
    Document,
    Goal,
    Handover,
    LegalHold,
    Note,
    OwnWords,
    Progress,
    Promise,
    Reply,
    Step,
    TrustedPerson,
)
from maillage.support.queries.notes import hidden
from maillage.vault.fields import open_together

READS = 1000
FACTS = (
    "first_name", "last_name", "birth_date", "elected_domicile", "nationality", "activity", "disability_rate", "unfit_for_work",
    "permit_years", "pregnant", "in_school", "dependency_level", "ass_entitled", "taxed_alone", "scholarship", "facts_on", "facts_source",
    "created_at", "last_contact_on",
)  # fmt: skip


class Text(NamedTuple):
    """Words somebody wrote: handed over, or withheld when they speak of somebody else."""

    key: str
    label: str
    words: str


@dataclass
class Item:
    """One row: facts, and texts to review."""

    facts: list[tuple[str, Any]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


class Section(NamedTuple):
    code: str
    title: str
    items: list[Item]


class KeptBack(NamedTuple):
    """What is not handed over, and why: how many, in whose words of law or from which structure to ask."""

    number: int
    what: str
    why: str


@dataclass(frozen=True)
class Held:
    sections: list[Section]
    kept_back: list[KeptBack]

    @property
    def texts(self) -> list[Text]:
        return [text for section in self.sections for item in section.items for text in item.texts]

    @property
    def fingerprint(self) -> str:
        """Changes when a text that was reviewed has changed since, or another one was written."""
        return sha256(dumps(self.texts).encode()).hexdigest()


def held(actor: Actor, person: Person) -> Held:
    found = [
        Section("identity", "Identité", [_identity(person)]),
        Section("channels", "Moyens de contact", list(_channels(actor, person))),
        Section("protected", "Adresse protégée", list(_protected(actor, person))),
        Section("household", "Foyer", list(_homes(actor, person))),
        Section("budget", "Budget", list(_budget(actor, person))),
        Section("circle", "Cercle et accompagnement", list(_circle(actor, person))),
        Section("consents", "Accords", list(_consents(actor, person))),
        Section("notes", "Notes", list(_notes(actor, person))),
        Section("words", "Vos paroles", list(_words(actor, person))),
        Section("goals", "Objectifs", list(_goals(actor, person))),
        Section("path", "Parcours", list(_acts(actor, person))),
        Section("appointments", "Rendez-vous", list(_appointments(actor, person))),
        Section("promises", "Engagements", list(_promises(actor, person))),
        Section("documents", "Documents", list(_documents(actor, person))),
        Section("requests", "Demandes sur vos données", list(_requests(actor, person))),
        Section("access", "Espace personnel et agents tenus à l’écart", list(_access(actor, person))),
        *(told(actor, person) for told in HELD),
        Section("reads", "Qui a ouvert votre dossier", list(_reads(person))),
    ]
    return Held([one for one in found if one.items], _kept_back(actor, person))


def _rows(model: Any, actor: Actor, person: Person, *order: str, join: tuple[str, ...] = ()) -> list[Any]:
    rows = model.objects.visible_to(actor).filter(person=person).order_by(*order, "pk")
    return open_together(list(rows.select_related(*join) if join else rows))


def _shared(model: Any, actor: Actor, person: Person, *order: str) -> list[Any]:
    """Content that the person may read."""
    rows = _rows(model, actor, person, *order, join=("author", "structure"))
    return [one for one in rows if one.level != Level.PERSONAL and one.withheld_id is None]


def _item(row: Any, facts: dict[str, Any], texts: dict[str, tuple[str, str]] | None = None) -> Item:
    """`facts`: label → value; `texts`: field → (label, words). Empty ones are left out."""
    kept = [(label, value) for label, value in facts.items() if value not in (None, "")]
    said = (texts or {}).items()
    keyed = [Text(f"{row._meta.model_name}.{row.pk}.{name}", *told) for name, told in said if told[1].strip()]
    return Item(kept, keyed)


def _value(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    shown = getattr(row, f"get_{name}_display", None)
    return shown() if shown else value


def _signed(row: Any) -> str:
    who = str(row.author) if row.author_id else row.said_by or "vous"
    return f"{who}, {row.structure}" if row.structure_id else who


def _identity(person: Person) -> Item:
    labels = {name: str(Person._meta.get_field(name).verbose_name) for name in FACTS}  # type: ignore[union-attr]
    facts = {labels[name].capitalize(): _value(person, name) for name in FACTS}
    if person.imported_by_id:
        facts["Origine"] = "un fichier importé par la structure"
    return _item(person, {"Identifiant": str(person.pk), "Nom pour vous appeler": person.called, **facts})


def _channels(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(Channel, actor, person, "kind"):
        facts = {"Moyen": one.get_kind_display(), "Coordonnée": one.value}
        facts["Discret"] = "oui" if one.discreet else "non"
        yield _item(one, facts, {"note": ("Précision", one.note)})


def _protected(actor: Actor, person: Person) -> Iterator[Item]:
    """For its named readers alone."""
    for one in open_together(people.protected_addresses(actor, person)):
        facts = {"Protégée depuis le": one.created_at, "Adresse": one.address}
        yield _item(
            one, facts, {"motive": ("Motif", one.motive), "former": ("Retiré du dossier", one.former)}
        )


def _homes(actor: Actor, person: Person) -> Iterator[Item]:
    names = people.commune_names
    for one in _rows(HouseholdMember, actor, person, "since", join=("household",)):
        home = one.household
        facts = {
            "Votre place": one.get_role_display(),
            "Depuis le": one.since,
            "Jusqu’au": one.until,
            "Commune": names([home.commune]).get(home.commune, home.commune),
            "Logement": home.get_housing_display(),
            "Loyer": home.rent,
            "Union": home.get_union_display(),
            "Revenu fiscal de référence": home.reference_income,
        }
        yield _item(one, facts)


def _budget(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(BudgetLine, actor, person, "month", "kind"):
        facts = {
            "Mois": f"{one.month:%m/%Y}",
            one.get_kind_display().capitalize(): one.amount if one.amount is not None else "on ne sait pas",
            "Source": one.get_source_display(),
        }
        yield _item(one, facts)


def _circle(actor: Actor, person: Person) -> Iterator[Item]:
    for one in people.followers(person):
        yield Item([("Qui", f"{one.worker}, {one.structure}"), ("Rôle", one.role), ("Depuis le", one.since)])
    for row in _rows(Accompaniment, actor, person, "opened_on", join=("referent", "referent_structure")):
        facts = {
            "Référent": f"{row.referent}, {row.referent_structure}",
            "Accompagnement depuis le": row.opened_on,
        }
        told = {"closed_reason": ("Pourquoi il s’est terminé", row.closed_reason)}
        yield _item(row, facts | {"Terminé le": row.closed_on}, told)
    for row in _rows(Handover, actor, person, "proposed_at", join=("giver", "taker")):
        facts = {
            "Passation": f"de {row.giver} à {row.taker}",
            "Proposée le": row.proposed_at,
            "Pourquoi": row.reason,
        }
        told = {"note": ("Où en étaient les choses", row.note), "lose": ("À ne pas perdre", row.not_to_lose)}
        yield _item(row, facts, told | {"answer": ("Réponse", row.answer)})
    for row in _rows(TrustedPerson, actor, person, "since"):
        words = ", ".join(filter(None, (row.name, row.relation, row.contact)))
        yield _item(
            row, {"Depuis le": row.since, "Jusqu’au": row.until}, {"name": ("Personne de confiance", words)}
        )
    for row in _rows(LegalHold, actor, person, "placed_at"):
        yield _item(row, {"Effacement suspendu jusqu’au": row.until}, {"reason": ("Pourquoi", row.reason)})


def _consents(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(Consent, actor, person, "given_on", join=("structure", "reader", "basis")):
        facts = {
            "Qui lit": f"{one.reader or one.get_role_display() or 'qui y reçoit du public'}, {one.structure}",
            "Parties": ", ".join(str(Part(part).label) for part in one.parts),
            "De quel droit": one.basis.text if one.basis else f"votre accord, {one.get_way_display()}",
            "Depuis le": one.given_on,
            "Jusqu’au": one.until,
            "Retiré le": one.withdrawn_at,
            "Entendu par": one.witness,
        }
        yield _item(one, facts, {"purpose": ("Pourquoi", one.purpose), "review": ("Relecture", one.review)})


def _notes(actor: Actor, person: Person) -> Iterator[Item]:
    words, replies = _by_note(OwnWords, actor, person), _by_note(Reply, actor, person)
    for one in _shared(Note, actor, person, "held_on"):
        facts = {"Date": one.held_on, "Nature": one.get_kind_display(), "Comment": one.get_medium_display()}
        facts |= {
            "Durée, en minutes": one.minutes,
            "Écrite par": _signed(one),
            "Qui lit": one.get_level_display(),
        }
        facts["Sujets"] = ", ".join(str(Theme(theme).label) for theme in one.themes)
        item = _item(
            one, facts,
            {"before": ("Avant", one.before), "synthesis": ("Ce qui a été dit et fait", one.synthesis), "after": ("Après", one.after)},
        )  # fmt: skip
        item.texts += [
            text for other in words.get(one.pk, []) for text in _said(other, "Vos mots", other.words)
        ]
        for other in replies.get(one.pk, []):
            item.texts += _said(
                other, f"{other.get_kind_display().capitalize()} de {_signed(other)}", other.text
            )
        yield item


def _by_note(model: Any, actor: Actor, person: Person) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for one in _shared(model, actor, person, "written_at"):
        found.setdefault(one.note_id, []).append(one)
    return found


def _said(row: Any, label: str, words: str) -> list[Text]:
    return _item(row, {}, {"words": (label, words)}).texts


def _words(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _by_note(OwnWords, actor, person).get(None, []):
        yield _item(one, {"Le": one.written_at, "Par": _signed(one)}, {"words": ("Vos mots", one.words)})


def _goals(actor: Actor, person: Person) -> Iterator[Item]:
    steps, marks = _rows(Step, actor, person, "rank"), _rows(Progress, actor, person, "at")
    for one in _shared(Goal, actor, person, "agreed_on"):
        facts = {"Convenu le": one.agreed_on, "À revoir le": one.review_on, "Signé le": one.person_signed_on}
        told = {"words": ("Votre objectif", one.words), "outcome": ("Ce que vous en dites", one.outcome)}
        item = _item(one, facts | {"Terminé le": one.closed_on, "Écrit par": _signed(one)}, told)
        for step in (two for two in steps if two.goal_id == one.pk):
            item.texts += _said(step, f"Étape de {step.who}", step.what)
        for mark in (two for two in marks if two.goal_id == one.pk):
            item.facts.append((f"Où vous en étiez le {mark.at:%d/%m/%Y}", f"{mark.mark} sur 10"))
            item.texts += _said(mark, "Ce que vous en disiez", mark.words)
        yield item


def _acts(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(Act, actor, person, "on", "recorded_at"):
        told = {"what": ("Ce qui a été fait", one.what), "outcome": ("Suite", one.outcome)}
        yield _item(one, {"Date": one.on, "Nature": one.get_kind_display(), "Par": one.by_label}, told)


def _appointments(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(Appointment, actor, person, "starts_at", join=("worker", "structure")):
        facts = {"Quand": one.starts_at, "Avec": f"{one.worker}, {one.structure}", "Lieu": one.place}
        facts["État"] = one.get_state_display()
        yield _item(one, facts, {"purpose": ("Pour quoi", one.purpose)})


def _promises(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(Promise, actor, person, "made_on", join=("owed_by", "structure")):
        facts = {"Promis le": one.made_on, "Par": f"{one.owed_by}, {one.structure}", "Dû le": one.due_on}
        told = {"what": ("Ce qui est promis", one.what), "outcome": ("Réponse donnée", one.outcome)}
        yield _item(one, facts | {"Tenu le": one.kept_on}, told)


def _documents(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _shared(Document, actor, person, "written_at"):
        facts = {"Ajouté le": one.written_at, "Par": _signed(one), "Nature": one.get_kind_display()}
        yield _item(one, facts | {"Fichier": one.name}, {"title": ("Intitulé", one.title)})


def _requests(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(DataRequest, actor, person, "asked_on"):
        facts = {"Demande": one.get_kind_display(), "Le": one.asked_on, "Répondu le": one.answered_on}
        yield _item(one, facts, {"words": ("Vos mots", one.words), "answer": ("Réponse", one.answer)})


def _access(actor: Actor, person: Person) -> Iterator[Item]:
    for one in _rows(SpaceAccess, actor, person, "created_at"):
        facts = {"Code remis le": one.created_at, "Jusqu’au": one.until, "Fermé le": one.ended_at}
        told = {"helper": ("Aidant", ", ".join(filter(None, (one.helper, one.relation))))}
        yield _item(one, facts, told)
    for one in _rows(Conflict, actor, person, "at", join=("agent",)):
        yield _item(
            one,
            {"Agent tenu à l’écart": str(one.agent), "Depuis le": one.at},
            {"reason": ("Raison", one.reason)},
        )


def _reads(person: Person) -> Iterator[Item]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, label, verb FROM maillage_definer.reads_of(%s, %s)", [person.pk, READS])
        for at, label, verb in cursor.fetchall():
            why = "accès exceptionnel" if verb == "read_exceptional" else ""
            yield Item([("Quand", at), ("Qui", label), *([("Pourquoi", why)] if why else [])])


def _kept_back(actor: Actor, person: Person) -> list[KeptBack]:
    """By law, working notes, then what other structures wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT basis, rows FROM maillage_definer.kept_from(%s)", [person.pk])
        counts = dict(cursor.fetchall())
    bases: dict[str, LegalBasis] = LegalBasis.objects.in_bulk(list(counts))
    found = [_by_law(bases.get(code), count) for code, count in sorted(counts.items())]
    return found + [
        KeptBack(one.number, f"notes de {one.structure}", _to_ask(one.place)) for one in hidden(actor, person)
    ]


def _by_law(basis: LegalBasis | None, count: int) -> KeptBack:
    if basis is None:
        return KeptBack(
            count,
            "notes de travail personnelles",
            "Gardées par leur auteur pour lui seul\u00a0; personne d’autre ne les lit.",
        )
    return KeptBack(count, "écrits", f"{basis.label}\u00a0: {basis.text}. {basis.limits}")


def _to_ask(place: Any) -> str:
    ways = ", ".join(filter(None, (place.phone, place.email))) if place else ""
    return "Cette équipe ne les lit pas\u00a0: demandez-les à cette structure" + (
        f" ({ways})." if ways else "."
    )
