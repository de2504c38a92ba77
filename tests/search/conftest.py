"""What the tests of the search share: submissions sent in, briefs on their way, and a short way to ask."""

from __future__ import annotations

import pytest

from dispatched import Desk
from replayed import replayed
from zhitong.intake.actions import submit
from zhitong.intake.words import Words
from zhitong.search.find import Wish, find
from zhitong.search.models import Document
from zhitong.text import parse_query


@pytest.fixture
def send(office):
    """``send("标题", "正文", key="lin", **details)``: a submission."""

    def sent(title, body="河湾小区三部电梯停运。", key="lin", cast=office, **details):
        return submit(by=cast.by(key), words=Words(title=title, body=body), **details)

    return sent


@pytest.fixture
def found():
    """``found(cast, "zhou", "电梯")``: the codes that person finds, the newest first; ``chosen`` and days as in ``Wish``."""

    def codes(cast, key, typed, *, ranked=False, **wish):
        spots = find(cast.by(key), Wish(parse_query(typed), **wish), ranked=ranked).spots
        code_of = dict(Document.objects.values_list("spot", "code"))
        return [code_of[spot] for spot in spots]

    return codes


@pytest.fixture
@replayed
def desk(office):
    return Desk(office)
