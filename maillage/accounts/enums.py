from maillage.permissions.choices import Choices


class Role(Choices):
    """What somebody does in a structure. Read by rules, by the policies that repeat them, by the menu and the ledger's words."""

    RECEPTION = "reception", "agent d’accueil"
    SOCIAL_WORKER = "social_worker", "travailleur social"
    TEAM_LEADER = "team_leader", "responsable d’équipe"
    RIGHTS_LEAD = "rights_lead", "référent accès aux droits"
    SCHEME_OFFICER = "scheme_officer", "chargé de dispositif"
    TRAINING_OFFICER = "training_officer", "chargé de formation"
    STUDENT = "student", "étudiant"
    ANIMATOR = "animator", "animateur du territoire"
    ADMINISTRATOR = "administrator", "administrateur de la plateforme"


SENSITIVE_ROLES = frozenset({Role.RIGHTS_LEAD, Role.ADMINISTRATOR})
"""Roles that two administrators give or end together, and that only count once a second factor was used."""


class RoleChange(Choices):
    GIVE = "give", "donner"
    END = "end", "retirer"


class Decision(Choices):
    CONFIRMED = "confirmed", "confirmée"
    REFUSED = "refused", "refusée"
