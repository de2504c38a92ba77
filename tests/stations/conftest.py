"""A workstation with a member, a liaison and a page, and a resident who has spoken there."""

from __future__ import annotations

import uuid

import pytest

from zhitong.network.models import Unit
from zhitong.stations import queries
from zhitong.stations.actions import keeping, speaking

WORDS = "楼下路灯坏了三周，晚上看不见台阶，已有老人摔倒。"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def with_station(cast):
    """The cast's office with 柳岸工作站: 田野 sits there, 孟扬 is its liaison."""
    cast.add_unit("station", f"{cast.office.short_name}柳岸委员工作站", Unit.Kind.STATION)
    cast.add_person("tian", "田野", "source", unit="station", is_member=True)
    cast.add_person("meng", "孟扬", "liaison", unit="station")
    cast.station = keeping.open_station(
        cast.units["station"], by=cast.by("he"), serves=[cast.units["street"]], place="柳岸街道12号", hours="周二上午"
    )
    return cast


@pytest.fixture
def staffed(office):
    return with_station(office)


@pytest.fixture
def spoken(staffed):
    """``spoken()`` gives (message, receipt code) of a resident who spoke on the page."""

    def one(text=WORDS, naming="none", identity=None, station=None, **more):
        station = station or staffed.station
        return speaking.speak(
            station,
            by=speaking.public_actor(station, more.pop("at", None)),
            token=more.pop("token", None) or uuid.uuid4(),
            text=text,
            naming=naming,
            identity=identity,
            consent=queries.newest_consent(station.office_id),
            **more,
        )

    return one
