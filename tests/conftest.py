"""What all tests share: the cast, a signed-in browser client, and the journal's fence around tests that empty the database."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.db import connection

sys.path.insert(0, str(Path(__file__).parent))  # tests import ``cast`` by name

import cast as cast_module
from browser import browser, new_page, page_for  # noqa: F401 -- fixtures
from zhitong.journal.fence import lower_fence, raise_fence


@pytest.fixture
def office(db):
    """临溪区, with its people."""
    return cast_module.district()


@pytest.fixture
def two_levels(db):
    """(district, city): the district's office stands under the city's."""
    above = cast_module.city()
    return cast_module.district(parent=above.office), above


@pytest.fixture
def stranger(db):
    """北屏区, another office in the same installation."""
    return cast_module.other_district()


@pytest.fixture
def sign_in(client):
    """``sign_in(office, "zhou")`` gives the test client with that person signed in."""

    def signed_in(cast, key):
        client.force_login(cast.people[key].account)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def fence(request):
    """Tests with a live server empty all tables afterwards, which the journal's triggers rightly refuse: down, then up again."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    with connection.cursor() as cursor:
        raise_fence(cursor, connection.vendor)
    yield
    with connection.cursor() as cursor:
        lower_fence(cursor, connection.vendor)
