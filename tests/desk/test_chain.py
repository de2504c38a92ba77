"""The way through the chain: four eyes, delegation, returning with remarks, the express lane, withdrawing, correcting."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhitong.desk import rules, texts
from zhitong.desk.actions import remarks, review, series, signing, writing
from zhitong.desk.actions.remarks import Pin
from zhitong.desk.issue import paper_of
from zhitong.desk.models import Brief
from zhitong.desk.queries import issue_name, remarks_of, signatures_of, submissions_of, waiting_count, waiting_for
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.queries import entries_of
from zhitong.network import actions as network


def deeds(desk, brief):
    """The desk's own deeds; rooms further on add theirs in the same transaction."""
    return deeds_shown(desk, brief.code)


def deeds_shown(desk, code):
    names = entries_of(desk.office.office.pk, [code]).values_list("action", flat=True)
    return [name.removeprefix("desk.") for name in names if name.startswith("desk.")]


def test_a_brief_walks_from_the_editor_to_its_number(desk):
    brief = desk.signed()

    year = timezone.localdate().year
    assert (brief.state, brief.year, brief.number, brief.running_number) == ("signed", year, 1, 1)
    assert brief.signed_revision == texts.newest(brief)
    assert deeds(desk, brief) == ["brief_started", "put_forward", "passed", "brief_signed"]
    assert [(s.verdict, s.step, s.by.name) for s in signatures_of(brief)] == [
        ("submit", 0, "周敏"),
        ("pass", 1, "何静"),
        ("sign", 2, "吴越"),
    ]


def test_the_sources_timeline_shows_every_step_that_is_theirs_to_know(desk):
    brief = desk.signed()
    code = submissions_of(brief).get().code

    assert deeds_shown(desk, code) == ["brief_started", "put_forward", "brief_signed"]


def test_the_journal_holds_no_word_of_the_text(desk):
    brief = desk.signed()

    for entry in entries_of(desk.office.office.pk, [brief.code]):
        assert "电梯" not in entry.details + entry.reason
        assert "林小河" not in entry.details + entry.reason


def test_each_step_waits_for_its_role(desk):
    brief = desk.in_review()
    with pytest.raises(NotPermitted) as refusal:
        review.pass_on(brief, by=desk.by("wu"))
    assert refusal.value.code == "desk.pass_on.not_your_turn"
    with pytest.raises(NotPermitted):
        signing.sign_off(brief, by=desk.by("wu"))

    brief = review.pass_on(brief, by=desk.by("he"))
    with pytest.raises(WrongState) as refusal:
        review.pass_on(brief, by=desk.by("wu"))
    assert refusal.value.code == "desk.pass_on.last_step"


def give(desk, key, role):
    network.give_role(desk.office.people[key], role, by=desk.by("security"), starts_on=date(2024, 1, 1))


def test_the_writer_does_not_sign(desk):
    give(desk, "zhou", "signer")
    brief = desk.for_signing()

    with pytest.raises(NotPermitted) as refusal:
        signing.sign_off(brief, by=desk.by("zhou"))

    assert refusal.value.code == "desk.sign_off.own_work"
    assert "吴越" in str(refusal.value)
    assert deeds(desk, brief)[-1] == "passed"


def test_who_only_mended_a_word_does_not_sign_either(desk):
    give(desk, "qiao", "signer")
    brief = desk.brief()
    desk.save(brief, "乔木改了一个字。", key="qiao")
    brief = review.pass_on(review.put_forward(brief, by=desk.by("zhou")), by=desk.by("he"))

    with pytest.raises(NotPermitted):
        signing.sign_off(brief, by=desk.by("qiao"))


def test_who_passed_an_earlier_step_does_not_sign(desk):
    give(desk, "he", "signer")
    brief = desk.for_signing()

    with pytest.raises(NotPermitted) as refusal:
        signing.sign_off(brief, by=desk.by("he"))

    assert refusal.value.code == "desk.sign_off.own_work"


