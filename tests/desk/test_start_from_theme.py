"""A theme becomes a 综合 brief in one step, and every submission in it is credited."""

import pytest
from django.urls import reverse

from replayed import replayed
from zhitong.assessment import actions as assessment
from zhitong.assessment.jobs import ask
from zhitong.assessment.models import Theme
from zhitong.assessment.queries import in_force
from zhitong.desk.actions.composite import start_from_theme
from zhitong.desk.actions.series import add_series
from zhitong.desk.models import Brief
from zhitong.errors import BadInput, NotPermitted
from zhitong.intake.actions import submit
from zhitong.intake.words import Words
from zhitong.jobs.worker import run_due

TITLES = ("柳荫新城三栋夜宵店油烟直排", "柳荫新城夜宵店油烟扰民无人管", "再次反映柳荫新城三栋餐馆油烟")
WHOLE = 10_000


@pytest.fixture
@replayed
def desk(office):
    """Three submissions in one theme, nothing decided yet."""
    office.submissions = [
        submit(by=office.by(who), words=Words(title, body="柳荫新城三栋楼下夜宵店没有烟道，油烟直排到住户窗前。"))
        for who, title in zip(("lin", "jiang", "lin"), TITLES, strict=True)
    ]
    ask(by=office.by("zhou"))
    while run_due():
        pass
    office.theme = Theme.objects.get()
    office.series = add_series(by=office.by("wu"), name="社情民意")
    return office


def shares(brief) -> list[int]:
    return list(brief.sources.order_by("position").values_list("share", flat=True))


def test_one_press_takes_up_joins_and_credits_all(desk, sign_in):
    client = sign_in(desk, "zhou")
    address = reverse("desk:start_theme", args=[desk.theme.code])
    assert address in client.get(reverse("assessment:theme", args=[desk.theme.code])).content.decode()

    answer = client.post(
        address, {"series": desk.series.code, "title": "", "s": [one.code for one in desk.submissions]}
    )
    brief = Brief.objects.get()

    assert answer.url == reverse("desk:write", args=[brief.code])
    assert brief.kind == Brief.Kind.COMPOSITE
    assert brief.title == desk.theme.name
    assert sorted(brief.sources.values_list("submission_id", flat=True)) == [one.pk for one in desk.submissions]
    assert sum(shares(brief)) == WHOLE
    assert [in_force(one).verdict for one in desk.submissions] == ["take_up", "merge", "merge"]
    assert all(row.state == "confirmed" for row in desk.theme.items.all())


def test_what_was_taken_up_before_leads(desk):
    assessment.decide(desk.submissions[1], "take_up", by=desk.by("zhou"))
    brief = start_from_theme(desk.theme, desk.submissions, by=desk.by("zhou"), series=desk.series)

    assert brief.sources.order_by("position").first().submission == desk.submissions[1]
    assert in_force(desk.submissions[0]).into == desk.submissions[1]


def test_what_was_decided_otherwise_is_named_and_left_out(desk, sign_in):
    assessment.decide(desk.submissions[0], "decline", by=desk.by("zhou"), words="重复", told="已有同类来稿")
    client, address = sign_in(desk, "zhou"), reverse("desk:start_theme", args=[desk.theme.code])
    shown = client.get(address).content.decode()
    assert "另有 1 件已另作处理" in shown

    client.post(address, {"series": desk.series.code, "s": [one.code for one in desk.submissions]})

    assert Brief.objects.get().sources.count() == 2
    with pytest.raises(BadInput):
        start_from_theme(desk.theme, desk.submissions, by=desk.by("zhou"), series=desk.series)


def test_nothing_is_decided_when_the_brief_cannot_begin(desk, sign_in):
    client, address = sign_in(desk, "zhou"), reverse("desk:start_theme", args=[desk.theme.code])
    answer = client.post(address, {"series": desk.series.code, "s": [], "title": "没有勾选"})

    assert answer.status_code == 422
    assert "没有勾选" in answer.content.decode()
    with pytest.raises(BadInput):
        start_from_theme(desk.theme, desk.submissions, by=desk.by("zhou"), series=desk.series, title="长" * 300)
    assert not Brief.objects.exists()
    assert in_force(desk.submissions[0]) is None


def test_who_may_not_write_does_not_begin(desk, stranger):
    for by in (desk.by("wu"), desk.by("lin"), stranger.by("chen")):
        with pytest.raises(NotPermitted):
            start_from_theme(desk.theme, desk.submissions, by=by, series=desk.series)
