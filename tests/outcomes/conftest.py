import pytest

from dispatched import Desk
from replayed import replayed


@pytest.fixture
@replayed
def desk(office):
    return Desk(office)
