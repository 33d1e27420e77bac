from maillage.permissions.choices import Choices


class Role(Choices):
    """What somebody does in a structure; rules read these, nothing else."""

    RECEPTION = "reception", "agent d’accueil"
    SOCIAL_WORKER = "social_worker", "travailleur social"
    TEAM_LEADER = "team_leader", "responsable d’équipe"
    RIGHTS_LEAD = "rights_lead", "référent accès aux droits"
    ADMINISTRATOR = "administrator", "administrateur de la plateforme"
