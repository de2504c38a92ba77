"""Each role's day begins where its work is."""

import pytest


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("lin", "/submissions/new/"),
        ("zhou", "/assessment/"),
        ("wu", "/assessment/"),
        ("fang", "/dispatch/received/"),
        ("water", "/dispatch/received/"),
    ],
)
def test_the_day_begins_at_the_work(office, sign_in, who, address):
    assert sign_in(office, who).get("/").headers["Location"] == address
