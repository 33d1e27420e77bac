from maillage.referrals.models.appeals import Appeal
from maillage.referrals.models.documents import Referral, ReferralSection
from maillage.referrals.models.joined import JoinedDocument
from maillage.referrals.models.requests import Event, MissingPiece, SchemeRequest, SentSection

__all__ = [
    "Appeal",
    "Event",
    "JoinedDocument",
    "MissingPiece",
    "Referral",
    "ReferralSection",
    "SchemeRequest",
    "SentSection",
]
