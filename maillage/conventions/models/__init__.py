from maillage.conventions.models.conventions import (
    Convention,
    Signature,
    Signer,
    SigningLink,
    Version,
    state_of,
)
from maillage.conventions.models.follow_up import (
    Aid,
    Assessment,
    Funding,
    Interruption,
    SupportRequest,
)
from maillage.conventions.models.tutors import Headcount, Site, SiteVisit, Tutor, TutorLine

__all__ = [
    "Aid",
    "Assessment",
    "Convention",
    "Funding",
    "Headcount",
    "Interruption",
    "Signature",
    "Signer",
    "SigningLink",
    "Site",
    "SiteVisit",
    "SupportRequest",
    "Tutor",
    "TutorLine",
    "Version",
    "state_of",
]
