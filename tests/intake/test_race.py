"""Many at once: one token is one submission, and numbers have neither gap nor double."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

import cast as cast_module
from zhitong.errors import Conflict
from zhitong.intake import actions
from zhitong.intake.models import Receipt, Submission
from zhitong.intake.words import Words
from zhitong.journal.queries import verify_office

pytestmark = pytest.mark.usefixtures("transactional_db")


def at_once(times, deed):
    """Run the deed in so many threads, each with a connection of its own; what each gave or refused."""

    def one(number):
        try:
            return deed(number)
        except Conflict as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_twenty_clicks_at_once_are_one_submission():
    office = cast_module.district()
    by, token = office.by("lin"), uuid4()

    given = at_once(20, lambda _: actions.submit(by=by, words=Words("同一件事", body="同一段话"), token=token).pk)

    assert len(set(given)) == 1 and Submission.objects.count() == Receipt.objects.count() == 1


def test_one_token_with_twenty_texts_takes_in_one_of_them():
    office = cast_module.district()
    by, token = office.by("lin"), uuid4()

    given = at_once(20, lambda n: actions.submit(by=by, words=Words(f"第{n}件事", body="话"), token=token).pk)

    assert given.count("intake.submit.token_used") == 19 and Submission.objects.count() == 1


def test_forty_at_once_get_forty_numbers_without_gap():
    office = cast_module.district()
    by = office.by("lin")

    at_once(20, lambda n: [actions.submit(by=by, words=Words(f"{n}", body="话")).pk for _ in range(2)])

    assert sorted(Submission.objects.values_list("serial", flat=True)) == list(range(1, 41))
    assert verify_office(office.office.pk).holds
