"""What all tests share: the cast, a signed-in browser client, and the journal's fence around tests that empty the database."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

sys.path.insert(0, str(Path(__file__).parent))  # tests import ``cast`` by name

import cast as cast_module
import emptying
from browser import browser, new_page, page_for  # noqa: F401 -- fixtures
from zhitong.journal.fence import lower_fence, raise_fence
from zhitong.vault import keys

# The files that take longest, the longest first. Where several processes take file after file, none must be left with one of these at the
# end while the others have nothing to do.
LONG_FILES = (
    "test_twenty_matters.py",
    "test_torture.py",
    "test_every_url.py",
    "test_every_page.py",
    "test_bad_input.py",
    "test_desk_journey.py",
    "test_commands.py",
    "test_loading.py",
    "test_restricted_leaks.py",
    "test_answers_in_browser.py",
    "test_assessment_in_browser.py",
    "test_look_in_browser.py",
    "test_papers.py",
    "test_reports_in_browser.py",
    "test_command_language.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):  # one of several processes
        place = {name: number for number, name in enumerate(LONG_FILES)}
        items.sort(key=lambda item: place.get(item.path.name, len(place)))


# How long an example takes says how busy the machine is, not whether the program is right.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


def pytest_collection_finish(session):
    """What is loaded stays loaded: the collector need not walk over it again and again (a twelfth of all processor time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """With SQLite the tests' database is a file, as an office's is: each thread of a live server has a connection of its own.

    Django's default, one connection to memory for all threads, is what pysqlite3 cannot bear: its cache of statements breaks when two
    threads prepare at once, and every later test of the process fails."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def vault_keys(tmp_path_factory):
    """A key file for sealed identities, made once for all tests."""
    settings.VAULT_PUBLIC = ""
    settings.VAULT_KEYS = tmp_path_factory.mktemp("keys") / "vault.keys"
    keys.add_key()


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """With PostgreSQL, tests with a live server empty only the tables that hold rows."""
    if connection.vendor == "postgresql":
        type(connection.ops).sql_flush = emptying.sql_flush


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


_fence_is_down = False


@pytest.fixture(autouse=True)
def fence(request):
    """Tests with a live server empty all tables afterwards, which the journal's triggers rightly refuse: they are taken down for that, and
    every later test of this process begins by putting them up again."""
    global _fence_is_down
    names = set(request.fixturenames)
    if {"transactional_db", "live_server"} & names:
        request.getfixturevalue("transactional_db")
        _put_up()
        yield
        with connection.cursor() as cursor:
            lower_fence(cursor, connection.vendor)
        _fence_is_down = True
    else:
        if _fence_is_down and "db" in names:
            request.getfixturevalue("db")
            _put_up()  # inside the test's own transaction, which is rolled back
        yield


def _put_up() -> None:
    with connection.cursor() as cursor:
        raise_fence(cursor, connection.vendor)
