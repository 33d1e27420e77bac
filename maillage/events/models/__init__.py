from maillage.events.models.forums import Slot, Topic
from maillage.events.models.openings import Opening, Share
from maillage.events.models.registrations import Registration

__all__ = ["Opening", "Registration", "Share", "Slot", "Topic"]
