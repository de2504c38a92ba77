"""A workstation with a member, a liaison and a page, and a resident who has spoken there."""

from __future__ import annotations

import uuid

import pytest
from stations_cast import with_station

from zhitong.stations import queries
from zhitong.stations.actions import speaking

WORDS = "楼下路灯坏了三周，晚上看不见台阶，已有老人摔倒。"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


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
