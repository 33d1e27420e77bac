from maillage.permissions.choices import Choices


class RequestState(Choices):
    """Where a request to one scheme is. That it is on an agenda is read from the agenda."""

    DRAFT = "draft", "en préparation"
    SENT = "sent", "envoyée"
    RECEIVED = "received", "reçue"
    INCOMPLETE = "incomplete", "incomplète"
    COMPLETE = "complete", "complète"
    ACCEPTED = "accepted", "acceptée"
    WAITING = "waiting", "acceptée, en attente d’une place"
    REFUSED = "refused", "refusée"
    REDIRECTED = "redirected", "réorientée"
    PROPOSED = "proposed", "place proposée"
    ENTERED = "entered", "en cours"
    CLOSED = "closed", "terminée"
    WITHDRAWN = "withdrawn", "retirée"


WITH_THEM = (RequestState.SENT, RequestState.RECEIVED, RequestState.INCOMPLETE, RequestState.COMPLETE)
"""An answer is owed."""
DECIDED = (
    RequestState.ACCEPTED,
    RequestState.WAITING,
    RequestState.REFUSED,
    RequestState.REDIRECTED,
    RequestState.PROPOSED,
    RequestState.ENTERED,
)
AWAITED = (*WITH_THEM, RequestState.ACCEPTED, RequestState.WAITING)
"""Counted as demand where the scheme gives places."""
CLOSABLE = (RequestState.ACCEPTED, RequestState.WAITING, RequestState.PROPOSED, RequestState.ENTERED)
"""What is refused is not closed: it may still be contested."""
UNDER_WAY = (
    RequestState.DRAFT,
    *WITH_THEM,
    RequestState.ACCEPTED,
    RequestState.WAITING,
    RequestState.PROPOSED,
    RequestState.ENTERED,
)
PAST = (RequestState.REFUSED, RequestState.REDIRECTED, RequestState.CLOSED, RequestState.WITHDRAWN)


class Outcome(Choices):
    ACCEPTED = "accepted", "accord"
    WAITING = "waiting", "accord, en attente d’une place"
    REFUSED = "refused", "refus"
    REDIRECTED = "redirected", "orientation vers un autre dispositif"


class Reason(Choices):
    """Why it is refused; its words say the rest."""

    CRITERIA = "criteria", "les conditions d’admission ne sont pas remplies"
    NO_PLACE = "no_place", "faute de place"
    NEED = "need", "le dispositif ne répond pas au besoin"
    MISSING = "missing", "pièces demandées jamais reçues"
    ELSEWHERE = "elsewhere", "une autre réponse est déjà en place"
    BUDGET = "budget", "les crédits sont épuisés"
    SILENCE = "silence", "aucune réponse dans le délai"
    OTHER = "other", "autre raison"


class Ending(Choices):
    """How a request ended."""

    DONE = "done", "aide reçue, accompagnement terminé"
    DECLINED = "declined", "la personne n’en veut plus"
    LOST = "lost", "plus de nouvelles de la personne"
    ANSWERED = "answered", "réponse reçue, rien ne suit"
    DOUBLE = "double", "double d’une autre demande"


class AppealOutcome(Choices):
    """What came of an appeal."""

    WON = "won", "accepté : la demande est décidée de nouveau"
    LOST = "lost", "rejeté"
    SILENT = "silent", "sans réponse : vaut rejet"


class EventKind(Choices):
    """What happened to a request, by whom: one line each."""

    BEGUN = "begun", "dossier commencé"
    SHOWN = "shown", "dossier donné à lire à la personne"
    AGREED = "agreed", "accord de la personne"
    SENT = "sent", "demande envoyée"
    RECEIVED = "received", "demande reçue"
    INCOMPLETE = "incomplete", "pièces demandées"
    GIVEN = "given", "pièce fournie"
    COMPLETE = "complete", "dossier complet"
    DECIDED = "decided", "décision"
    APPEALED = "appealed", "recours"
    PROPOSED = "proposed", "place proposée"
    ANSWERED = "answered", "réponse de la personne"
    ENTERED = "entered", "entrée"
    LEFT = "left", "sortie"
    CLOSED = "closed", "demande terminée"
    WITHDRAWN = "withdrawn", "accord retiré"
    LATE = "late", "retard signalé"


class Provider(Choices):
    """Who can provide what is missing."""

    PERSON = "person", "la personne"
    WORKER = "worker", "le travailleur social"
    OTHER = "other", "un autre organisme"


class CaseState(Choices):
    """Where a request is on the agenda of one sitting."""

    LISTED = "listed", "à l’ordre du jour"
    DECIDED = "decided", "décidée"
    POSTPONED = "postponed", "reportée"
    REMOVED = "removed", "retirée de l’ordre du jour"


class HearingWay(Choices):
    """How the person wants to be heard by the commission."""

    ATTEND = "attend", "vient le dire"
    REPRESENTED = "represented", "se fait représenter"
    WORDS = "words", "ses mots sont lus"
    NONE = "none", "ne souhaite rien dire"


class OfferState(Choices):
    """Where a place offered to somebody is."""

    PROPOSED = "proposed", "proposée"
    ACCEPTED = "accepted", "acceptée"
    ENTERED = "entered", "entrée faite"
    DECLINED = "declined", "déclinée"
    EXPIRED = "expired", "restée sans réponse"
    TAKEN_BACK = "taken_back", "reprise par le dispositif"
    LEFT = "left", "quittée"


LIVE = (OfferState.PROPOSED, OfferState.ACCEPTED, OfferState.ENTERED)
"""The place is somebody's: no other is offered it, and no other place is offered to them."""


class LeaveReason(Choices):
    """Why somebody leaves a place."""

    HOUSED = "housed", "départ vers un logement"
    ELSEWHERE = "elsewhere", "départ vers un autre hébergement"
    FAMILY = "family", "départ chez des proches"
    OVER = "over", "fin de la prise en charge"
    CHOICE = "choice", "départ à sa demande"
    LOST = "lost", "plus de nouvelles"
    DEATH = "death", "décès"
    OTHER = "other", "autre raison"