def test_who_put_it_forward_does_not_pass_it(desk):
    brief = desk.brief(key="he")
    brief = review.put_forward(brief, by=desk.by("he"))

    with pytest.raises(NotPermitted) as refusal:
        review.pass_on(brief, by=desk.by("he"))

    assert refusal.value.code == "desk.pass_on.own_work"


def delegate(desk, principal, deputy, role):
    today = timezone.localdate()
    network.name_deputy(
        desk.office.people[principal],
        desk.office.people[deputy],
        role,
        by=desk.by(principal),
        starts_on=today,
        ends_on=today,
        paper="临政协办〔2026〕3号",
    )


def test_a_deputy_signs_for_the_signer_and_both_names_stand(desk):
    delegate(desk, "wu", "qiao", "signer")
    brief = signing.sign_off(desk.for_signing(), by=desk.by("qiao"))

    last = signatures_of(brief)[-1]
    assert (last.by.name, last.acting_for.name, last.role) == ("乔木", "吴越", "signer")
    signed = entries_of(desk.office.office.pk, [brief.code]).get(action="desk.brief_signed")
    assert '"by_delegation":true' in signed.details


def test_nobody_signs_their_own_through_a_deputy(desk):
    give(desk, "he", "signer")
    delegate(desk, "he", "qiao", "signer")
    brief = desk.for_signing()  # 何静 passed it

    with pytest.raises(NotPermitted) as refusal:
        signing.sign_off(brief, by=desk.by("qiao"))

    assert refusal.value.code == "desk.sign_off.own_work_by_deputy"


def test_waiting_for_names_exactly_what_one_may_take(desk):
    give(desk, "he", "signer")
    first, second = desk.in_review(desk.taken("甲事")), desk.for_signing(desk.taken("乙事"))

    assert list(waiting_for(desk.by("he"))) == [first]
    assert list(waiting_for(desk.by("wu"))) == [second]
    assert list(waiting_for(desk.by("zhou"))) == []
    assert [waiting_count(desk.by(who)) for who in ("he", "wu", "zhou")] == [1, 1, 0]


# Returning


def test_a_returned_brief_brings_its_remarks_to_the_place(desk):
    brief = desk.for_signing(body="电梯停运三个月，居民出行不便。建议电梯尽快维修。")
    brief = review.return_to_editor(
        brief,
        by=desk.by("wu"),
        words="数字要核实",
        remarks=[Pin("核对时间", quote="三个月"), Pin("写明谁修", "电梯", 15)],
    )

    assert (brief.state, brief.step, brief.turn) == ("drafting", 0, "")
    assert [(r.quote, r.start, r.text) for r in remarks_of(brief)] == [
        ("三个月", 4, "核对时间"),
        ("电梯", 17, "写明谁修"),
    ]

    desk.save(brief, "经核实，电梯停运四个月，居民出行不便。建议电梯由区房管局尽快维修。")
    gone, moved = remarks_of(brief)
    body = texts.newest(brief).body
    assert texts.place_of(gone.quote, gone.start, body) is None
    assert body[texts.place_of(moved.quote, moved.start, body) :].startswith("电梯由区房管局")

    remarks.settle_remark(gone, by=desk.by("zhou"))
    with pytest.raises(WrongState):
        remarks.settle_remark(gone, by=desk.by("zhou"))
    again = review.put_forward(brief, by=desk.by("zhou"))
    assert signing.sign_off(review.pass_on(again, by=desk.by("he")), by=desk.by("wu")).number == 1


def test_returning_needs_words_or_a_remark(desk):
    brief = desk.in_review()
    with pytest.raises(BadInput) as refusal:
        review.return_to_editor(brief, by=desk.by("he"), words="  ")
    assert refusal.value.field == "words"

    remarks.add_remark(brief, by=desk.by("he"), text="这里要有数字", quote="出行不便")
    assert review.return_to_editor(brief, by=desk.by("he"), words="").state == "drafting"


