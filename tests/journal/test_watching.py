"""A room that watches a model hears of every deed on its items, once for each call of the door, after the followers."""

import pytest
from django.db import transaction

from zhitong.journal import events
from zhitong.journal.door import record, record_many
from zhitong.network.events import PersonAdded


@pytest.fixture
def heard(monkeypatch):
    """What a watcher of people heard; other watchers and followers are as they were afterwards."""
    monkeypatch.setattr(events, "_WATCHERS", {})
    monkeypatch.setattr(events, "_FOLLOWERS", {})
    told = []
    events.follows(PersonAdded)(lambda _event, on, _by: told.append(("follower", on)))
    events.watches("network.person")(lambda items, _by: told.append(("watcher", *items)))
    return told


def test_a_watcher_hears_of_each_item_once_and_after_the_followers(office, heard):
    with transaction.atomic():
        deeds = [(PersonAdded(is_member=True), person, ()) for person in (office.lin, office.du, office.lin)]
        record_many(deeds, by=office.by("admin"))

    assert heard == [
        ("follower", office.lin),
        ("follower", office.du),
        ("follower", office.lin),
        ("watcher", office.lin, office.du),
    ]


def test_deeds_on_other_models_are_not_heard(office, heard):
    with transaction.atomic():
        record(PersonAdded(is_member=True), on=office.units["street"], by=office.by("admin"))

    assert [who for who, *_items in heard] == ["follower"]


def test_what_a_watcher_refuses_does_not_happen(office, heard):
    events.watches("network.person")(lambda _items, _by: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        office.lin.title = "新职务"
        office.lin.save()
        record(PersonAdded(is_member=True), on=office.lin, by=office.by("admin"))
    office.lin.refresh_from_db()
    assert office.lin.title == ""
