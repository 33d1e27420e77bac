"""What every table of persons shares: public identifiers, and whom PostgreSQL shows a row to."""

from uuid import uuid4

from django.db import models

MINE = "(SELECT {}_id FROM people_attachment WHERE ended_at IS NULL AND {}_id IS NOT NULL)"
PERSON_VISIBLE = f"= ANY (ARRAY{MINE.format('person', 'person')})"
HOUSEHOLD_VISIBLE = f"= ANY (ARRAY{MINE.format('household', 'household')})"
AT_WORK = "(SELECT maillage_actor_structure()) IS NOT NULL"


def identifier() -> models.UUIDField:
    return models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
