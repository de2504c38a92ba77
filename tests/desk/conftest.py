"""What the tests of the desk are given: ``desk_cast.py`` says what it is."""

from __future__ import annotations

import pytest
from desk_cast import Desk

from replayed import replayed
from zhitong.intake.actions import AuthorGiven


@pytest.fixture
@replayed
def desk(office):
    return Desk(office)


@pytest.fixture
def desk_of():
    """``desk_of(cast)``: the same for another office."""
    return Desk


@pytest.fixture
def other_author():
    return AuthorGiven
