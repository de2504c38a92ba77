"""Every address of the resolver × every role that is no reader: of restricted matters nothing is seen, in no page and in no file."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from every_url_world import OFF_AT_FIRST, ONLY_IN_THE_DEMO, QUERIES, SAMPLES, build_world, menu_counted_once
from test_every_url import ADDRESSES, MADE_BY_THE_BROWSER, ROLE_OF

from zhitong.intake.models import Submission
from zhitong.intake.restricted import actions
from zhitong.intake.restricted.queries import any_restricted
from zhitong.network.rights import RoleName, roles_with
from zhitong.search.models import Document

pytestmark = pytest.mark.django_db

# Words that stand in titles and texts of what is restricted, and in nothing that a page says by itself.
MARKERS = ("暗标甲号", "坏了三周", "电梯应急维修", "维修资金动用", "桥下积水", "夜宵店", "烟道", "电梯.png")
# What these kinds stand for is restricted, or comes of what is restricted: their addresses answer like missing ones.
KEPT = frozenset(
    "submission file brief issue remark copy mask dispatch to_leader to_department adoption decision express_review answer"
    " lead_taken".split()
)
# Lists that show something only when they are asked.
ASKED = {
    "assessment:inbox": ("?state=all", "?state=taken_up", "?state=declined", "?words=电梯", "?state=all&words=2026"),
    "search:results": ("?q=电梯", "?q=三周", "?q=夜宵"),
    "desk:list": ("?q=电梯", "?state=all"),
    "dispatch:list": ("?q=电梯",),
    "outcomes:ledger": ("?kind=adoption", "?q=电梯"),
    "figures:rows": ("?measure=received", "?measure=issued", "?measure=adopted_items"),
    "figures:watch": ("?list=splits", "?list=copied", "?list=authors", "?list=hands"),
    "journal:entries": ("?page=1", "?page=2", "?page=3"),
    "notices:outbox": ("?page=1",),
    "stations:coverage_rows": ("?of=streets", "?of=sectors", "?of=stations"),
}
# Whoever reads for an address that begins a new thing with the browser's own token has nothing to be shown.
NOT_ASKED = ONLY_IN_THE_DEMO | OFF_AT_FIRST | MADE_BY_THE_BROWSER | {"network:sign_out"}


def readable(answer) -> str:
    """What an answer says, the parts of an office file unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
    return body.decode("utf-8", "ignore")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    files = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), transaction.atomic(), menu_counted_once():
        own, things, _other, _others, shared = build_world()
        # The title of the world is also an example that the form gives: here it is one that nothing else says.
        Submission.objects.filter(code=things["submission"]).update(title="暗标甲号停运")
        for submission in Submission.objects.filter(office=own.office).order_by("pk"):
            if not any_restricted([submission.pk]):
                actions.restrict(submission, by=own.by("zhou"), reason="涉及个人", readers=[])
        yield own, things | shared
        transaction.set_rollback(True)


def urls_of(address, things) -> list[str]:
    given = {}
    for part in address.parts:
        kind = SAMPLES[address.name][part]
        given[part] = kind[1:] if kind.startswith("=") else things[kind]
    bare = reverse(address.name, kwargs=given)
    return [bare + QUERIES.get(address.name, ""), *(bare + query for query in ASKED.get(address.name, ()))]


def open_to(role) -> list:
    """The addresses that the door opens to a role. What the three roles of the desk share is opened as the editor alone."""
    found = []
    for address in ADDRESSES:
        access = address.view.access
        holders = roles_with(access.right) if access.kind == "right" else ()
        shared = RoleName.EDITOR in holders and role in {RoleName.SENIOR_EDITOR, RoleName.SIGNER}
        if address.name not in NOT_ASKED and not shared and (access.kind != "right" or role in holders):
            found.append(address)
    return found


@pytest.mark.parametrize("role", [role for role in ROLE_OF if role not in {RoleName.ADMINISTRATOR, RoleName.SECURITY}])
def test_who_is_no_reader_is_shown_nothing_anywhere(world, role):
    own, things = world
    # Of the editors one restricted the matters; the other is the stranger here. All other roles were named nowhere but on one matter.
    key = "qiao" if role == RoleName.EDITOR else ROLE_OF[role]
    client = Client(raise_request_exception=False)
    client.force_login(own.people[key].account)
    leaks, opened = [], 0
    for address in open_to(role):
        for url in urls_of(address, things):
            with transaction.atomic():
                answer = client.get(url)
                said = readable(answer)
                transaction.set_rollback(True)
            opened += answer.status_code == 200
            leaks += [f"{url}: {marker}" for marker in MARKERS if marker in said]
            if set(SAMPLES.get(address.name, {}).values()) & KEPT and answer.status_code not in {403, 404, 405}:
                leaks.append(f"{url}: {answer.status_code}")

    assert leaks == []
    assert opened > 5  # it did look at pages


def test_their_reader_sees_them_in_the_same_world(world):
    own, things = world
    client = Client()
    client.force_login(own.zhou.account)

    with transaction.atomic():
        pages = [
            client.get(reverse("intake:read", args=[things["submission"]])),
            client.get(reverse("desk:issue", args=[things["issue"]])),
            client.get(reverse("assessment:inbox") + "?state=all"),
        ]
        transaction.set_rollback(True)

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "暗标甲号" in pages[0].text and "电梯应急维修" in pages[1].text and "暗标甲号" in pages[2].text


def test_the_search_index_holds_no_word_of_them(world):
    own, _things = world

    texts = " ".join(Document.objects.filter(office_id=own.office.pk).values_list("text", flat=True))

    assert not [marker for marker in MARKERS if marker in texts]
