"""Reading: lists with what became of each, one submission, its files; what may not be seen answers like what is not there."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhitong.files.actions import keep_file
from zhitong.intake import actions
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.models import Submission
from zhitong.intake.words import Words
from zhitong.jobs.worker import run_due
from zhitong.notices.models import Notice

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
WORDS = Words(title="河道垃圾久未清理", body="柳岸河段漂浮垃圾两周无人清理。")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def send(cast, key="lin", **rest) -> Submission:
    return actions.submit(by=cast.by(key), words=WORDS, **rest)


def test_my_submissions_say_what_became_of_each(office, sign_in):
    first, second = send(office), send(office)
    actions.withdraw(second, by=office.by("lin"), why="重复")

    page = sign_in(office, "lin").get("/submissions/").content.decode()
    assert f"已收到，编号 {first.number}" in page and "您已撤回" in page


def test_lists_ask_the_database_equally_often_for_one_and_three(office, sign_in):
    counts = []
    client = sign_in(office, "lin")
    for more in (1, 2):
        for _ in range(more):
            send(office, authors=[AuthorGiven("林小河", office.lin), AuthorGiven("江一帆", office.jiang)])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/submissions/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_liaison_reads_what_came_from_the_unit(office, sign_in):
    sent = send(office)
    client = sign_in(office, "du")

    assert WORDS.title in client.get("/submissions/unit/").content.decode()
    assert WORDS.body in client.get(f"/submissions/{sent.code}/").content.decode()
    assert sign_in(office, "lin").get("/submissions/unit/").status_code == 403


@pytest.mark.parametrize("deed", ["", "receipt/", "files/nosuchfile00/", "pictures/nosuchfile00/"])
def test_anothers_submission_and_a_missing_one_answer_alike(office, stranger, sign_in, deed):
    sent = send(office)
    for client in (sign_in(office, "jiang"), sign_in(stranger, "chen")):
        theirs = client.get(f"/submissions/{sent.code}/{deed}")
        missing = client.get(f"/submissions/nosuchcode00/{deed}")
        assert theirs.status_code == missing.status_code == 404
        assert len(theirs.content) == len(missing.content)


@pytest.mark.parametrize("deed", ["withdraw/", "move-to-paper/"])
def test_anothers_submission_is_not_changed_and_not_by_get(office, stranger, sign_in, deed):
    sent = send(office)
    for cast, key in ((office, "jiang"), (stranger, "chen")):
        answer = sign_in(cast, key).post(f"/submissions/{sent.code}/{deed}", {"why": "x", "reason": "x"})
        assert answer.status_code in (403, 404)
    assert sign_in(office, "zhou").get(f"/submissions/{sent.code}/{deed}").status_code == 405
    sent.refresh_from_db()
    assert sent.withdrawn_at is None and sent.paper_at is None


def test_withdrawing_and_moving_to_paper_through_the_page(office, sign_in):
    sent = send(office)
    assert sign_in(office, "lin").post(f"/submissions/{sent.code}/withdraw/", {"why": "　"}).status_code == 422
    sign_in(office, "lin").post(f"/submissions/{sent.code}/withdraw/", {"why": "已经解决"})
    sign_in(office, "zhou").post(f"/submissions/{sent.code}/move-to-paper/", {"reason": "误填"})

    sent.refresh_from_db()
    assert sent.withdrawn_at and sent.paper_at and sent.title == ""


def test_an_attachment_is_a_download_that_no_browser_runs(office, sign_in):
    file = keep_file(BytesIO(PNG), "张三反映.png", by=office.by("lin"))
    sent = send(office, files=[file])

    answer = sign_in(office, "zhou").get(f"/submissions/{sent.code}/files/{file.code}/")
    assert b"".join(answer.streaming_content) == PNG
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_withheld_name_is_in_no_page_for_the_editor_not_even_in_a_file_name(office, sign_in):
    file = keep_file(BytesIO(PNG), "林小河反映.png", by=office.by("lin"))
    sent = send(office, files=[file], withhold_name=True)
    actions.withdraw(sent, by=office.by("lin"), why="我是林小河，先撤回")

    for key in ("zhou", "du"):
        client = sign_in(office, key)
        for address in (f"/submissions/{sent.code}/", f"/submissions/{sent.code}/receipt/", "/submissions/unit/"):
            page = client.get(address)
            assert page.status_code == 403 or "林小河" not in page.content.decode()
        disposition = client.get(f"/submissions/{sent.code}/files/{file.code}/").headers["Content-Disposition"]
        assert "%E6%9E%97" not in disposition
    assert "林小河" in sign_in(office, "he").get(f"/submissions/{sent.code}/").content.decode()


def test_a_joint_author_is_told_and_a_second_run_tells_nobody_twice(office):
    send(office, "jiang", authors=[AuthorGiven("江一帆", office.jiang), AuthorGiven("林小河", office.lin)])
    run_due()
    from zhitong.intake.jobs import follow_up

    follow_up.func([Submission.objects.get().code])

    assert Notice.objects.filter(person=office.lin, event="intake.submitted").count() == 1
    assert not Notice.objects.filter(person=office.jiang).exists()


def test_the_desk_is_told_at_once_of_what_cannot_wait(office):
    send(office, express_reason="两位透析病人出不了门")
    run_due()

    told = {notice.person for notice in Notice.objects.filter(event="intake.submitted")}
    assert {office.zhou, office.qiao, office.he, office.wu} <= told and office.fang not in told


@pytest.mark.parametrize("query", ["?page=-1", "?page=0", f"?page={'9' * 30}", "?page=abc", "?page=%00"])
def test_lists_bear_any_page_number(office, sign_in, query):
    send(office)

    for address in ("/submissions/", "/submissions/drafts/", "/submissions/calls/"):
        assert sign_in(office, "lin").get(address + query).status_code == 200
