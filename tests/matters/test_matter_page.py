"""One matter on one page: the whole way, for those who may see it, in a constant number of queries."""

import pytest
from django.utils import timezone

from replayed import replayed
from zhitong.assessment import actions as assessment
from zhitong.desk.actions import review, series, signing, writing
from zhitong.dispatch import actions as dispatch
from zhitong.intake import actions as intake
from zhitong.intake.words import Words
from zhitong.outcomes import actions as outcomes


@pytest.fixture
@replayed
def whole_way(office):
    submission = intake.submit(
        by=office.by("lin"), words=Words("老旧小区电梯维修难", body="我们小区电梯坏了三周。"), withhold_name=True
    )
    assessment.decide(submission, "take_up", by=office.by("zhou"))
    periodical = series.add_series(by=office.by("wu"), name="临溪社情民意")
    brief = writing.start_brief(
        [submission], by=office.by("zhou"), series=periodical, title="电梯应急维修通道待建", body="情况、原因与建议。"
    )
    review.put_forward(brief, by=office.by("zhou"))
    review.pass_on(brief, by=office.by("he"))
    signing.sign_off(brief, by=office.by("wu"))
    leader = dispatch.add_recipient(by=office.by("he"), name="区政府主要领导", kind="leader", rank=4)
    dispatch.send(brief, leader, by=office.by("zhou"))
    outcomes.enter_instruction(
        brief,
        outcomes.Facts(timezone.localdate()),
        by=office.by("zhou"),
        leader="区长甲",
        leader_rank="district_main_leader",
        words="请住建局研究。",
    )
    return submission


def test_the_page_shows_the_whole_way(office, whole_way, sign_in):
    page = sign_in(office, "zhou").get(f"/matters/{whole_way.code}/").content.decode()

    for word in ("电梯坏了三周", "电梯应急维修通道待建", "临溪社情民意", "区政府主要领导", "区政协", "请住建局研究"):
        assert word in page


def test_a_withheld_name_is_not_shown_to_an_editor(office, whole_way, sign_in):
    assert "林小河" not in sign_in(office, "zhou").get(f"/matters/{whole_way.code}/").content.decode()


def test_another_office_and_a_missing_matter_answer_alike(stranger, whole_way, sign_in):
    client = sign_in(stranger, "chen")

    other, missing = client.get(f"/matters/{whole_way.code}/"), client.get("/matters/nosuchcode22/")
    assert (other.status_code, other.content) == (404, missing.content)


def test_more_outcomes_need_no_more_queries(office, whole_way, sign_in, django_assert_num_queries):
    client = sign_in(office, "zhou")
    address = f"/matters/{whole_way.code}/"
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    brief = whole_way.used_in.get().brief
    for n in range(3):
        outcomes.enter_adoption(
            brief, outcomes.Facts(timezone.localdate()), by=office.by("zhou"), body=f"机关{n}", rank=3
        )
    with django_assert_num_queries(len(few)):
        client.get(address)
