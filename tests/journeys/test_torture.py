"""The short form of `make torture`: five kills in each journal mode of the whole program while clients submit; every receipt is found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.journey
TORTURE = Path(__file__).resolve().parents[2] / "benchmarks" / "torture.py"


@pytest.mark.parametrize("journal", ["", "DELETE"])
def test_every_receipt_survives_the_kills(db, journal):
    if connection.vendor != "sqlite":
        pytest.skip("the torture test makes a SQLite office of its own; it ran with the SQLite suite")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ZHITONG_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, str(TORTURE), "--kills", "5", "--clients", "8", "--journal", journal, "--patience", "600"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
