from maillage.training.models.account import AccountLine, Contest, Declaration
from maillage.training.models.letters import Letter
from maillage.training.models.rulebook import Adoption, KindRule, Programme, RuleVersion, Theme
from maillage.training.models.sessions import HalfDay, Presence, Quota, Registration, Session, SessionTheme
from maillage.training.models.stakeholders import SelfCheck, Stakeholder, Tie

__all__ = [
    "AccountLine",
    "Adoption",
    "Contest",
    "Declaration",
    "HalfDay",
    "KindRule",
    "Letter",
    "Presence",
    "Programme",
    "Quota",
    "Registration",
    "RuleVersion",
    "SelfCheck",
    "Session",
    "SessionTheme",
    "Stakeholder",
    "Theme",
    "Tie",
]
