"""What the residents' pages need of the database, table by table, and the PostgreSQL statements that give a user just that.

``NEEDS`` is the whole of it; ``tests/stations/test_public_side.py`` walks every page that residents have and holds the two equal. What is
not in the table is refused: submissions, briefs, scores, accounts, the journal's words. Columns that are not named are refused too.

Rows are fenced by policies (row level security), which bind everybody but the owner of the tables: the office's own processes, backups
and commands go on as before. A row of a message, a sealed name or a file is seen only by whoever names a random value of it first, in
the same transaction (see ``zhitong/public_side.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from zhitong.errors import BadInput

ALL = ("*",)


@dataclass(frozen=True)
class Need:
    """One table: columns it reads and changes (``ALL`` or names of fields), whether it adds and removes rows.

    ``rows``: which rows it sees and changes: those for which one of these SQL conditions holds; empty is all of them. ``added``: all
    that must hold of a row that it adds; empty: that it sees it.
    """

    model: str
    read: tuple[str, ...] = ()
    add: bool = False
    change: tuple[str, ...] = ()
    remove: bool = False
    rows: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    def columns(self, names: tuple[str, ...]) -> list[str]:
        return [apps.get_model(self.model)._meta.get_field(name).column for name in names]


# NULLIF: a value that was shown in an earlier transaction of the connection is empty afterwards, not missing.
THIS_MESSAGE = "receipt = NULLIF(current_setting('zhitong.receipt', true), '')"
THIS_FILE = "code = NULLIF(current_setting('zhitong.file', true), '')"
THIS_NAME = "code = NULLIF(current_setting('zhitong.sealed', true), '')"
OF_THIS_MESSAGE = "lead_id IN (SELECT id FROM stations_lead)"  # of which the policy above shows one at most

NEEDS = (
    # The station's page, as everybody may read it
    Need("stations.Station", ALL),
    Need("network.Unit", ALL),
    Need("network.Office", ALL),
    Need("stations.DutyDay", ("id", "station", "person", "on", "starts", "ends", "note", "cancelled_at")),
    Need(
        "network.Person",
        ("id", "name"),
        rows=(
            'id IN (SELECT person_id FROM stations_dutyday WHERE cancelled_at IS NULL AND "on" >= current_date - 1)',
        ),
    ),
    Need("stations.ConsentText", ALL),
    # How long things are kept: told to whoever writes
    Need(
        "network.OfficeSetting",
        ALL,
        rows=("key IN ('keep_identities_days', 'keep_leads_days')",),
    ),
    Need("stations.Answer_stations", ("answer", "station")),
    Need(
        "stations.Answer",
        ("id", "submission", "state", "is_public", "headline", "text", "decided_at"),
        rows=(
            "state = 'released' AND is_public",
            "state = 'released' AND submission_id IN (SELECT submission_id FROM stations_lead)",
        ),
    ),
    # One message: taken in, read, added to, withdrawn by whoever holds its code
    Need("stations.Numbering", ALL, add=True, change=("last",)),
    Need(
        "stations.Lead",
        ALL,
        add=True,
        change=("text", "place", "state", "handled_at"),
        rows=(THIS_MESSAGE,),
        added=(THIS_MESSAGE, "way = 'page'", "written_by_id IS NULL", "submission_id IS NULL"),
    ),
    Need(
        "stations.LeadLine",
        ALL,
        add=True,
        change=("text",),
        rows=(OF_THIS_MESSAGE,),
        added=(OF_THIS_MESSAGE, "by_id IS NULL"),
    ),
    Need("stations.Said", ALL, add=True, rows=(OF_THIS_MESSAGE,)),
    Need("stations.LeadFile", ALL, add=True, rows=(OF_THIS_MESSAGE,)),
    Need(
        "files.StoredFile",
        ALL,
        add=True,
        change=("state", "name"),
        rows=(THIS_FILE, "id IN (SELECT file_id FROM stations_leadfile)"),
        added=("added_by_id IS NULL",),
    ),
    Need(
        "vault.Sealed",
        ALL,
        add=True,
        change=("wrapped", "content", "destroyed_at"),
        rows=(THIS_NAME, "id IN (SELECT sealed_id FROM stations_lead)"),
    ),
    Need(
        "vault.Opening", ("sealed", "shown_at"), rows=("sealed_id IN (SELECT sealed_id FROM stations_lead)",)
    ),  # that somebody looked, and when; not who, not why
    Need("stations.Tries", ALL, add=True, change=("count",), remove=True),  # keyed digests and counts
    # The journal: it adds what residents do, and can neither read nor change what stands there
    Need("journal.Chain", ALL, change=("seq", "head")),
    Need("journal.Entry", ("id",), add=True, added=("channel = 'public'", "actor = 'system'")),
)
POLICY = "residents"
READERS, CHANGERS, ADDERS = "FOR SELECT", "FOR UPDATE", "FOR INSERT"
ROLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def checked_name(role: str) -> str:
    if not ROLE_NAME.fullmatch(role):
        raise BadInput(
            "ops.public_role.name",
            _("“%(role)s” is no plain name of a database user.") % {"role": role},
            _("Use small letters, figures and _, such as zhitong_public."),
        )
    return role


def statements(role: str) -> list[sql.Composable]:
    """All that makes the role what ``NEEDS`` says, and nothing more. May be carried out again and again."""
    user = sql.Identifier(checked_name(role))
    made = [sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(user)]
    for need in NEEDS:
        made += _grants(need, user) + _policies(need)
    return made


def _grants(need: Need, user: sql.Identifier) -> list[sql.Composable]:
    table = sql.Identifier(need.table)
    given: list[sql.Composable] = []
    for verb, columns in (("SELECT", need.read), ("UPDATE", need.change)):
        if columns == ALL:
            given.append(sql.SQL(verb))
        elif columns:
            names = sql.SQL(", ").join(map(sql.Identifier, need.columns(columns)))
            given.append(sql.SQL("{} ({})").format(sql.SQL(verb), names))
    given += [sql.SQL(verb) for verb, wanted in (("INSERT", need.add), ("DELETE", need.remove)) if wanted]
    return [sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(", ").join(given), table, user)]


def _policies(need: Need) -> list[sql.Composable]:
    """Policies name no role, so that a backup can be restored where there is no such user."""
    if not need.rows and not need.added:
        return []
    table = sql.Identifier(need.table)
    rows = " OR ".join(f"({condition})" for condition in need.rows) or "true"
    added = " AND ".join(f"({condition})" for condition in need.added) or rows
    made = [sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table)]
    wanted = [(READERS, "USING", rows)]
    wanted += [(CHANGERS, "USING", rows)] if need.change else []
    wanted += [(ADDERS, "WITH CHECK", added)] if need.add else []
    for what, kind, condition in wanted:
        policy = sql.Identifier(f"{POLICY}_{what.split()[1].lower()}")
        made.append(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, table))
        # The condition is a constant of this file, nothing that came from outside.
        made.append(
            sql.SQL("CREATE POLICY {} ON {} {} {} ({})").format(
                policy, table, sql.SQL(what), sql.SQL(kind), sql.SQL(condition)
            )
        )
    return made


def taken_back(role: str) -> list[sql.Composable]:
    """The way back: no right left, no policy left."""
    made = [sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(sql.Identifier(checked_name(role)))]
    for need in NEEDS:
        if need.rows or need.added:
            table = sql.Identifier(need.table)
            for what in (READERS, CHANGERS, ADDERS):
                policy = sql.Identifier(f"{POLICY}_{what.split()[1].lower()}")
                made.append(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, table))
            made.append(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(table))
    return made


def fences_stand() -> bool:
    """Whether every table that needs a fence has one."""
    fenced = {need.table for need in NEEDS if need.rows or need.added}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace",
        )
        return fenced <= {name for (name,) in cursor.fetchall()}


def too_much(role: str) -> list[str]:
    """What this role may and needs not, in words for the operator: empty when it is as weak as it should be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole, rolname FROM pg_roles WHERE rolname = %s", [role]
        )
        found = cursor.fetchone()
        if found is None:
            return [_("there is no such user")]
        if found[0]:
            return [_("it is a superuser, may make users, or passes by row level security")]
        cursor.execute(
            "SELECT relname, pg_has_role(%(role)s, relowner, 'MEMBER'),"
            " has_any_column_privilege(%(role)s, oid, 'SELECT'), has_table_privilege(%(role)s, oid, 'SELECT'),"
            " has_any_column_privilege(%(role)s, oid, 'UPDATE'), has_table_privilege(%(role)s, oid, 'UPDATE'),"
            " has_any_column_privilege(%(role)s, oid, 'INSERT'), has_table_privilege(%(role)s, oid, 'DELETE, TRUNCATE')"
            " FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace",
            {"role": role},
        )
        rows = cursor.fetchall()
    needs = {need.table: need for need in NEEDS}
    faults = []
    for table, owns, reads, reads_all, changes, changes_all, adds, removes in rows:
        need = needs.get(table, Need(""))
        if owns:
            return [_("it owns the tables")]
        over = (
            (reads and not need.read)
            or (reads_all and need.read != ALL)
            or (changes and not need.change)
            or changes_all
            or (adds and not need.add)
            or (removes and not need.remove)
        )
        faults += [_("it may do too much on the table %(table)s") % {"table": table}] if over else []
    return faults
