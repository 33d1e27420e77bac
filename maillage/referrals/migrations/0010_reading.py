"""Policies ask functions whose plan is kept; each case of a sitting has its own rank."""

import maillage.permissions.constraints
from django.conf import settings
from django.db import migrations, models

from maillage.permissions.definer import as_maintenance
from maillage.referrals import moves_sql, reading_sql


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_imports'),
        ('governance', '0010_held_meetings'),
        ('people', '0014_idle_index'),
        ('referrals', '0009_followers'),
        ('schemes', '0002_places'),
        ('support', '0012_idle_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(reading_sql.FUNCTIONS_FORWARD, reading_sql.FUNCTIONS_BACKWARD),
        migrations.RunSQL(as_maintenance(moves_sql.RANKED), migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='referrals_appeal_seen',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='referrals_case_seen',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='referrals_event_seen',
        ),
        migrations.RemoveConstraint(
            model_name='hearing',
            name='referrals_hearing_seen',
        ),
        migrations.RemoveConstraint(
            model_name='joineddocument',
            name='referrals_joined_seen',
        ),
        migrations.RemoveConstraint(
            model_name='missingpiece',
            name='referrals_missing_seen',
        ),
        migrations.RemoveConstraint(
            model_name='offer',
            name='referrals_offer_seen',
        ),
        migrations.RemoveConstraint(
            model_name='placeneed',
            name='referrals_need_seen',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referrals_referral_seen',
        ),
        migrations.RemoveConstraint(
            model_name='referralsection',
            name='referrals_section_row_seen',
        ),
        migrations.RemoveConstraint(
            model_name='schemerequest',
            name='referrals_request_seen',
        ),
        migrations.RemoveConstraint(
            model_name='sentsection',
            name='referrals_sent_seen',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='referrals_case_on',
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_appeal_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR (shared AND ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_here(request_id)))"),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('gathering', 'rank'), name='referrals_case_ranked', violation_error_message='Quelqu’un complète aussi cet ordre du jour\xa0: rechargez la page.'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=maillage.permissions.constraints.RowSecurity(insert='(request_id, person_id, structure_id, gathering_id) IN (SELECT request, person, structure, gathering FROM maillage_definer.case_candidates())', name='referrals_case_seen', own='person_id = (SELECT maillage_actor_person())', visible='(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR id IN (SELECT * FROM maillage_definer.cases_seen())'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_event_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_here(request_id))"),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_hearing_seen', own='person_id = (SELECT maillage_actor_person())', visible='(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR request_id IN (SELECT * FROM maillage_definer.cases_read())'),
        ),
        migrations.AddConstraint(
            model_name='joineddocument',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_joined_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR (agreed_at IS NOT NULL AND ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_still(request_id, '')))"),
        ),
        migrations.AddConstraint(
            model_name='missingpiece',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_missing_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_here(request_id))"),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_offer_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR (((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_still(request_id, '')) OR state = 'entered' AND ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_here(request_id))) OR (state IN ('accepted', 'entered') AND place_id IN (SELECT id FROM schemes_place WHERE host_id = (SELECT maillage_actor_structure())))"),
        ),
        migrations.AddConstraint(
            model_name='placeneed',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_need_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_still(request_id, ''))"),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_referral_seen', own='person_id = (SELECT maillage_actor_person())', visible='(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons()))'),
        ),
        migrations.AddConstraint(
            model_name='referralsection',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_section_row_seen', own='person_id = (SELECT maillage_actor_person())', visible='(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons()))'),
        ),
        migrations.AddConstraint(
            model_name='schemerequest',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_request_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR (sent_at IS NOT NULL AND scheme_id IN (SELECT id FROM schemes_scheme WHERE structure_id = (SELECT maillage_actor_structure()) AND (SELECT maillage_actor_has('scheme_officer'))))"),
        ),
        migrations.AddConstraint(
            model_name='sentsection',
            constraint=maillage.permissions.constraints.RowSecurity(name='referrals_sent_seen', own='person_id = (SELECT maillage_actor_person())', visible="(structure_id = (SELECT maillage_actor_structure()) AND person_id IN (SELECT * FROM maillage_definer.team_persons())) OR ((SELECT maillage_actor_has('scheme_officer')) AND maillage_definer.received_still(request_id, code))"),
        ),
        migrations.RunSQL(reading_sql.FORWARD, reading_sql.BACKWARD),
    ]
