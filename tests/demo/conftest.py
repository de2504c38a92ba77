"""The demo is loaded once for all tests that read it, in a transaction that is rolled back at the end."""

from __future__ import annotations

import pytest
from demo_day import TODAY
from django.db import transaction
from django.test import override_settings

from zhitong.demo.load import load


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The number of deeds that loading took."""
    files = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), transaction.atomic():
        yield load(TODAY)
        transaction.set_rollback(True)
