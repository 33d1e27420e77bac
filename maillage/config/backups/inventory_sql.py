"""What is asked of a database to compare it with another; every name is written with its schema."""

SETTINGS = """
SET LOCAL search_path = pg_catalog; SET LOCAL "TimeZone" = 'UTC'; SET LOCAL "DateStyle" = 'ISO, YMD';
SET LOCAL "IntervalStyle" = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
SET LOCAL row_security = off;
"""

OWN = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
RELATIONS = f"FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN}"

TABLES = f"SELECT n.nspname, c.relname {RELATIONS} AND c.relkind = 'r' ORDER BY 1, 2"
ANYTHING = f"""
SELECT (SELECT count(*) {RELATIONS}) + (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OWN})
"""
SUM = """
SELECT count(*), coalesce(sum(
    ('x' || left(encode(sha256(convert_to(the_whole_row::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0)::text
FROM {} AS the_whole_row
"""
SEQUENCES = f"""
SELECT concat(n.nspname, '.', s.sequencename), coalesce(s.last_value, 0)
FROM pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname WHERE {OWN}
"""
HEADS = "SELECT chain, rank, hash FROM public.audit_chainhead ORDER BY chain"
MIGRATIONS = "SELECT app, name FROM public.django_migrations ORDER BY app, name"
MASTERS = "SELECT DISTINCT master FROM public.vault_datakey ORDER BY 1"
KEY_COLUMNS = f"""
SELECT n.nspname, c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OWN} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
AND a.attname ~ '(^|_)key$' ORDER BY 1, 2, 3
"""
KEYS = "SELECT DISTINCT {column} FROM {} WHERE {column} ~ '^[0-9a-f]{{40}}$'"


def _rights(acl: str, kind: str, owner: str) -> str:
    """Who may what, in one order; by default is said as if it were written."""
    return f"""(SELECT string_agg(concat(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, ' ', privilege_type,
        ' ', is_grantable), ', ' ORDER BY grantee::regrole::text, privilege_type)
    FROM aclexplode(coalesce({acl}, acldefault('{kind}', {owner}))))"""


DEFINITIONS = {
    "schéma": f"""
SELECT n.nspname, concat(n.nspowner::regrole, ' ', {_rights("n.nspacl", "n", "n.nspowner")}) FROM pg_namespace n WHERE {OWN}
""",
    "table": f"""
SELECT concat(n.nspname, '.', c.relname), concat_ws(' ', c.relkind, c.relowner::regrole, c.relrowsecurity, c.relforcerowsecurity,
    c.relpersistence, {_rights("c.relacl", "r", "c.relowner")}) {RELATIONS} AND c.relkind IN ('r', 'p', 'v', 'm')
""",
    "séquence": f"""
SELECT concat(n.nspname, '.', c.relname), concat_ws(' ', c.relowner::regrole, s.seqtypid::regtype, s.seqstart, s.seqincrement,
    {_rights("c.relacl", "s", "c.relowner")})
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid WHERE {OWN}
""",
    "colonne": f"""
SELECT concat(n.nspname, '.', c.relname, '.', a.attname), concat_ws(' ', row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
    (SELECT string_agg(concat(grantee::regrole, ' ', privilege_type), ', ' ORDER BY grantee::regrole::text, privilege_type)
     FROM aclexplode(a.attacl)))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE {OWN} AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
""",
    "contrainte": f"""
SELECT concat(n.nspname, '.', c.relname, '.', k.conname), pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN}
""",
    "index": f"""
SELECT concat(n.nspname, '.', c.relname), pg_get_indexdef(c.oid) {RELATIONS} AND c.relkind IN ('i', 'I')
""",
    "règle d’accès": f"""
SELECT concat(n.nspname, '.', c.relname, '.', p.polname), concat_ws(' ', p.polpermissive, p.polcmd,
    (SELECT string_agg(one, ', ' ORDER BY one) FROM (SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END AS one
     FROM unnest(p.polroles) r) named),
    'USING', pg_get_expr(p.polqual, p.polrelid), 'CHECK', pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN}
""",
    "déclencheur": f"""
SELECT concat(n.nspname, '.', c.relname, '.', t.tgname), concat(t.tgenabled, ' ', pg_get_triggerdef(t.oid))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OWN} AND NOT t.tgisinternal
""",
    "fonction": f"""
SELECT concat(n.nspname, '.', p.proname, '(', pg_get_function_identity_arguments(p.oid), ')'),
    concat_ws(' ', p.proowner::regrole, {_rights("p.proacl", "f", "p.proowner")}, pg_get_functiondef(p.oid))
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OWN} AND p.prokind IN ('f', 'p')
""",
    "vue": f"SELECT concat(n.nspname, '.', c.relname), pg_get_viewdef(c.oid) {RELATIONS} AND c.relkind IN ('v', 'm')",
    "type": f"""
SELECT concat(n.nspname, '.', t.typname), concat_ws(' ', t.typtype, t.typowner::regrole,
    (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {OWN} AND t.typtype IN ('e', 'd', 'r')
""",
    "droits par défaut": """
SELECT concat(d.defaclrole::regrole, ' ', n.nspname, ' ', d.defaclobjtype), (
    SELECT string_agg(concat(grantee::regrole, ' ', privilege_type), ', ' ORDER BY grantee::regrole::text, privilege_type)
    FROM aclexplode(d.defaclacl))
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
""",
}
"""Kind in French → the statement that gives (name, definition)."""
