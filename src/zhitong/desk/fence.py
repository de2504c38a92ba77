"""The database's own refusal to change a saved text or a signed issue, whatever program asks.

Saved revisions and signatures refuse every UPDATE. A signed brief refuses any change of what was issued; it may only become
withdrawn, and a withdrawn one stays so. Deletion is refused by the foreign keys that point here (signatures, dispatches).

SQLite drops triggers when a later migration rebuilds a table: such a migration calls :func:`raise_fence` again, and
``tests/desk/test_fence.py`` fails when one forgets.
"""

from __future__ import annotations

FROZEN = ("desk_revision", "desk_signature")
ISSUED = (
    "office_id",
    "series_id",
    "kind",
    "title",
    "year",
    "number",
    "running_number",
    "signed_at",
    "signed_revision_id",
    "corrects_id",
)
_TEXT = "a saved text is never changed; save a new one"
_ISSUE = "a signed brief is never changed; a correction is a new issue"


def raise_fence(cursor, vendor: str) -> None:
    """Put the triggers up; they may stand already."""
    lower_fence(cursor, vendor)
    if vendor == "postgresql":
        cursor.execute(
            "CREATE OR REPLACE FUNCTION desk_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
        )
    for table in FROZEN:
        cursor.execute(_trigger(table, "", _TEXT, vendor))
    cursor.execute(_trigger("desk_brief", f"WHEN ({_changes_the_issue(vendor)})", _ISSUE, vendor))


def lower_fence(cursor, vendor: str) -> None:
    """Take the triggers down, for reversing the migration."""
    for table in (*FROZEN, "desk_brief"):
        where = f" ON {table}" if vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update{where}")


def _changes_the_issue(vendor: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    columns = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in ISSUED)
    return f"OLD.state IN ('signed', 'withdrawn') AND ({columns} OR NEW.state NOT IN (OLD.state, 'withdrawn'))"


def _trigger(table: str, when: str, words: str, vendor: str) -> str:
    head = f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {when}"
    if vendor == "postgresql":
        return f"{head} EXECUTE FUNCTION desk_refuse('{words}')"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{words}'); END"
