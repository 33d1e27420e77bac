"""Claims: proposed, decided, filed, answered, contested, paid; and what the person reads of their rights."""

import django.db.models.deletion
import maillage.permissions.constraints
import maillage.rights.enums
import maillage.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from maillage.rights import claims_sql


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0010_own_home'),
        ('rights', '0002_forgotten'),
        ('support', '0005_reopen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(claims_sql.FIRST, claims_sql.NO_LONGER),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='identifiant')),
                ('stage', models.CharField(choices=maillage.rights.enums.Stage.listed, max_length=8, verbose_name='étape')),
                ('authority', models.CharField(max_length=160, verbose_name='adressé à')),
                ('decision_on', models.DateField(verbose_name='décision contestée du')),
                ('against_silence', models.BooleanField(default=False, verbose_name='contre un silence')),
                ('lodge_by', models.DateField(verbose_name='à former avant le')),
                ('lodged_on', models.DateField(verbose_name='envoyé le')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçu le')),
                ('answer_due_on', models.DateField(blank=True, null=True, verbose_name='réponse due le')),
                ('grounds', maillage.vault.fields.SealedText(blank=True, editable=True, verbose_name='ce qui est contesté')),
                ('outcome', models.CharField(blank=True, choices=maillage.rights.enums.Outcome.listed, max_length=8, verbose_name='issue')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='réponse du')),
            ],
            options={
                'verbose_name': 'recours',
                'verbose_name_plural': 'recours',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='identifiant')),
                ('benefit', models.CharField(max_length=20, verbose_name='prestation')),
                ('state', models.CharField(choices=maillage.rights.enums.ClaimState.listed, default='proposed', max_length=12, verbose_name='état')),
                ('found_on', models.DateField(verbose_name='droit repéré le')),
                ('estimated', models.DecimalField(decimal_places=2, max_digits=9, null=True, verbose_name='montant estimé')),
                ('proposed_on', models.DateField(verbose_name='proposée le')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidé le')),
                ('decided_alone', models.BooleanField(default=False, verbose_name='décidé par la personne, de son espace')),
                ('reason', models.CharField(blank=True, choices=maillage.rights.enums.NonTakeUp.listed, max_length=12, verbose_name='raison donnée')),
                ('words', maillage.vault.fields.SealedText(blank=True, editable=True, verbose_name='ses mots')),
                ('channel', models.CharField(blank=True, choices=maillage.rights.enums.Channel.listed, max_length=8, verbose_name='déposée')),
                ('body', models.CharField(blank=True, max_length=160, verbose_name='organisme')),
                ('reference', maillage.vault.fields.SealedText(blank=True, editable=True, verbose_name='numéro de dossier')),
                ('filed_on', models.DateField(blank=True, null=True, verbose_name='déposée le')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçue par l’organisme le')),
                ('answer_due_on', models.DateField(blank=True, null=True, verbose_name='réponse due le')),
                ('act_by', models.DateField(blank=True, null=True, verbose_name='prochaine échéance')),
                ('silence', models.CharField(blank=True, choices=maillage.rights.enums.Silence.listed, max_length=8, verbose_name='sans réponse')),
                ('paused_days', models.PositiveSmallIntegerField(default=0, verbose_name='jours suspendus')),
                ('incomplete_on', models.DateField(blank=True, null=True, verbose_name='pièces demandées le')),
                ('complete_by', models.DateField(blank=True, null=True, verbose_name='à fournir avant le')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='pièces fournies le')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='réponse du')),
                ('implicit', models.BooleanField(default=False, verbose_name='réponse par le silence')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9, null=True, verbose_name='montant accordé')),
                ('due_from', models.DateField(blank=True, null=True, verbose_name='due depuis')),
                ('refusal', maillage.vault.fields.SealedText(blank=True, editable=True, verbose_name='motif du refus')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='premier versement le')),
                ('arrears', models.DecimalField(decimal_places=2, max_digits=9, null=True, verbose_name='rappel versé')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='arrêtée le')),
                ('ending', models.CharField(blank=True, choices=maillage.rights.enums.Ending.listed, max_length=10, verbose_name='pourquoi')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'demande de prestation',
                'verbose_name_plural': 'demandes de prestations',
            },
        ),
        migrations.CreateModel(
            name='Overpayment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='identifiant')),
                ('benefit', models.CharField(max_length=20, verbose_name='prestation')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9, verbose_name='montant réclamé')),
                ('notified_on', models.DateField(verbose_name='notifié le')),
                ('contest_by', models.DateField(verbose_name='à contester avant le')),
                ('explanation', maillage.vault.fields.SealedText(blank=True, editable=True, verbose_name='ce que dit l’organisme')),
                ('contested_on', models.DateField(blank=True, null=True, verbose_name='contesté le')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='réglé le')),
                ('settlement', models.CharField(blank=True, max_length=200, verbose_name='ce qui a été convenu')),
            ],
            options={
                'verbose_name': 'trop-perçu réclamé',
                'verbose_name_plural': 'trop-perçus réclamés',
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='identifiant')),
                ('what', models.CharField(max_length=160, verbose_name='pièce')),
                ('bringer', models.CharField(choices=maillage.rights.enums.Bringer.listed, default='person', max_length=8, verbose_name='qui l’apporte')),
                ('how', models.CharField(blank=True, max_length=200, verbose_name='comment l’obtenir')),
                ('asked_by_body', models.BooleanField(default=False, verbose_name='réclamée par l’organisme')),
                ('given_on', models.DateField(blank=True, null=True, verbose_name='fournie le')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
            ],
            options={
                'verbose_name': 'pièce à réunir',
                'verbose_name_plural': 'pièces à réunir',
            },
        ),
        migrations.RemoveConstraint(
            model_name='entitlement',
            name='rights_entitlement_attached',
        ),
        migrations.RemoveConstraint(
            model_name='screening',
            name='rights_screening_attached',
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=maillage.permissions.constraints.RowSecurity(name='rights_entitlement_attached', own="household_id IN (SELECT household_id FROM people_householdmember WHERE person_id = (SELECT maillage_actor_person()) AND role IN ('applicant', 'partner') AND until IS NULL) AND (benefit NOT IN ('aah', 'mva', 'asi', 'aspa', 'ass', 'apa') OR household_id NOT IN (SELECT maillage_definer.own_couples()))", visible='household_id IN (SELECT household_id FROM people_attachment WHERE ended_at IS NULL AND household_id IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=maillage.permissions.constraints.RowSecurity(name='rights_screening_attached', own="household_id IN (SELECT household_id FROM people_householdmember WHERE person_id = (SELECT maillage_actor_person()) AND role IN ('applicant', 'partner') AND until IS NULL)", visible='household_id IN (SELECT household_id FROM people_attachment WHERE ended_at IS NULL AND household_id IS NOT NULL)'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='structure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.structure', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='claim',
            name='household',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.household', verbose_name='foyer'),
        ),
        migrations.AddField(
            model_name='claim',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='claim',
            name='structure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.structure', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='claim',
            name='worker',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suivie par'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='rights.claim', verbose_name='demande'),
        ),
        migrations.AddField(
            model_name='overpayment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='overpayment',
            name='structure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.structure', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='piece',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='rights.claim', verbose_name='demande'),
        ),
        migrations.AddField(
            model_name='piece',
            name='document',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='support.document', verbose_name='document du dossier'),
        ),
        migrations.AddField(
            model_name='piece',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='piece',
            name='structure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.structure', verbose_name='structure'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['structure', 'act_by'], name='rights_claim_here'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'preparing', 'filed', 'incomplete', 'granted', 'refused', 'appealed'])), fields=('person', 'benefit'), name='rights_claim_one_at_a_time', violation_error_message='Cette prestation est déjà suivie pour cette personne.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('received_on__gte', models.F('filed_on')), _connector='OR'), name='rights_claim_received_after_filed'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='rights_claim_reason_given'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=maillage.permissions.constraints.RowSecurity(name='rights_claim_seen', own='person_id = (SELECT maillage_actor_person())', visible="person_id IN (SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL) AND (structure_id = (SELECT maillage_actor_structure()) OR person_id IN (SELECT maillage_definer.consenting('home')))"),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=maillage.permissions.constraints.RowHistory(name='rights_claim_history'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('claim',), name='rights_appeal_one_at_a_time', violation_error_message='Un recours est déjà en cours sur cette demande.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=maillage.permissions.constraints.RowSecurity(name='rights_appeal_seen', own='person_id = (SELECT maillage_actor_person())', visible="person_id IN (SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL) AND (structure_id = (SELECT maillage_actor_structure()) OR person_id IN (SELECT maillage_definer.consenting('home')))"),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=maillage.permissions.constraints.RowHistory(name='rights_appeal_history'),
        ),
        migrations.AddConstraint(
            model_name='overpayment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='rights_overpayment_amount'),
        ),
        migrations.AddConstraint(
            model_name='overpayment',
            constraint=maillage.permissions.constraints.RowSecurity(name='rights_overpayment_seen', own='person_id = (SELECT maillage_actor_person())', visible="person_id IN (SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL) AND (structure_id = (SELECT maillage_actor_structure()) OR person_id IN (SELECT maillage_definer.consenting('home')))"),
        ),
        migrations.AddConstraint(
            model_name='overpayment',
            constraint=maillage.permissions.constraints.RowHistory(name='rights_overpayment_history'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=maillage.permissions.constraints.RowSecurity(name='rights_piece_seen', own='person_id = (SELECT maillage_actor_person())', visible="person_id IN (SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL) AND (structure_id = (SELECT maillage_actor_structure()) OR person_id IN (SELECT maillage_definer.consenting('home')))"),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=maillage.permissions.constraints.RowHistory(name='rights_piece_history'),
        ),
    ]
