"""What pages read of persons and households, always inside what the actor sees."""

from maillage.people.apps import ARRIVALS, HOUSEHOLD_PANELS, OWN_PAGES, OWN_PANELS, PANELS, SPACE_KEY
from maillage.people.names import fold
from maillage.people.queries.circle import (
    Follower,
    colleagues,
    covers,
    followers,
    requests_made,
    requests_to_answer,
    to_review,
    waiting,
)
from maillage.people.queries.duplicates import duplicates, merged_into, merges, merges_to_undo, sides
from maillage.people.queries.households import (
    Home,
    commune_names,
    homes,
    households,
    households_of,
    members,
    with_homes,
)
from maillage.people.queries.imports import identities, imports, kept_homes, remembered_mapping
from maillage.people.queries.persons import channels, page_of, persons, search
from maillage.people.queries.protection import protected_addresses, protected_rows
from maillage.people.queries.space import person_actor

__all__ = [
    "ARRIVALS", "HOUSEHOLD_PANELS", "OWN_PAGES", "OWN_PANELS", "PANELS", "SPACE_KEY", "Follower", "Home",
    "channels", "colleagues", "commune_names", "covers", "duplicates", "fold", "followers",
    "homes", "households", "households_of", "identities", "imports", "kept_homes", "members", "merged_into", "merges",
    "merges_to_undo", "page_of", "person_actor", "persons", "protected_addresses", "protected_rows",
    "remembered_mapping", "requests_made", "requests_to_answer", "search", "sides", "to_review", "waiting",
    "with_homes",
]  # fmt: skip