def test_a_refused_return_leaves_no_remark_behind(desk):
    brief = desk.in_review()

    with pytest.raises(BadInput) as refusal:
        review.return_to_editor(
            brief, by=desk.by("he"), words="改", remarks=[Pin("好", quote="电梯"), Pin("坏", quote="文中没有的话")]
        )

    assert refusal.value.code == "desk.remark.quote"
    assert remarks_of(brief) == []
    assert deeds(desk, brief) == ["brief_started", "put_forward"]


def test_the_editor_takes_back_only_what_nobody_passed(desk):
    brief = review.take_back(desk.in_review(), by=desk.by("zhou"))
    assert brief.state == "drafting"

    brief = review.pass_on(review.put_forward(brief, by=desk.by("zhou")), by=desk.by("he"))
    with pytest.raises(WrongState):
        review.take_back(brief, by=desk.by("zhou"))


def test_an_empty_text_is_not_put_forward(desk):
    brief = desk.brief(desk.taken("一"), desk.taken("二"))

    with pytest.raises(BadInput):
        review.put_forward(brief, by=desk.by("zhou"))


# Chains as data


def test_a_series_may_want_two_signers_and_they_are_two_people(desk):
    give(desk, "qiao", "signer")
    series.change_series(desk.series, by=desk.by("wu"), chain=["editor", "signer", "signer"])
    desk.series.refresh_from_db()
    brief = review.pass_on(desk.in_review(), by=desk.by("wu"))

    with pytest.raises(NotPermitted):
        signing.sign_off(brief, by=desk.by("wu"))
    assert signing.sign_off(brief, by=desk.by("qiao")).state == "signed"


@pytest.mark.parametrize(
    "chain", [[], ["signer"], ["editor", "senior_editor"], ["leader", "signer"], ["editor", "x", "signer"]]
)
def test_a_chain_that_cannot_end_in_a_signature_is_refused(desk, chain):
    with pytest.raises(BadInput) as refusal:
        series.change_series(desk.series, by=desk.by("wu"), chain=chain)

    assert refusal.value.field == "chain"


def test_a_changed_chain_leaves_briefs_in_review_alone(desk):
    brief = desk.in_review()
    series.change_series(desk.series, by=desk.by("wu"), chain=["editor", "signer"])

    brief = review.pass_on(brief, by=desk.by("he"))
    assert signing.sign_off(brief, by=desk.by("wu")).number == 1


def test_the_express_lane_is_shorter_and_says_why(desk):
    brief = review.put_on_express(desk.in_review(), by=desk.by("he"), reason="明早有寒潮")

    assert (brief.turn, brief.step, brief.is_express) == ("signer", 1, True)
    assert signing.sign_off(brief, by=desk.by("wu")).number == 1
    assert "明早有寒潮" in [e.reason for e in entries_of(desk.office.office.pk, [brief.code])]


def test_the_express_lane_needs_a_reason(desk):
    with pytest.raises(BadInput):
        review.put_on_express(desk.brief(), by=desk.by("he"), reason=" \u3000")


def test_blocking_checks_block_only_where_the_series_says_so(desk):
    brief = desk.brief(body="普遍反映电梯停运，影响严重。建议区房管局尽快维修。")
    assert review.put_forward(brief, by=desk.by("zhou")).state == "in_review"

    series.change_series(desk.series, by=desk.by("wu"), blocking_checks=["stronger_word", "wider_scope", "no_cause"])
    brief = review.take_back(brief, by=desk.by("zhou"))
    with pytest.raises(WrongState) as refusal:
        review.put_forward(brief, by=desk.by("zhou"))
    assert refusal.value.code == "desk.put_forward.blocked_by_checks"


# After signing


def test_a_signed_brief_never_changes(desk):
    brief = desk.signed()

    for deed in (
        lambda: desk.save(brief, "改一改"),
        lambda: writing.set_sources(brief, {submissions_of(brief).get(): 10_000}, by=desk.by("zhou")),
        lambda: review.put_forward(brief, by=desk.by("zhou")),
        lambda: writing.drop_brief(brief, by=desk.by("zhou"), reason="不要了"),
        lambda: remarks.add_remark(brief, by=desk.by("he"), text="晚了"),
        lambda: signing.sign_off(brief, by=desk.by("wu")),
    ):
        with pytest.raises(WrongState) as refusal:
            deed()
        assert refusal.value.code.endswith(".signed")


