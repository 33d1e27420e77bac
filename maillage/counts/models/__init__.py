from maillage.counts.models.ground import Border, Round, Sector, Team
from maillage.counts.models.nights import LINK_LASTS, Night
from maillage.counts.models.sightings import Double, Sighting

__all__ = ["LINK_LASTS", "Border", "Double", "Night", "Round", "Sector", "Sighting", "Team"]
