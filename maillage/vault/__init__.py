"""What must stay unreadable in a copy of the database: text sealed under a key per person (decisions/0007)."""