def test_a_withdrawn_number_stays_taken(desk):
    first = desk.signed(desk.taken("甲"))
    signing.withdraw_brief(first, by=desk.by("wu"), reason="事实有误")
    second = desk.signed(desk.taken("乙"))

    first.refresh_from_db()
    assert (first.state, first.number, second.number) == ("withdrawn", 1, 2)
    assert "1" in issue_name(first)


def test_a_correction_is_a_new_issue_that_names_the_old(desk):
    old = desk.signed()
    new = writing.correct(old, by=desk.by("zhou"))

    assert (new.corrects, texts.newest(new).body) == (old, old.signed_revision.body)
    assert list(submissions_of(new)) == list(submissions_of(old))
    with pytest.raises(WrongState):
        writing.correct(old, by=desk.by("qiao"))
    new = review.pass_on(review.put_forward(new, by=desk.by("zhou")), by=desk.by("he"))
    assert signing.sign_off(new, by=desk.by("wu")).number == 2
    assert deeds(desk, old)[-1] == "brief_signed"  # the new issue stands in the old one's timeline


def test_each_series_and_year_counts_for_itself(desk):
    special = series.add_series(by=desk.by("wu"), name="临溪专报", running_start=102)
    desk.signed(desk.taken("甲"))
    other = desk.signed(desk.taken("乙"), series=special)
    last_year = timezone.now().replace(year=timezone.now().year - 1)
    old = desk.for_signing(desk.taken("丙"))
    old = signing.sign_off(old, by=desk.by("wu", at=last_year))

    assert (other.number, other.running_number) == (1, 103)
    assert (old.year, old.number, old.running_number) == (last_year.year, 1, 2)


def test_a_chain_holds_from_its_day_on_and_the_old_one_stays_readable(desk, sign_in):
    today = timezone.localdate()
    coming = today + timedelta(days=3)
    series.change_series(desk.series, by=desk.by("wu"), chain=["editor", "signer"], chain_from=coming)

    assert rules.chain_on(desk.series, today).chain == ["editor", "senior_editor", "signer"]
    assert rules.chain_on(desk.series, coming).chain == ["editor", "signer"]
    assert desk.in_review().chain == ["editor", "senior_editor", "signer"]
    page = sign_in(desk.office, "wu").get(reverse("desk:series", args=[desk.series.code])).content.decode()
    assert "编辑 → 签发人" in page
    assert "自刊物设立" in page


def test_the_same_chain_again_writes_nothing(desk):
    before = series_entries(desk)
    series.change_series(desk.series, by=desk.by("wu"), chain=["editor", "senior_editor", "signer"])

    assert desk.series.chains.count() == 1
    assert series_entries(desk) == before


def series_entries(desk):
    return entries_of(desk.office.office.pk, [desk.series.code]).count()


def test_a_chain_does_not_change_for_days_gone_by(desk, sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(BadInput) as refusal:
        series.change_series(desk.series, by=desk.by("wu"), chain=["editor", "signer"], chain_from=yesterday)

    assert refusal.value.field == "chain_from"


def test_an_issue_keeps_the_head_it_was_signed_with(desk):
    network.add_choice("desk_name", "临溪社情信息室", by=desk.by("he"), code="room", valid_from=timezone.localdate())
    brief = desk.signed()
    series.change_series(desk.series, by=desk.by("wu"), name="新刊名", masthead={"office": "新机构", "up": ["新读者"]})
    brief.refresh_from_db()

    head = paper_of(Brief.objects.get(pk=brief.pk))
    assert (head.masthead.name, head.masthead.office, head.imprint.up) == (desk.series.name, "临溪社情信息室", [])
    assert paper_of(desk.in_review()).masthead.office == "新机构"
