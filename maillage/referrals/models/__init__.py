from maillage.referrals.models.cases import Case, CaseBrief, CaseRecusal, Hearing, Undertaking
from maillage.referrals.models.documents import Referral, ReferralSection
from maillage.referrals.models.places import Offer, PlaceNeed
from maillage.referrals.models.requests import Event, MissingPiece, SchemeRequest, SentSection

__all__ = [
    "Case",
    "CaseBrief",
    "CaseRecusal",
    "Event",
    "Hearing",
    "MissingPiece",
    "Offer",
    "PlaceNeed",
    "Referral",
    "ReferralSection",
    "SchemeRequest",
    "SentSection",
    "Undertaking",
]
