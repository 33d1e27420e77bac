from maillage.referrals.models.cases import Case, CaseBrief, CaseRecusal, Hearing, Undertaking
from maillage.referrals.models.documents import Referral, ReferralSection
from maillage.referrals.models.requests import Event, MissingPiece, SchemeRequest, SentSection

__all__ = [
    "Case",
    "CaseBrief",
    "CaseRecusal",
    "Event",
    "Hearing",
    "MissingPiece",
    "Referral",
    "ReferralSection",
    "SchemeRequest",
    "SentSection",
    "Undertaking",
]
