"""What every table of persons shares: public identifiers, and whom PostgreSQL shows a row to."""

from uuid import uuid4

from django.db import models

MINE = "(SELECT {}_id FROM people_attachment WHERE ended_at IS NULL AND {}_id IS NOT NULL)"
PERSON_VISIBLE = f"IN {MINE.format('person', 'person')}"
HOUSEHOLD_VISIBLE = f"IN {MINE.format('household', 'household')}"
"""Hashed once a statement: an array would be walked for every row, minutes for a caseload of 50,000."""
OWN_PERSON = "(SELECT maillage_actor_person())"
TODAY = "(SELECT (now() AT TIME ZONE 'Europe/Paris')::date)"
AT_WORK = "(SELECT maillage_actor_structure()) IS NOT NULL"


def identifier() -> models.UUIDField:
    return models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
