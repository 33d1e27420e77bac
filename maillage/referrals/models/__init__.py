from maillage.referrals.models.documents import Referral, ReferralSection
from maillage.referrals.models.requests import Event, MissingPiece, SchemeRequest, SentSection

__all__ = ["Event", "MissingPiece", "Referral", "ReferralSection", "SchemeRequest", "SentSection"]
