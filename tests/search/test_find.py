"""What is found: words of any length, several, phrases, exclusion, Traditional, width, names; filters and their counts."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from zhitong.intake import actions
from zhitong.intake.actions import AuthorGiven
from zhitong.search.find import Wish, find
from zhitong.search.registry import KINDS
from zhitong.text import parse_query

BODY = "住在高层的老人已经三个月没有下过楼，业主大会一直没有人召集。"


@pytest.mark.parametrize(
    "typed",
    [
        "电梯", "電梯", "梯", "河湾小区", "河灣小區", "电梯 老人", "“三个月没有下过楼”", "A2区", "Ａ２區", "a2区", "2区", "电梯 -市场",
        "没有下过楼，业主大会", "00001", "电",
    ],
)  # fmt: skip
def test_a_submission_is_found_by(office, send, found, typed):
    sent = send("河湾小区电梯停运", BODY + "A2区也是。")

    assert found(office, "zhou", typed) == [sent.code]


@pytest.mark.parametrize(
    "typed", ["停梯", "电梯 市场", "电梯 -老人", "“老人三个月”", "“三个月 没有”", "-市场", "区梯", "停运住", "B2区"]
)
def test_and_not_by(office, send, found, typed):
    send("河湾小区电梯停运", BODY)

    assert found(office, "zhou", typed) == []


def test_a_word_of_one_sign_is_found_anywhere_in_a_run(office, send, found):
    ends, inside, alone = send("停在桥", "无"), send("过桥时", "无"), send("桥", "无")
    send("路灯", "无")

    assert found(office, "zhou", "桥") == [alone.code, inside.code, ends.code]


def test_the_newest_stand_first_by_the_day_they_came(office, send, found):
    later, earlier = (
        send("电梯", received_at=office.by("zhou").at.replace(year=year), key="zhou") for year in (2025, 2024)
    )
    today = send("电梯")

    assert found(office, "zhou", "电梯") == [today.code, later.code, earlier.code]
    assert found(office, "zhou", "电梯", until=date(2025, 12, 31), since=date(2025, 1, 1)) == [later.code]


def test_ranked_puts_the_word_in_the_title_first(office, send, found):
    titled = send("电梯停运", "老人出行难。")
    told = send("老人出行难", "一楼到十九楼，灯坏了，" + "水管漏水，" * 40 + "电梯也停了。")

    assert found(office, "zhou", "电梯") == [told.code, titled.code]
    assert found(office, "zhou", "电梯", ranked=True) == [titled.code, told.code]


@pytest.mark.parametrize("typed", ["林小河", "小河", "linxiaohe", "lxh", "linxiao", "ＬＸＨ"])
def test_the_desk_finds_by_an_authors_name_and_others_do_not(office, send, found, typed):
    sent = send("电梯停运")

    assert found(office, "zhou", typed) == [sent.code]
    assert found(office, "lin", typed) == found(office, "du", typed) == []


def test_a_withheld_name_is_found_only_by_those_who_may_see_it(office, send, found):
    sent = send("电梯停运", withhold_name=True)

    for typed in ("林小河", "lxh", "小河"):
        assert found(office, "he", typed) == [sent.code]
        assert found(office, "zhou", typed) == found(office, "du", typed) == []
        assert found(office, "zhou", f"电梯 {typed}") == []
    assert found(office, "zhou", "电梯") == [sent.code]


def test_everybody_finds_what_is_theirs_and_nothing_else_is_counted(office, stranger, send, found):
    lin, jiang = send("电梯一", key="lin"), send("电梯二", key="jiang", place="柳岸")
    theirs = send("电梯三", key="bai", cast=stranger)

    assert found(office, "zhou", "电梯") == [jiang.code, lin.code]
    assert found(office, "lin", "电梯") == found(office, "du", "电梯") == [lin.code]
    assert found(office, "jiang", "电梯") == [jiang.code]
    assert found(stranger, "chen", "电梯") == [theirs.code]
    assert found(office, "fang", "电梯") == found(office, "auditor", "电梯") == []
    seen = find(office.by("du"), Wish(parse_query("电梯"))).counts
    assert dict(seen["unit_id"]) == {office.units["street"].pk: 1}
    assert dict(seen["place"]) == {} and sum(seen["kind"].values()) == 1


def test_what_was_moved_to_paper_is_found_by_its_number_alone(office, send, found):
    sent = send("电梯停运", BODY, place="柳岸街道", withhold_name=False)
    actions.move_to_paper(sent, by=office.by("zhou"), reason="误录涉密内容")

    for typed in ("电梯", "老人", "柳岸", "林小河", "lxh", "电"):
        for key in ("zhou", "he", "lin", "du"):
            assert found(office, key, typed) == []
    assert found(office, "zhou", sent.number) == [sent.code]


def test_filters_choose_and_their_counts_leave_each_its_own_choice_open(office, send, found):
    one, two = send("电梯一", place="东门"), send("电梯二", place="西门")
    three = send("电梯三", place="西门", key="jiang")
    street, sector = office.units["street"].pk, office.units["sector"].pk

    assert found(office, "zhou", "电梯", chosen={"place": "西门"}) == [three.code, two.code]
    assert found(office, "zhou", "电梯", chosen={"place": "西门", "unit_id": street}) == [two.code]
    counts = find(office.by("zhou"), Wish(parse_query("电梯"), {"place": "西门"})).counts
    assert dict(counts["place"]) == {"东门": 1, "西门": 2}
    assert dict(counts["unit_id"]) == {street: 1, sector: 1}
    assert found(office, "du", "电梯", chosen={"place": "东门"}) == [one.code]


def test_decisions_briefs_and_outcomes_are_found_as_they_stand(office, desk, found):
    brief = desk.signed()
    submission = brief.sources.get().submission

    assert found(office, "zhou", "电梯 应急维修") == [brief.code]
    assert found(office, "zhou", "电梯 坏了三周") == [submission.code]
    assert found(office, "zhou", "停运", chosen={"state": "take_up"}) == [submission.code]
    assert found(office, "zhou", "停运", chosen={"state": "signed", "level": 4}) == [brief.code]
    adoption = brief.adoptions.get()
    assert found(office, "zhou", "停运", chosen={"kind": "adoption", "level": 4}) == [adoption.code]
    assert found(office, "zhou", brief.issue)[-1] == brief.code
    assert found(office, "lin", "停运") == [submission.code]
    call_command("search", "check")


def test_who_holds_a_kinds_whole_right_sees_all_of_it_and_nobody_else_goes_by_the_index(office, stranger, desk, send):
    desk.signed()
    send("另一区的电梯", key="bai", cast=stranger)
    for known in KINDS.values():
        for key in office.people:
            viewer = office.by(key)
            if viewer.may(known.whole_right):
                everything = known.items().filter(office_id=viewer.office_id)
                assert set(known.visible(viewer)) == set(everything), (known.kind, key)
    assert {known.kind: known.whole_right for known in KINDS.values()} == {
        "submission": "intake.read_all",
        "brief": "desk.read",
        "adoption": "outcomes.read",
        "instruction": "outcomes.read",
        "reply": "outcomes.read",
        "theme": "assessment.read",
    }


def test_more_than_is_counted_still_pages_and_filters(office, send, found, monkeypatch):
    monkeypatch.setattr("zhitong.search.find.MOST", 4)
    monkeypatch.setattr("zhitong.search.find._CHUNK", 2)
    monkeypatch.setattr("zhitong.search.find.MOST_RANKED", 2)
    sent = [send(f"河湾小区电梯{n}", place="东门" if n < 3 else "西门") for n in range(7)]
    newest = [one.code for one in reversed(sent)]

    assert found(office, "zhou", "小区电梯") == newest[:4]
    assert found(office, "zhou", "小区电梯", chosen={"place": "东门"}) == newest[4:]
    assert find(office.by("zhou"), Wish(parse_query("电梯"))).is_more
    assert len(found(office, "zhou", "电梯", ranked=True)) == 4


def test_the_check_names_what_differs_and_a_rebuild_mends_it(office, send, capsys):
    from zhitong.search.models import Document, Fingerprint

    first, second = send("电梯停运"), send("路灯不亮")
    call_command("search", "check")
    for spoil, told in (
        (lambda: Document.objects.filter(code=first.code).delete(), f"submission {first.code}: not in the index"),
        (lambda: Document.objects.filter(code=second.code).update(place="东门"), "differs in place"),
        (lambda: Fingerprint.objects.filter(item_id=first.pk).delete(), "fingerprints differ"),
    ):
        spoil()
        with pytest.raises(CommandError, match=told) as refused:
            call_command("search", "check")
        assert refused.value.returncode == 1
        call_command("search", "rebuild")
        call_command("search", "check")


def test_a_joint_work_is_found_by_each_author(office, send, found):
    sent = send("电梯停运", authors=[AuthorGiven("林小河", office.lin), AuthorGiven("单霞")])

    assert found(office, "zhou", "shanxia") == found(office, "zhou", "lxh") == [sent.code]
