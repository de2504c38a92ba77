"""The inbox's filter: from the address and back, each condition, and words that hold the signs of LIKE."""

from datetime import date, timedelta

import pytest
from assessment_cast import send_in
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhitong.assessment.actions import decide
from zhitong.assessment.ages import clock_for
from zhitong.assessment.filters import AGES, ORDERS, STATES, Filter
from zhitong.assessment.inbox import keys_of, queue_counts
from zhitong.assessment.memory import filter_of
from zhitong.intake.actions import withdraw
from zhitong.network.actions import add_choice, set_setting


def titles(office, **conditions):
    """The titles that a filter shows, in its order."""
    viewer = office.by("zhou")
    rows = Filter(**conditions).rows(office.office.submissions.all(), clock_for(viewer))
    return [row.title for row in rows]


def test_each_state_shows_its_own(office):
    zhou = office.by("zhou")
    tomorrow = timezone.localdate() + timedelta(days=1)
    parts = {
        "taken_up": ("take_up", {}),
        "held": ("hold", {"words": "等", "hold_until": tomorrow}),
        "sent_back": ("send_back", {"told": "请补充"}),
        "transferred": ("transfer", {"words": "转", "transfer_to": "水务局"}),
        "to_proposal": ("to_proposal", {"words": "宜作提案"}),
        "declined": ("decline", {"words": "已解决"}),
    }
    waiting = send_in(office, "awaiting")
    for state, (verdict, more) in parts.items():
        decide(send_in(office, state), verdict, by=zhou, **more)
    decide(send_in(office, "merged"), "merge", by=zhou, into=waiting)
    withdraw(send_in(office, "withdrawn"), by=office.by("lin"), why="")

    for state in (*parts, "merged", "withdrawn", "awaiting"):
        assert titles(office, state=state) == [state]
    assert len(titles(office, state="all")) == 9


def test_what_comes_back_from_a_hold_waits_and_is_named_so(office):
    past = timezone.now() - timedelta(days=10)
    submission = send_in(office, "留存过", at=past)
    day = timezone.localdate() - timedelta(days=1)
    decide(submission, "hold", by=office.by("zhou", at=past), words="等", hold_until=day)
    send_in(office, "新来")

    assert titles(office, state="due") == ["留存过"]
    assert titles(office) == ["留存过", "新来"]


def test_facts_of_the_submission_narrow_the_list(office):
    add_choice("area", "交通", by=office.by("he"), code="traffic")
    send_in(
        office,
        "一",
        place="石桥镇东街",
        scope="widespread",
        scope_evidence="六个小区",
        area="traffic",
        express_reason="明天开工",
    )
    send_in(office, "二", by="jiang", origin="research")

    assert titles(office, place="石桥") == ["一"]
    assert titles(office, scope="widespread") == ["一"]
    assert titles(office, area="traffic") == ["一"]
    assert titles(office, express="1") == ["一"]
    assert titles(office, origin="research") == ["二"]
    assert titles(office, unit=office.units["sector"].code) == ["二"]
    assert titles(office, kind="street_group") == ["一"]


def test_days_include_both_ends_where_the_office_stands(office):
    at = timezone.make_aware(timezone.datetime(2026, 3, 5, 23, 59))
    send_in(office, "五日深夜", at=at)

    assert titles(office, since=date(2026, 3, 5), until=date(2026, 3, 5)) == ["五日深夜"]
    assert titles(office, since=date(2026, 3, 6)) == []
    assert titles(office, until=date(2026, 3, 4)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("100%", ["降价100%"]),
        ("%", ["降价100%"]),
        ("_", ["a_b"]),
        ("a_b", ["a_b"]),
        ("\\", ["反\\斜"]),
        ("'; DROP", []),
        ("电梯 停运", ["电梯已停运"]),
        ("停运 电梯", ["电梯已停运"]),
        ("𠮷", ["𠮷野路"]),
        ("A_B", ["a_b"]),
    ],
)
def test_words_are_found_as_they_stand(office, words, found):
    for title in ("降价100%", "a_b", "反\\斜", "电梯已停运", "𠮷野路", "axb"):
        send_in(office, title, body="无关的内容。")

    assert titles(office, words=words) == found


def test_a_number_finds_its_submission(office):
    send_in(office, "一")
    second = send_in(office, "二")

    assert titles(office, words=second.number) == ["二"]


def test_express_requests_come_first_when_asked(office):
    send_in(office, "旧")
    send_in(office, "急", express_reason="明天开工")

    assert titles(office) == ["旧", "急"]
    assert titles(office, order="express") == ["急", "旧"]
    assert titles(office, order="newest") == ["急", "旧"]


@given(
    state=st.sampled_from(sorted(STATES)),
    age=st.sampled_from(["", *sorted(AGES)]),
    order=st.sampled_from(sorted(ORDERS)),
    words=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).filter(lambda text: text.strip()),
    since=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
@pytest.mark.django_db
def test_an_address_gives_back_the_filter_it_was_made_from(state, age, order, words, since):
    class Viewer:
        office_id = 0

    wanted = Filter(state=state, age=age, order=order, words=words, since=since)
    read = filter_of(wanted.query(), Viewer())

    assert read == wanted or not read.words  # a text of nothing but invisible signs asks nothing


def test_what_cannot_be_read_asks_nothing(office):
    wanted = filter_of("state=eaten&since=2026-02-30&scope=%00&age=old&unit=x&order=__class__", office.by("zhou"))

    assert wanted == Filter()


def test_the_rows_age_and_the_filter_agree_for_every_day(office):
    now = timezone.now()
    for days in range(14):
        send_in(office, f"{days}天前", at=now - timedelta(days=days, hours=1))
    zhou = office.by("zhou", at=now)
    clock = clock_for(zhou)

    by_age = {age: set(keys_of(zhou, Filter(age=age), clock)) for age in AGES}
    rows = office.office.submissions.all()
    assert by_age == {age: {row.pk for row in rows if clock.age(row.received_at).name == age} for age in AGES}
    counts = queue_counts(zhou, clock)
    assert (counts.new, counts.near, counts.late) == tuple(len(by_age[age]) for age in ("new", "near", "late"))
    assert counts.awaiting == 14


def test_the_queue_is_late_by_the_offices_own_days(office):
    send_in(office, "三天前", at=timezone.now() - timedelta(days=30))
    assert titles(office, age="late") == ["三天前"]

    set_setting("queue_late_days", 400, by=office.by("he"))

    assert titles(office, age="late") == []
    assert titles(office, age="near") == ["三天前"]
