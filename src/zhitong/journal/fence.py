"""The database's own refusal to change or delete journal entries.

On PostgreSQL a trigger refuses UPDATE, DELETE and TRUNCATE, also to the table's owner; on SQLite triggers do. A fence, not a wall: whoever
owns the database can take it down. What shows that is the chain (``zhitong journal verify``).
"""

from __future__ import annotations

TABLES = ("journal_entry", "journal_mention")


def raise_fence(cursor, vendor: str) -> None:
    """Put the triggers up; called by the migration."""
    if vendor == "postgresql":
        cursor.execute(
            "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$"
        )
    for table in TABLES:
        for statement in _statements(table, vendor):
            cursor.execute(statement)


def lower_fence(cursor, vendor: str) -> None:
    """Take the triggers down: only for reversing the migration and for emptying a test database."""
    for table in TABLES:
        for name in ("update", "delete", "truncate"):
            if vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name} ON {table}")
            elif name != "truncate":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}")


def _statements(table: str, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
            f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END",
    ]
