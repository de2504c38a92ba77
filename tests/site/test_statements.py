"""A statement that is kept answers as the query it was made from, however often it runs; a kept insert writes what ``save`` would."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from zhitong.intake import actions
from zhitong.intake.models import Draft, Receipt, Submission
from zhitong.intake.words import Words
from zhitong.jobs.models import Job
from zhitong.network.actors import holds_on
from zhitong.network.models import Membership
from zhitong.search import upkeep
from zhitong.search.models import Document
from zhitong.statements import insert, kept, kept_update

DAY = date(2026, 3, 4)


def memberships(person_id: int, on: date) -> QuerySet:
    rows = Membership.objects.filter(holds_on(on), person_id=person_id).select_related("unit", "person__office")
    return rows.order_by("pk")


def names(person_id: int, on: date) -> QuerySet:
    return memberships(person_id, on).values_list("unit__name", "starts_on")


def starts(person_id: int, on: date) -> QuerySet:
    return memberships(person_id, on).values_list("starts_on", flat=True)[:1]


@pytest.mark.parametrize("build", [memberships, names, starts])
def test_rows_are_those_of_the_queryset_for_each_new_value(office, build):
    asked = kept(build)
    for person in (office.lin, office.du, office.lin):
        for day in (DAY, date(1990, 1, 1)):
            assert asked(person.pk, day) == list(build(person.pk, day))
    assert any(asked(person.pk, DAY) for person in office.people.values())


def test_an_item_brings_what_was_selected_with_it(office, django_assert_num_queries):
    asked = kept(memberships)
    with django_assert_num_queries(1):
        for membership in asked(office.lin.pk, DAY):
            assert (membership.unit.office_id, membership.person.office.name) == (office.office.pk, office.office.name)


def test_a_kept_change_changes_the_rows_it_names_and_counts_them(office):
    @kept_update
    def rename(token: UUID, person_id: int) -> tuple[QuerySet, dict]:
        return Draft.objects.filter(token=token), {"person_id": person_id}

    drafts = [Draft.objects.create(person=office.lin, saved_at=office.by("lin").at) for _ in range(2)]

    assert rename(drafts[0].token, office.du.pk) == 1
    assert rename(uuid4(), office.du.pk) == 0
    assert [Draft.objects.get(pk=each.pk).person_id for each in drafts] == [office.du.pk, office.lin.pk]


def test_an_inserted_row_is_read_back_as_it_was_given(office):
    at = office.by("lin").at
    job = insert(Job(task="x.y", args=["𠮷", 1, None], kwargs={"a": [True]}, enqueued_at=at, due_at=at))
    again = Job.objects.get(pk=job.pk)

    assert {f.attname: getattr(again, f.attname) for f in Job._meta.concrete_fields} == {
        f.attname: getattr(job, f.attname) for f in Job._meta.concrete_fields
    }
    job.state = Job.State.DONE  # the row is known to be there: saving it changes it
    job.save()
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_a_row_that_is_there_already_is_refused(office):
    sent = actions.submit(by=office.by("lin"), words=Words("标题", body="正文"), token=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Receipt(token=sent.receipt.token, submission=sent, digest="", given_at=sent.recorded_at))


def test_a_new_submission_is_indexed_as_if_it_had_been_read_back(office):
    words = Words("柳岸街道旧楼电梯停运三月", body="八号楼电梯停运三个月，老人上下楼困难，物业称维修资金无人牵头。")
    sent = actions.submit(by=office.by("lin"), words=words, place="柳岸", withhold_name=True)

    assert Document.objects.filter(kind="submission", item_id=sent.pk).exists()
    assert list(upkeep.differences()) == []


def test_a_submission_costs_few_statements(office):
    """Each is there for a reason (docs/decisions/0004); a new one needs a reason too."""
    by = office.by("lin")
    actions.submit(by=by, words=Words("标题", body="第一件：它在检索索引里开出新的一段，只此一次"), token=uuid4())
    with CaptureQueriesContext(connection) as seen:
        actions.submit(by=by, words=Words("标题", body="正文电梯停运三个月无人维修老人上下楼困难"), token=uuid4())
    said = [query["sql"] for query in seen if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    # On PostgreSQL two more: which piece of the search index it falls into, and that there is one more in it.
    assert len(said) <= (18 if connection.vendor == "postgresql" else 16), "\n".join(said)
    assert Submission.objects.count() == 2
