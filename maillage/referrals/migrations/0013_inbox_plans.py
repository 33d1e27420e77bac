"""What a scheme received is planned for what is asked: a plan kept for any of it, made when there was little, reads all of it."""

from django.db import migrations

from maillage.permissions.definer import as_maintenance
from maillage.referrals.inbox_sql import SIGNATURES

FORWARD, BACKWARD = (
    as_maintenance("".join(f"ALTER FUNCTION maillage_definer.{one} {how};" for one in SIGNATURES))
    for how in ("SET plan_cache_mode = 'force_custom_plan'", "RESET plan_cache_mode")
)


class Migration(migrations.Migration):
    dependencies = [('referrals', '0012_inbox')]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
