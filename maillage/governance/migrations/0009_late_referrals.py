import maillage.permissions.constraints
from django.db import migrations, models

from maillage.governance import columns_sql, late_sql


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0008_expenses_seen'),
    ]

    operations = [
        migrations.AddField(
            model_name='ethicsreferral',
            name='reminded_for',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='délai rappelé'),
        ),
        # The same policies, that ask who acts once a statement, and name the structure as others do.
        migrations.RemoveConstraint(
            model_name='advance',
            name='governance_advance_seen',
        ),
        migrations.RemoveConstraint(
            model_name='draftreview',
            name='governance_draftreview_seen',
        ),
        migrations.RemoveConstraint(
            model_name='ethicsreferral',
            name='governance_ethicsreferral_seen',
        ),
        migrations.RemoveConstraint(
            model_name='missionletter',
            name='governance_missionletter_seen',
        ),
        migrations.AddConstraint(
            model_name='advance',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_advance_seen', visible="user_id = (SELECT maillage_actor_user()) OR committee_id IN (SELECT * FROM maillage_definer.my_kept_committees()) OR committee_id IN (SELECT id FROM governance_committee WHERE (structure_id = (SELECT maillage_actor_structure()) AND (maillage_actor_has('animator') OR maillage_actor_has('administrator'))))"),
        ),
        migrations.AddConstraint(
            model_name='draftreview',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_draftreview_seen', visible='requester_id = (SELECT maillage_actor_user()) OR id IN (SELECT * FROM maillage_definer.my_drafts()) OR (embargo_until <= now() AND (committee_id IN (SELECT * FROM maillage_definer.my_committees()) OR ethics_id IN (SELECT * FROM maillage_definer.my_committees())))'),
        ),
        migrations.AddConstraint(
            model_name='ethicsreferral',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_ethicsreferral_seen', visible='author_id = (SELECT maillage_actor_user()) OR committee_id IN (SELECT * FROM maillage_definer.my_committees()) OR national_id IN (SELECT * FROM maillage_definer.my_committees())'),
        ),
        migrations.AddConstraint(
            model_name='missionletter',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_missionletter_seen', visible="user_id = (SELECT maillage_actor_user()) OR committee_id IN (SELECT * FROM maillage_definer.my_kept_committees()) OR committee_id IN (SELECT id FROM governance_committee WHERE (structure_id = (SELECT maillage_actor_structure()) AND (maillage_actor_has('animator') OR maillage_actor_has('administrator'))))"),
        ),
        migrations.RunSQL(late_sql.FORWARD, late_sql.BACKWARD),
        migrations.RunSQL(columns_sql.FORWARD, columns_sql.BACKWARD),
    ]
