"""Who writes appeals and joined papers; what a signed link opens of a request."""

from django.db import migrations

from maillage.referrals import link_sql, papers_sql


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_papers")]
    operations = [
        migrations.RunSQL(papers_sql.FORWARD, papers_sql.BACKWARD),
        migrations.RunSQL(link_sql.FORWARD, link_sql.BACKWARD),
    ]
