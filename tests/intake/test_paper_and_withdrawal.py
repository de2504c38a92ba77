"""Withdrawing is an entry; moving to paper destroys the words and leaves a stub that still verifies."""

from io import BytesIO

import pytest

from zhitong.errors import NotPermitted, WrongState
from zhitong.files import store
from zhitong.files.actions import keep_file
from zhitong.intake import actions, queries, timeline
from zhitong.intake.models import Submission
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office

SECRET = "不应出现在系统里的一段话"
WORDS = Words(title=f"标题{SECRET}", facts=f"情况{SECRET}", causes=SECRET, advice=SECRET, body=SECRET)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def send(office, **rest):
    return actions.submit(by=office.by("lin"), words=WORDS, **rest)


def test_a_withdrawn_submission_stays_and_says_so(office):
    sent = send(office)
    actions.withdraw(sent, by=office.by("lin"), why="事情已经解决")

    kept = Submission.objects.get()
    assert kept.withdrawn_at and kept.title == WORDS.title
    assert "您已撤回。" in [line.text for line in timeline.for_source(kept, office.by("lin"))]


def test_a_sources_reason_stays_out_of_the_journal_and_the_desks_reason_in_it(office):
    actions.withdraw(send(office), by=office.by("lin"), why="邻居张某已经和好")
    actions.withdraw(send(office), by=office.by("zhou"), why="来稿人电话要求撤回")

    reasons = list(Entry.objects.filter(action="intake.withdrawn").order_by("seq").values_list("reason", flat=True))
    assert reasons == ["", "来稿人电话要求撤回"]


def test_nobody_withdraws_anothers_or_twice(office):
    sent = send(office)
    for key in ("jiang", "wu", "fang"):
        with pytest.raises(NotPermitted):
            actions.withdraw(sent, by=office.by(key), why="不归我管")
    actions.withdraw(sent, by=office.by("du"), why="联络员代为撤回")
    with pytest.raises(WrongState):
        actions.withdraw(sent, by=office.by("lin"), why="再撤一次")


def test_moved_to_paper_no_word_is_left_in_any_column_or_file(office):
    file = keep_file(BytesIO(SECRET.encode()), f"{SECRET}.txt", by=office.by("lin"))
    sent = send(
        office,
        files=[file],
        place=SECRET,
        scope="several",
        scope_evidence=SECRET,
        provenance=SECRET,
        voice=SECRET,
        express_reason=SECRET,
    )
    digest = sent.digest

    actions.move_to_paper(sent, by=office.by("zhou"), reason="误填涉密事项")

    stub = Submission.objects.get()
    assert all(SECRET not in str(getattr(stub, field.name)) for field in Submission._meta.concrete_fields)
    assert (stub.digest, stub.serial, queries.text_of(stub)) == (digest, 1, "")
    assert queries.authors_of(stub)[0].person == office.lin
    file.refresh_from_db()
    assert file.state == file.State.ERASED and SECRET not in file.name


def test_the_bytes_are_gone_once_the_deed_is_durable(office, django_capture_on_commit_callbacks):
    file = keep_file(BytesIO(SECRET.encode()), "附件.txt", by=office.by("lin"))
    sent = send(office, files=[file])

    with django_capture_on_commit_callbacks(execute=True):
        actions.move_to_paper(sent, by=office.by("zhou"), reason="误填")

    assert not store.path_of(file.digest).exists()


def test_the_chain_verifies_after_the_words_are_gone(office):
    sent = send(office)
    actions.move_to_paper(sent, by=office.by("zhou"), reason="误填")

    assert verify_office(office.office.pk).holds
    assert sent.digest in Entry.objects.get(action="intake.moved_to_paper").details
    with pytest.raises(WrongState):
        actions.move_to_paper(sent, by=office.by("he"), reason="再来一次")


def test_a_source_does_not_move_to_paper(office):
    with pytest.raises(NotPermitted):
        actions.move_to_paper(send(office), by=office.by("lin"), reason="自己来")


def test_what_is_no_longer_there_reads_as_a_stub(office, sign_in):
    sent = send(office)
    actions.move_to_paper(sent, by=office.by("zhou"), reason="误填")

    for key in ("lin", "zhou"):
        page = sign_in(office, key).get(f"/submissions/{sent.code}/").content.decode()
        assert "已转纸质办理" in page and SECRET not in page
