"""One file holds an installation: its database, its documents, the list of the persons erased. See decisions/0027.

What a backup is, once opened (`contents.py`), in this order:

    manifest.json     what was there: versions, a sum of each table, policies, triggers, functions, heads of the journal
    database/000001…  pg_dump's custom format, in parts
    files/KEY         the documents that the database names, sealed as they are kept
    erasures          the list of the persons erased, as it was
    end.json          how much of each, and where the sequences had come to
"""
