"""What a signed link opens, who writes questions, and who is told to have read."""

from django.db import migrations

from maillage.support import questions_sql


class Migration(migrations.Migration):
    dependencies = [("support", "0006_questions")]
    operations = [migrations.RunSQL(questions_sql.FORWARD, questions_sql.BACKWARD)]
