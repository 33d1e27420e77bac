"""Persons and their households. Every table here holds personal data: row security on all of them.

Access is a row of `Attachment`: one worker, one person or one household, from one structure. A household has its
own attachment: a child living in two homes must not open one parent's home to the other parent's worker.
An attachment is worth something by itself inside the team that opened the file; elsewhere it names the person whose
ledger (`Consent`) must cover the reader, day after day.
"""

from maillage.people.models.access import Attachment, AttachmentRequest, MatchAttempt, NotSame, PersonMerge
from maillage.people.models.consent import Conflict, Consent, LegalBasis, SpaceAccess
from maillage.people.models.household import BudgetLine, Household, HouseholdMember
from maillage.people.models.imports import Import, ImportMapping
from maillage.people.models.person import Channel, Person
from maillage.people.models.protection import ProtectedAddress, ProtectedReader

__all__ = [
    "Attachment",
    "AttachmentRequest",
    "BudgetLine",
    "Channel",
    "Conflict",
    "Consent",
    "Household",
    "HouseholdMember",
    "Import",
    "ImportMapping",
    "LegalBasis",
    "MatchAttempt",
    "NotSame",
    "Person",
    "PersonMerge",
    "ProtectedAddress",
    "ProtectedReader",
    "SpaceAccess",
]
