from maillage.referrals.models.appeals import Appeal
from maillage.referrals.models.cases import Case, CaseBrief, CaseRecusal, Hearing, Undertaking
from maillage.referrals.models.documents import Referral, ReferralSection
from maillage.referrals.models.joined import JoinedDocument
from maillage.referrals.models.places import Offer, PlaceNeed
from maillage.referrals.models.requests import Event, MissingPiece, SchemeRequest, SentSection

__all__ = [
    "Appeal",
    "Case",
    "CaseBrief",
    "CaseRecusal",
    "Event",
    "Hearing",
    "JoinedDocument",
    "MissingPiece",
    "Offer",
    "PlaceNeed",
    "Referral",
    "ReferralSection",
    "SchemeRequest",
    "SentSection",
    "Undertaking",
]
