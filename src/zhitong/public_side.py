"""The residents' side as a process and a database user of its own.

On PostgreSQL that user sees no row of residents' messages, sealed names and files but those it was shown in this transaction: each
table's policy compares a random value of the row with what is named here (``ops/public_role.py``). Whoever has the user's password
can name a value too, but has to know one: a receipt's keyed hash has 256 bits, and stands nowhere that this user can read.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection


def show(name: str, value: str) -> None:
    """From here to the end of the transaction the residents' user may see the row of this ``receipt``, ``sealed`` or ``file``.

    Nothing is asked of the database elsewhere: the office's own user owns the tables and sees all their rows.
    """
    if settings.PUBLIC_SIDE and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [f"zhitong.{name}", value])
