import pytest

from dispatched import Desk


@pytest.fixture
def desk(office):
    return Desk(office)
