"""A PostgreSQL test database emptied by deleting from the tables that hold rows.

Django truncates all two hundred tables after each test with a live server; PostgreSQL makes new files for each of them, which takes
seconds where a test left rows in a dozen.
"""

from __future__ import annotations

from django.db.backends.postgresql.operations import DatabaseOperations


def sql_flush(self: DatabaseOperations, style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
    """Stands in for Django's own. Foreign keys are checked when the transaction ends, so the order of the tables is free."""
    assert not reset_sequences, "numbers go on: what is deleted is not forgotten by the sequences"
    names = sorted(map(self.quote_name, tables))
    with self.connection.cursor() as cursor:
        asked = " UNION ALL ".join(f"SELECT {at} WHERE EXISTS (SELECT FROM {name})" for at, name in enumerate(names))
        cursor.execute(asked)
        return [f"DELETE FROM {names[at]}" for (at,) in cursor.fetchall()]
