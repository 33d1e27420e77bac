"""Who asks, who answers, who reads, in PostgreSQL; `rules` says the same."""

from maillage.permissions.managers import VisibleManager

ME = "(SELECT maillage_actor_user())"
KEPT = (
    "(committee_id IN (SELECT * FROM maillage_definer.my_kept_committees())"
    " OR (structure_id = (SELECT maillage_actor_structure())"
    " AND (maillage_actor_has('team_leader') OR maillage_actor_has('animator'))))"
)
OF_KEPT = f"questionnaire_id IN (SELECT id FROM consultations_questionnaire WHERE {KEPT})"
OF_KNOWN = "questionnaire_id IN (SELECT id FROM consultations_questionnaire)"
READ = "questionnaire_id IN (SELECT * FROM maillage_definer.my_readable_surveys())"

__all__ = ["KEPT", "ME", "OF_KEPT", "OF_KNOWN", "READ", "VisibleManager"]
