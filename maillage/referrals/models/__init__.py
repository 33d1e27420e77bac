from maillage.referrals.models.documents import Referral, ReferralSection
from maillage.referrals.models.places import Offer, PlaceNeed
from maillage.referrals.models.requests import Event, MissingPiece, SchemeRequest, SentSection

__all__ = [
    "Event",
    "MissingPiece",
    "Offer",
    "PlaceNeed",
    "Referral",
    "ReferralSection",
    "SchemeRequest",
    "SentSection",
]
