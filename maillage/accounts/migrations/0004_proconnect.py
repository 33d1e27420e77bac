"""Identities of ProConnect, and how one is found by whoever is not signed in yet."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import maillage.permissions.constraints
from maillage.accounts import sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_hashed_sessions"), ("audit", "0002_triggers"), ("permissions", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="ProConnectIdentity",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="identifiant")),
                ("idp_id", models.CharField(max_length=255, verbose_name="fournisseur d’identité")),
                ("sub", models.CharField(max_length=255, verbose_name="identifiant chez ce fournisseur")),
                ("linked_at", models.DateTimeField(auto_now_add=True, verbose_name="liée le")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="proconnect_identities", to=settings.AUTH_USER_MODEL, verbose_name="personne")),
            ],
            options={
                "verbose_name": "identité ProConnect",
                "verbose_name_plural": "identités ProConnect",
                "ordering": ["linked_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("idp_id", "sub"), name="accounts_proconnect_once", violation_error_message="Cette identité ProConnect est déjà liée à un autre compte."),
                    models.CheckConstraint(condition=models.Q(models.Q(("idp_id", ""), _negated=True), models.Q(("sub", ""), _negated=True)), name="accounts_proconnect_told", violation_error_message="ProConnect n’a pas dit qui vous êtes."),
                    maillage.permissions.constraints.RowSecurity(name="accounts_proconnect_own", visible="user_id = (SELECT maillage_actor_user())"),
                    maillage.permissions.constraints.RowHistory(name="accounts_proconnect_history"),
                ],
            },
        ),
        migrations.RunSQL(sql.FORWARD, sql.BACKWARD),
    ]
