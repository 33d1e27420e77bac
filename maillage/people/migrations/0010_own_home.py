"""The person reads in which household they live."""

import maillage.permissions.constraints
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_archived'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='householdmember',
            name='people_member_attached',
        ),
        migrations.AddConstraint(
            model_name='householdmember',
            constraint=maillage.permissions.constraints.RowSecurity(name='people_member_attached', own='person_id = (SELECT maillage_actor_person())', visible='household_id IN (SELECT household_id FROM people_attachment WHERE ended_at IS NULL AND household_id IS NOT NULL)'),
        ),
    ]
