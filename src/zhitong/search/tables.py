"""What the migration adds that Django's models cannot say: the full-text index itself.

SQLite: an FTS5 table over the column ``tokens`` of the documents, kept by triggers, so that no way of changing a document can
forget it. ``detail=none``: which documents hold a token, not where; where several tokens must stand side by side, the document's own
text is asked. A later migration that remakes ``search_document`` must call ``raise_index`` again: SQLite drops triggers with a table.
PostgreSQL: a GIN index, without its list of pending entries, which would make a search slow after many writes.
"""

from __future__ import annotations

_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(tokens, content='search_document', content_rowid='spot', "
    "detail='none', columnsize=0, prefix='1', tokenize=\"ascii tokenchars '=@!#'\")",
    "CREATE TRIGGER IF NOT EXISTS search_document_added AFTER INSERT ON search_document BEGIN "
    "INSERT INTO search_index(rowid, tokens) VALUES (new.spot, new.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS search_document_removed AFTER DELETE ON search_document BEGIN "
    "INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.spot, old.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS search_document_changed AFTER UPDATE ON search_document BEGIN "
    "INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.spot, old.tokens); "
    "INSERT INTO search_index(rowid, tokens) VALUES (new.spot, new.tokens); END",
)
_POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS search_tokens ON search_document USING gin (tokens) WITH (fastupdate = off)",
)
_SQLITE_DOWN = (
    "DROP TRIGGER IF EXISTS search_document_added",
    "DROP TRIGGER IF EXISTS search_document_removed",
    "DROP TRIGGER IF EXISTS search_document_changed",
    "DROP TABLE IF EXISTS search_index",
)


def raise_index(cursor, vendor: str) -> None:
    for statement in _POSTGRESQL if vendor == "postgresql" else _SQLITE:
        cursor.execute(statement)


def lower_index(cursor, vendor: str) -> None:
    """For reversing the migration."""
    for statement in ("DROP INDEX IF EXISTS search_tokens",) if vendor == "postgresql" else _SQLITE_DOWN:
        cursor.execute(statement)
