"""Single documents of a person, for the hand-over of all that is held on them."""

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.referrals.document import shown
from maillage.referrals.models import Referral, SchemeRequest
from maillage.referrals.queries.referrals import documents_of, of_person, sections_of
from maillage.support.queries.held import Item, Section, Text


def held(actor: Actor, person: Person) -> Section:
    items = [_document(actor, one) for one in documents_of(actor, person)]
    return Section(
        "referrals", "Dossiers uniques et demandes aux dispositifs", [*items, *_requests(actor, person)]
    )


def _document(actor: Actor, one: Referral) -> Item:
    facts = [("Commencé le", one.began_on), ("Donné à lire le", one.shown_at)]
    texts = []
    for part in sections_of(actor, one):
        label = str(part.get_code_display())
        written = "\n".join(f"{name}\u00a0: {value}" for name, value in shown(part.code, part.values))
        key = f"referral.{one.pk}.{part.code}"
        texts += [Text(key, label, written)] if written else []
        texts += [Text(f"{key}.own", f"Vos mots sur {label}", part.own_words)] if part.own_words else []
    return Item([fact for fact in facts if fact[1]], texts)


def _requests(actor: Actor, person: Person) -> list[Item]:
    return [_request(one) for one in of_person(actor, person)]


def _request(one: SchemeRequest) -> Item:
    facts = {
        "Dispositif": one.scheme.name,
        "État": str(one.get_state_display()),
        "Envoyée le": one.sent_at,
        "Réponse due le": one.due_on,
        "Décidée le": one.decided_on,
        "Raison": str(one.get_reason_display()),
        "Décidée par": one.decided_by,
    }
    texts = [("words", "Ce que dit la décision", one.words), ("next_step", "Proposé ensuite", one.next_step)]
    told = [Text(f"request.{one.pk}.{name}", label, words) for name, label, words in texts if words]
    return Item([(label, value) for label, value in facts.items() if value not in (None, "")], told)
