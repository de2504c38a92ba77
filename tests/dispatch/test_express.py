"""The express lane: its hours until it goes out, and the review that somebody else closes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhitong.dispatch import actions, queries
from zhitong.dispatch.clocks import hour_clock
from zhitong.errors import BadInput, NotPermitted, WrongState


def test_the_hours_run_until_the_first_dispatch(desk):
    brief = desk.signed(express="暴雨将至")
    since, hours = brief.express_since, brief.series.express_hours

    assert not hour_clock(brief, now=since + timedelta(hours=hours - 1), first_sent_at=None).is_over
    assert hour_clock(brief, now=since + timedelta(hours=hours + 3), first_sent_at=None).hours == 3
    out = hour_clock(brief, now=since + timedelta(days=9), first_sent_at=since + timedelta(hours=1))
    assert (out.is_over, out.stopped_at) == (False, since + timedelta(hours=1))


def test_the_lane_shows_everybody_what_is_on_it_and_why(desk, sign_in):
    brief = desk.signed(express="暴雨预报三日内到达")
    for key in ("zhou", "qiao", "he", "wu"):
        assert "暴雨预报三日内到达" in sign_in(desk.office, key).get(reverse("dispatch:express")).content.decode()

    desk.sent(desk.party, brief)
    assert not queries.on_express(desk.by("zhou")).exists()


def test_a_review_is_closed_once_by_somebody_else_with_words(desk, sign_in):
    brief = desk.signed(express="暴雨将至")
    review = queries.review_or_404(desk.by("he"), brief.code)
    address = reverse("dispatch:review", args=[brief.code])

    assert sign_in(desk.office, "zhou").post(address, {"justified": "yes", "words": "对"}).status_code == 422
    with pytest.raises(NotPermitted):
        actions.close_express_review(review, by=desk.by("zhou"), justified=True, words="对")
    with pytest.raises(BadInput):
        actions.close_express_review(review, by=desk.by("he"), justified=True, words="　")

    client = sign_in(desk.office, "he")
    kept = client.post(address, {"words": "暴雨如期而至"})
    assert kept.status_code == 422
    assert "暴雨如期而至" in kept.content.decode()
    assert client.post(address, {"justified": "no", "words": "按正常程序也来得及"}).status_code == 302
    review.refresh_from_db()
    assert (review.justified, review.words, review.closed_by) == (False, "按正常程序也来得及", desk.office.he)
    with pytest.raises(WrongState):
        actions.close_express_review(review, by=desk.by("wu"), justified=True, words="再看一次")


def test_open_reviews_stand_first(desk):
    first, second = desk.signed("甲事", express="急"), desk.signed("乙事", express="急")
    actions.close_express_review(first.express_review, by=desk.by("he"), justified=True, words="对")

    rows = list(queries.express_reviews(desk.by("zhou")))
    assert [row.brief for row in rows] == [second, first]
    assert rows[0].due_on >= timezone.localdate()
