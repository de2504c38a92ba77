"""Every address of the resolver × every role: open exactly as the view's mark and the table of rights say.

Another office's thing and one that does not exist answer with the same bytes; no answer is ever a 500. The addresses are asked of the
resolver, never listed by hand; one that has parts and no line in ``SAMPLES`` fails here.
"""

from __future__ import annotations

import re
from copy import deepcopy
from zlib import crc32

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import gettext, override
from every_url_world import (
    MADE_BY_THE_BROWSER,
    OFF_AT_FIRST,
    ONLY_IN_THE_DEMO,
    QUERIES,
    SAMPLES,
    build_world,
    menu_counted_once,
)

from addresses import Address, every_address
from zhitong.network.rights import RIGHTS, RoleName, roles_with

pytestmark = pytest.mark.django_db  # each test inside the world's own transaction

ROLE_OF = {
    RoleName.SOURCE: "lin",
    RoleName.LIAISON: "du",
    RoleName.EDITOR: "zhou",
    RoleName.SENIOR_EDITOR: "he",
    RoleName.SIGNER: "wu",
    RoleName.LEADER: "fang",
    RoleName.DEPARTMENT: "water",
    RoleName.ADMINISTRATOR: "admin",
    RoleName.SECURITY: "security",
    RoleName.AUDITOR: "auditor",
}
MISSING = {"uuid": "00000000-0000-4000-8000-000000000000", "str": "zzzzzzzzzzzz", "int": "987654321"}
# The door refuses these four alike: each address is sent one of them, which one by its name.
FOREIGN_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value="|X-CSRFToken[^:]*:[^\w]*)[\w-]+')


ADDRESSES = every_address()
WITH_ITEM = [
    address
    for address in ADDRESSES
    if any(not kind.startswith(("=", "shared")) for kind in SAMPLES.get(address.name, {}).values())
    and address.name not in MADE_BY_THE_BROWSER
    and address.view.access.kind != "public"  # what is open to everybody is open to other offices too
]


class World:
    """The two offices, a browser for each role, and the words of the door."""

    def __init__(self):
        self.own_cast, self.own, self.other_cast, self.other, self.shared = build_world()
        self.clients = {role: self._client(self.own_cast, key) for role, key in ROLE_OF.items()}
        self.nobody = Client(raise_request_exception=False)
        with override("zh-hans"):
            self.door_says = gettext("Your role does not include this page.").encode()

    def _client(self, cast, key: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(cast.people[key].account)
        return client

    def let_in(self, address: Address) -> list[Client]:
        """The browsers of the roles that the door opens to."""
        access = address.view.access
        return [
            client
            for role, client in self.clients.items()
            if access.kind != "right" or role in roles_with(access.right)
        ]

    def address(self, address: Address, things: dict[str, str] | None) -> str:
        """The URL for the things of one office; for ``None``, for things that do not exist."""
        given = {}
        for part, converter in address.parts.items():
            kind = SAMPLES[address.name][part]
            if kind.startswith("="):
                given[part] = kind[1:]
            elif things is None:
                given[part] = MISSING[converter]
            else:
                given[part] = (things | self.shared)[kind]
        return reverse(address.name, kwargs=given) + QUERIES.get(address.name, "")

    def ask(self, client: Client, method: str, url: str, sent: str = "", *, as_part: bool = False):
        """The answer; whatever the request changed is undone, also in the browser: one of the addresses signs out."""
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            headers = {"HX-Request": "true"} if as_part else {}
            answer = client.generic(
                method, url, sent, content_type="application/x-www-form-urlencoded", headers=headers
            )
            if answer.streaming:
                answer.body = b"".join(answer.streaming_content)
            else:
                answer.body = answer.content
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    files = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), transaction.atomic(), menu_counted_once():
        yield World()
        transaction.set_rollback(True)


def by_name(addresses: list[Address]):
    return pytest.mark.parametrize("address", addresses, ids=str)


@by_name(ADDRESSES)
def test_every_view_says_who_may_open_it_and_every_part_has_a_sample(address):
    access = getattr(address.view, "access", None)

    assert access is not None, "the view has no mark (@page, @signed_in, @public)"
    assert access.kind != "right" or access.right in RIGHTS, f"{access.right} stands in no table"
    assert access.kind != "public" or access.why
    assert set(SAMPLES.get(address.name, {})) == set(address.parts), "add a line to SAMPLES in every_url_world.py"


def test_no_sample_is_left_of_an_address_that_is_gone():
    assert set(SAMPLES) - {address.name for address in ADDRESSES} == set()


@by_name(ADDRESSES)
def test_each_role_gets_in_exactly_as_the_table_says(world, address):
    url = world.address(address, world.own)
    access = address.view.access
    arrived = False
    for role, client in world.clients.items():
        allowed = access.kind != "right" or role in roles_with(access.right)
        for method in ("GET", "POST"):
            # Who is refused is sent the words alone, as HTMX asks for them: the page around them is the same at every address.
            answer = world.ask(client, method, url, as_part=not allowed)
            refused_at_the_door = answer.status_code == 403 and world.door_says in answer.body

            assert answer.status_code < 500, f"{role} {method} {url}"
            assert refused_at_the_door is not allowed, f"{role} {method} {url}: {answer.status_code}"
            arrived = arrived or answer.status_code not in {403, 404, 405}
    never = ONLY_IN_THE_DEMO | OFF_AT_FIRST
    assert arrived or address.name in never, f"nobody ever arrives at {url}: the sample proves nothing"


@by_name(ADDRESSES)
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(world, address):
    url = world.address(address, world.own)
    for method in ("GET", "POST"):
        answer = world.ask(world.nobody, method, url)

        assert answer.status_code < 500, f"{method} {url}"
        if address.view.access.kind != "public":
            led = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
            assert answer.status_code == 401 if method == "POST" else led


@by_name(WITH_ITEM)
def test_another_offices_thing_answers_like_one_that_does_not_exist(world, address):
    theirs, nothing = world.address(address, world.other), world.address(address, None)
    right = address.view.access.right
    for role, client in world.clients.items():
        if right and role not in roles_with(right):
            continue  # the door refuses them before any thing is looked for: the test above
        for method in ("GET", "POST"):
            there, missing = world.ask(client, method, theirs), world.ask(client, method, nothing)

            assert there.status_code in {403, 404, 405}, f"{role} {method} {theirs}"
            assert there.status_code == missing.status_code, f"{role} {method} {theirs}"
            assert TOKENS.sub(b"", there.body) == TOKENS.sub(b"", missing.body), f"{role} {method} {theirs}"


@by_name(ADDRESSES)
def test_no_other_method_breaks_a_page(world, address):
    client = world.clients[RoleName.SENIOR_EDITOR]
    for things in (world.own, None):
        url = world.address(address, things)
        for method in ("HEAD", FOREIGN_METHODS[crc32(address.name.encode()) % len(FOREIGN_METHODS)]):
            assert world.ask(client, method, url).status_code < 500, f"{method} {url}"
