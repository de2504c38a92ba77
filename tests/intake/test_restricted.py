"""敏感: who may restrict, who reads, what is put on record, what stays counted, and how a matter travels while it is restricted."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from zhitong.assessment import actions as assessment
from zhitong.assessment.ages import clock_for
from zhitong.assessment.inbox import queue_counts
from zhitong.desk.actions import review, series, signing, writing
from zhitong.desk.queries import visible_briefs
from zhitong.dispatch import actions as dispatch
from zhitong.errors import NotPermitted, WrongState
from zhitong.figures.measures import BY_CODE
from zhitong.figures.periods import read_period
from zhitong.figures.scope import Scope
from zhitong.intake import actions as intake
from zhitong.intake import queries
from zhitong.intake.restricted import actions
from zhitong.intake.restricted.queries import any_restricted, readers_of, restriction_of
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office
from zhitong.network.models import Office
from zhitong.outcomes import actions as outcomes
from zhitong.search.asked import read
from zhitong.search.find import newest
from zhitong.search.upkeep import differences

BODY = "情况：码头仓库夜里卸货。\n原因：无人值守。\n建议：加派人手。"


def sent(office, title: str = "码头仓库夜间卸货"):
    return intake.submit(by=office.by("lin"), words=Words(title, body=f"{title}，连续三晚。"))


def restricted(office, submission, *readers):
    return actions.restrict(submission, by=office.by("zhou"), reason="涉及举报人", readers=list(readers))


def issued(office, submission):
    assessment.decide(submission, "take_up", by=office.by("zhou"))
    periodical = series.add_series(by=office.by("wu"), name="社情民意")
    brief = writing.start_brief([submission], by=office.by("zhou"), series=periodical, title="夜间卸货", body=BODY)
    review.put_forward(brief, by=office.by("zhou"))
    brief.refresh_from_db()
    if brief.step < len(brief.chain) - 1:
        review.pass_on(brief, by=office.by("he"))
    signing.sign_off(brief, by=office.by("wu"))
    brief.refresh_from_db()
    return brief


def sees(office, key: str, submission) -> bool:
    return queries.visible_submissions(office.by(key)).filter(pk=submission.pk).exists()


def test_only_the_named_see_it_and_what_is_written_from_it(office):
    submission = sent(office)
    brief = issued(office, submission)

    restricted(office, submission, office.wu)

    assert [key for key in ("zhou", "qiao", "he", "wu", "lin", "du") if sees(office, key, submission)] == ["zhou", "wu"]
    assert [key for key in ("zhou", "qiao", "he", "wu") if visible_briefs(office.by(key)).filter(pk=brief.pk)] == [
        "zhou",
        "wu",
    ]


def test_a_reader_who_is_removed_sees_nothing_from_the_next_request_on(office, client):
    submission = sent(office)
    restriction = restricted(office, submission, office.he)
    client.force_login(office.he.account)
    url = reverse("intake:read", args=[submission.code])
    assert client.get(url).status_code == 200

    actions.remove_reader(restriction, office.he, by=office.by("zhou"), reason="调岗")

    assert client.get(url).status_code == 404


def test_who_is_no_reader_changes_nothing(office):
    submission = sent(office)
    restriction = restricted(office, submission)

    with pytest.raises(NotPermitted):
        actions.name_reader(restriction, office.he, by=office.by("he"), reason="我要看")
    with pytest.raises(NotPermitted):
        actions.lift(restriction, by=office.by("wu"), reason="解除")
    with pytest.raises(NotPermitted):
        actions.restrict(sent(office, "另一件"), by=office.by("lin"), reason="本人要求", readers=[])
    assert [reader.person for reader in readers_of(restriction)] == [office.zhou]


def test_the_last_reader_of_the_desk_cannot_be_removed(office):
    restriction = restricted(office, sent(office), office.fang)

    with pytest.raises(WrongState) as refusal:
        actions.remove_reader(restriction, office.zhou, by=office.by("zhou"), reason="离岗")

    assert refusal.value.code == "intake.reader.last"


def test_the_journal_holds_codes_and_no_reason_of_the_matter_and_verifies(office):
    submission = sent(office)
    restriction = restricted(office, submission, office.he)
    actions.name_reader(restriction, office.wu, by=office.by("zhou"), reason="要签发")
    actions.lift(restriction, by=office.by("wu"), reason="事情已公开")

    entries = Entry.objects.filter(subject_code=submission.code, action__startswith="intake.re").order_by("seq")

    assert [entry.action for entry in entries] == [
        "intake.restricted",
        "intake.reader_named",
        "intake.restriction_lifted",
    ]
    assert "举报人" not in " ".join(entry.reason + entry.details for entry in entries)
    assert verify_office(office.office.pk).holds
    assert sees(office, "qiao", submission)


def test_each_reading_is_one_line_that_readers_and_the_auditor_see(office, client):
    submission = sent(office)
    brief = issued(office, submission)
    restriction = restricted(office, submission)
    client.force_login(office.zhou.account)
    for url in (
        reverse("intake:read", args=[submission.code]),
        reverse("desk:issue_bare", args=[brief.code]),
        reverse("desk:issue_docx", args=[brief.code]),
        reverse("desk:list"),  # a list opens nothing
    ):
        assert client.get(url).status_code == 200

    log = client.get(reverse("intake:restriction", args=[restriction.code]))
    client.force_login(office.auditor.account)
    audited = client.get(reverse("intake:restriction", args=[restriction.code]))
    client.force_login(office.qiao.account)
    stranger = client.get(reverse("intake:restriction", args=[restriction.code]))

    readings = Entry.objects.filter(action="intake.restricted_read", subject_code=submission.code)
    assert [entry.details for entry in readings.order_by("seq")] == [
        '{"how":"read","page":"intake:read"}',
        '{"how":"print","page":"desk:issue_bare"}',
        '{"how":"file","page":"desk:issue_docx"}',
    ]
    assert log.text.count("周敏") >= 4 and "下载文件" in log.text and submission.number in log.text
    assert "下载文件" in audited.text and submission.number in audited.text
    assert submission.title not in audited.text and "举报人" not in audited.text
    assert stranger.status_code == 404


def test_page_print_and_file_bear_the_mark_with_name_and_time(office, client):
    submission = sent(office)
    brief = issued(office, submission)
    restricted(office, submission)
    client.force_login(office.zhou.account)

    page = client.get(reverse("matters:matter", args=[submission.code])).text
    bare = client.get(reverse("desk:issue_bare", args=[brief.code])).text
    with zipfile.ZipFile(io.BytesIO(client.get(reverse("desk:issue_docx", args=[brief.code])).content)) as packed:
        heads = [packed.read(name).decode() for name in packed.namelist() if "header" in name]
    pdf = client.get(reverse("desk:issue_pdf", args=[brief.code]))

    year = str(timezone.localdate().year)
    for text in (page, bare, *heads):
        assert "敏感 · 仅限指定人员阅读" in text and "周敏" in text and year in text
    assert len(heads) == 2  # odd and even sheets
    assert pdf.content.startswith(b"%PDF")


def test_what_is_not_restricted_bears_no_mark_and_leaves_no_reading(office, client):
    submission = sent(office)
    brief = issued(office, submission)
    client.force_login(office.zhou.account)

    page = client.get(reverse("intake:read", args=[submission.code])).text
    with zipfile.ZipFile(io.BytesIO(client.get(reverse("desk:issue_docx", args=[brief.code])).content)) as packed:
        heads = [name for name in packed.namelist() if "header" in name]

    assert "仅限指定人员阅读" not in page and heads == []
    assert not Entry.objects.filter(action="intake.restricted_read").exists()


def test_the_source_keeps_the_line_and_not_the_words(office, client):
    submission = sent(office)
    restricted(office, submission)
    client.force_login(office.lin.account)

    mine = client.get(reverse("intake:mine")).text

    assert submission.number in mine and submission.title not in mine
    assert client.get(reverse("intake:read", args=[submission.code])).status_code == 404
    assert client.get(reverse("intake:receipt", args=[submission.code])).status_code == 404


def test_what_is_joined_is_restricted_together_also_later(office):
    lead, joined, later = sent(office), sent(office, "码头又在卸货"), sent(office, "码头第三次卸货")
    assessment.decide(lead, "take_up", by=office.by("zhou"))
    assessment.decide(joined, "merge", by=office.by("zhou"), into=lead)

    restricted(office, joined, office.he)
    assessment.decide(later, "merge", by=office.by("he"), into=lead)

    assert all(any_restricted([one.pk]) for one in (lead, joined, later))
    assert {reader.person for reader in readers_of(restriction_of(later))} == {office.zhou, office.he}
    actions.lift(restriction_of(lead), by=office.by("zhou"), reason="已公开")
    assert not any(any_restricted([one.pk]) for one in (lead, joined, later))


def test_the_queue_of_a_stranger_counts_it_not_and_the_figures_go_on_counting(office, client):
    submission = sent(office)
    sent(office, "路灯不亮")
    restricted(office, submission)
    stranger, today = office.by("qiao"), timezone.localdate()
    client.force_login(office.qiao.account)

    rows = client.get(reverse("figures:rows") + f"?measure=received&period={today.year}").text

    assert queue_counts(stranger, clock_for(stranger)).awaiting == 1
    scope = Scope(office.office.pk, read_period(str(today.year), today), today)
    assert BY_CODE["received"].rows(scope).count() == 2
    assert "其中 1 行是敏感事项" in rows and submission.title not in rows and "路灯不亮" in rows


def test_search_forgets_it_and_finds_it_again_when_it_is_lifted(office):
    submission = sent(office)
    issued(office, submission)
    restriction = restricted(office, submission)
    reader = office.by("zhou")

    def found() -> int:
        return len(newest(reader, read(QueryDict("q=卸货"), office.office.pk).wish, 10))

    assert found() == 0  # for its reader too: it stands in no index
    assert list(differences()) == []
    actions.lift(restriction, by=reader, reason="已公开")
    assert found() == 3  # with the brief and its adoption by the own periodical
    assert list(differences()) == []


def test_it_is_sent_to_named_readers_only_and_arrives_above_restricted(two_levels):
    office, above = two_levels
    submission = sent(office)
    brief = issued(office, submission)
    restriction = restricted(office, submission, office.wu)
    to_leader = dispatch.add_recipient(
        by=office.by("he"), name="方岚", kind="leader", rank=Office.Rank.DISTRICT, person=office.fang
    )
    upward = dispatch.add_recipient(
        by=office.by("he"), name="市政协", kind="office_above", rank=Office.Rank.CITY, linked_office=above.office
    )

    with pytest.raises(WrongState) as refusal:
        dispatch.send(brief, to_leader, by=office.by("zhou"))
    actions.name_reader(restriction, office.fang, by=office.by("zhou"), reason="报领导阅示")
    dispatch.send(brief, to_leader, by=office.by("zhou"))
    arrived = dispatch.send(brief, upward, by=office.by("zhou")).arrived_as

    assert refusal.value.code == "dispatch.send.not_a_reader"
    assert [reader.person for reader in readers_of(restriction_of(arrived))] == [above.tang]
    assert sees(above, "tang", arrived) and not sees(above, "gao", arrived)


def test_outcomes_of_it_are_seen_by_readers_alone(office, client):
    submission = sent(office)
    brief = issued(office, submission)
    adopted = outcomes.enter_adoption(
        brief, outcomes.Facts(timezone.localdate()), by=office.by("zhou"), body="区委办公室", rank=4
    )
    restricted(office, submission)
    url = reverse("outcomes:row", args=["adoption", adopted.code])

    client.force_login(office.zhou.account)
    assert client.get(url).status_code == 200
    client.force_login(office.qiao.account)
    assert client.get(url).status_code == 404
    assert "夜间卸货" not in client.get(reverse("outcomes:ledger")).text


def test_the_form_comes_back_with_what_was_typed(office, client):
    submission = sent(office)
    client.force_login(office.zhou.account)
    url = reverse("intake:restrict", args=[submission.code])

    refused = client.post(url, {"reason": "", "readers": [office.he.code]})
    done = client.post(url, {"reason": "涉及个人", "readers": [office.he.code]}, follow=True)

    assert refused.status_code == 422 and "请写明理由" in refused.text and "checked" in refused.text
    assert "何静" in done.text and "涉及个人" in done.text


def test_the_inbox_asks_no_more_queries_when_more_is_restricted(office, client):
    client.force_login(office.zhou.account)
    counts = []
    for title in ("甲", "乙", "丙", "丁"):
        restricted(office, sent(office, f"{title}码头卸货"))
        client.get(reverse("assessment:inbox"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("desk:list"))
            client.get(reverse("intake:restricted_list"))
        counts.append(len(asked))

    assert len(set(counts)) == 1
