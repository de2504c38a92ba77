"""The desk's pages: what they show to whom, what comes back when something is refused, and how many queries they need."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhitong.desk import texts
from zhitong.desk.actions import locks, remarks, review, series
from zhitong.desk.models import Brief, Series
from zhitong.desk.urls import urlpatterns


def at(name, brief=None, *more):
    return reverse(f"desk:{name}", args=[brief.code, *more] if brief else [])


def html(response):
    return response.content.decode()


HTMX = {"HX-Request": "true"}
OF_ONE_BRIEF = [p.name for p in urlpatterns if "<str:code>" in str(p.pattern) and "briefs/" in str(p.pattern)]


@pytest.mark.parametrize("name", [name for name in OF_ONE_BRIEF if name != "settle_remark"])
def test_another_offices_brief_and_none_answer_alike(desk, stranger, sign_in, name):
    brief = desk.brief()
    client = sign_in(stranger, "chen")
    by_signer = {"sign_off", "withdraw"}

    for method in (client.get, client.post):
        theirs = method(reverse(f"desk:{name}", args=[brief.code]))
        none = method(reverse(f"desk:{name}", args=["no-such-code"]))
        if name in by_signer and theirs.status_code == 403:
            continue  # 陈立 holds no such right at all, whatever the code
        assert theirs.status_code == none.status_code
        assert theirs.status_code in (404, 405)
        assert strip_csrf(theirs) == strip_csrf(none)


def strip_csrf(response):
    return re.sub(r'"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", html(response))


@pytest.mark.parametrize("key", ["lin", "fang", "water", "admin", "auditor"])
def test_who_is_not_of_the_desk_sees_no_brief(desk, sign_in, key):
    brief = desk.brief()
    client = sign_in(desk.office, key)

    for name in ("brief", "issue", "issue_pdf", "checks", "compare"):
        assert client.get(at(name, brief)).status_code == 403


def test_the_writing_page_has_the_sources_beside_the_text(desk, sign_in):
    brief = desk.brief(desk.taken(body="南楼电梯三个月没有修好。"))
    shown = html(sign_in(desk.office, "zhou").get(at("write", brief)))

    assert 'name="base" value="1"' in shown
    assert shown.count("南楼电梯三个月没有修好。") == 2  # in the field and in the source
    assert "林小河" in shown
    assert "柳岸街道联络组" in shown


def test_saving_through_the_page_adds_a_text(desk, sign_in):
    brief = desk.brief()
    client = sign_in(desk.office, "zhou")
    sent = {"title": "电梯停运", "body": "第一行\r\n第二行", "note": "压缩", "base": 1}

    assert client.post(at("write", brief), sent).status_code == 302
    last = texts.newest(brief)
    assert (last.title, last.body, last.note) == ("电梯停运", "第一行\n第二行", "压缩")


@pytest.mark.parametrize(
    "sent",
    [
        {"title": "", "body": "正文还在", "base": 1},
        {"title": "题", "body": "正文还在\x00", "base": 1},
        {"title": "题" * 201, "body": "正文还在", "base": 1},
        {"title": "题", "body": "正文还在", "base": 99},
        {"title": "题", "body": "正文还在", "base": "1e309"},
        {"title": "题", "body": "正文还在", "base": "9" * 5000},
        {"title": "题", "body": "正文还在"},
    ],
)
def test_what_cannot_be_saved_comes_back_with_all_that_was_typed(desk, sign_in, sent):
    brief = desk.brief()
    answer = sign_in(desk.office, "zhou").post(at("write", brief), sent)

    assert answer.status_code == 422
    assert "正文还在" in html(answer)
    assert brief.revisions.count() == 1


def test_two_savers_are_led_to_both_texts_and_one_save_joins_them(desk, sign_in):
    brief = desk.brief(body="电梯停运三个月。居民出行不便。建议尽快维修。")
    desk.save(brief, "电梯停运四个月。居民出行不便。建议尽快维修。", key="qiao", base=1)
    client = sign_in(desk.office, "zhou")
    mine = {"title": brief.title, "body": "电梯停运三个月。居民出行不便。建议两周内维修。", "base": 1}

    answer = client.post(at("write", brief), mine)
    assert answer.url == at("settle", brief)
    page = client.get(answer.url)
    assert "乔木" in html(page)
    assert "<ins>两周内</ins>" in html(page)
    proposal = page.context["form"].initial
    assert proposal["body"] == "电梯停运四个月。居民出行不便。建议两周内维修。"

    assert client.post(at("write", brief), proposal).url == at("write", brief)
    assert texts.open_texts(brief) == [4]
    assert client.get(at("settle", brief)).url == at("write", brief)


def test_the_lock_line_names_who_is_writing_and_offers_to_take_over(desk, sign_in):
    brief = locks.take_lock(desk.brief(), by=desk.by("zhou"))
    client = sign_in(desk.office, "qiao")

    line = html(client.post(at("lock", brief), headers=HTMX))
    assert "周敏" in line
    assert at("take_over", brief) in line
    assert "<html" not in line
    client.post(at("take_over", brief))
    brief.refresh_from_db()
    assert brief.lock_person == desk.office.qiao
    client.post(at("release", brief))
    brief.refresh_from_db()
    assert brief.lock_person is None


# Checks


def test_checks_show_reason_place_and_source(desk, sign_in):
    source = desk.taken(body="河湾小区电梯停运三个月，老人出行不便。建议房管局尽快维修。")
    brief = desk.brief(source, body="全区普遍存在电梯停运五个月的问题，联系人13800138000。建议房管局尽快维修。")
    shown = html(sign_in(desk.office, "zhou").get(at("checks", brief)))

    assert "13800138000" in shown
    assert "个人信息" in shown
    assert "数字无来源" in shown
    assert 'id="check-1"' in shown
    assert "#check-1" in shown
    assert f'id="s-{source.code}"' in shown


def test_checks_look_at_what_is_typed_without_saving_it(desk, sign_in):
    brief = desk.brief(body="建议房管局尽快维修。")
    typed = {"title": brief.title, "body": "电话13800138000。", "base": 1}
    answer = sign_in(desk.office, "zhou").post(at("checks", brief), typed, headers=HTMX)

    assert "个人信息" in html(answer)
    assert "<html" not in html(answer)
    assert brief.revisions.count() == 1


def test_a_blocked_brief_says_which_check_and_keeps_the_words(desk, sign_in):
    series.change_series(desk.series, by=desk.by("wu"), blocking_checks=["personal_data"])
    brief = desk.brief(body="联系人13800138000。建议房管局尽快维修。")
    answer = sign_in(desk.office, "zhou").post(at("put_forward", brief), {"words": "请审"})

    assert answer.status_code == 422
    assert "个人信息" in html(answer) or "手机" in html(answer)
    assert "请审</textarea>" in html(answer)


# Review


def test_remarks_stand_at_their_places_and_return_with_the_brief(desk, sign_in):
    brief = desk.in_review(body="电梯停运三个月。\n电梯停运影响出行。")
    client = sign_in(desk.office, "he")
    place = {"quote": "电梯停运", "start": 10, "remark": "与上句重复"}

    part = html(client.post(at("remark", brief), place, headers=HTMX))
    assert "<html" not in part
    assert re.search(
        r'<p data-start="9"><a id="remark-\w+" class="desk-place"></a><mark class="remark">电梯停运</mark>', part
    )
    answer = client.post(at("return", brief), {"words": "改后再报"})
    assert answer.status_code == 302
    shown = html(sign_in(desk.office, "zhou").get(at("write", brief)))
    assert "与上句重复" in shown
    assert 'data-start="9" data-end="13"' in shown


def test_a_remark_on_words_that_are_not_there_comes_back(desk, sign_in):
    brief = desk.in_review()
    answer = sign_in(desk.office, "he").post(at("remark", brief), {"quote": "没有这句", "remark": "意见还在"})

    assert answer.status_code == 422
    assert "意见还在" in html(answer)


def test_settling_a_remark_through_the_page(desk, sign_in):
    brief = desk.brief()
    remark = remarks.add_remark(brief, by=desk.by("he"), text="核对数字", quote="127户")
    sign_in(desk.office, "zhou").post(at("settle_remark", brief, remark.code), {"from": "write"})

    remark.refresh_from_db()
    assert remark.settled_by == desk.office.zhou


def test_the_reviewer_sees_the_deeds_of_the_step_and_others_do_not(desk, sign_in):
    brief = desk.for_signing()

    assert at("sign_off", brief) in html(sign_in(desk.office, "wu").get(at("brief", brief)))
    assert at("sign_off", brief) not in html(sign_in(desk.office, "zhou").get(at("brief", brief)))


def test_the_queue_counts_in_the_menu(desk, sign_in):
    desk.in_review(desk.taken("等何静看的事"))
    page = html(sign_in(desk.office, "he").get(at("list")))

    assert "等何静看的事" in page
    assert '<span class="count">1</span>' in page


def test_sign_withdraw_and_correct_through_the_pages(desk, sign_in):
    brief = desk.for_signing()
    wu = sign_in(desk.office, "wu")
    wu.post(at("sign_off", brief), {"words": "同意"})
    brief.refresh_from_db()
    assert brief.number == 1

    wu.post(at("withdraw", brief), {"reason": ""})
    brief.refresh_from_db()
    assert brief.state == "signed"
    wu.post(at("withdraw", brief), {"reason": "数字有误"})
    brief.refresh_from_db()
    assert brief.state == "withdrawn"

    sign_in(desk.office, "zhou").post(at("correct", brief))
    assert Brief.objects.get(corrects=brief).state == "drafting"


def test_express_and_drop_through_the_pages(desk, sign_in):
    brief = desk.brief()
    sign_in(desk.office, "he").post(at("express", brief), {"reason": "寒潮将至"})
    brief.refresh_from_db()
    assert brief.is_express
    assert "寒潮将至" in html(sign_in(desk.office, "zhou").get(at("brief", brief)))
    sign_in(desk.office, "he").post(at("off_express", brief), {"reason": "已经处理"})
    sign_in(desk.office, "zhou").post(at("drop", brief), {"reason": "已经处理"})
    brief.refresh_from_db()
    assert (brief.is_express, brief.state) == (False, "dropped")


def test_take_back_through_the_page(desk, sign_in):
    brief = desk.in_review()
    sign_in(desk.office, "zhou").post(at("take_back", brief))
    brief.refresh_from_db()
    assert brief.state == "drafting"


# Lists, start, sources, series


def test_start_offers_what_was_joined_and_begins(desk, sign_in):
    from zhitong.assessment.actions import decide
    from zhitong.intake.actions import submit
    from zhitong.intake.words import Words

    lead = desk.taken()
    joined = submit(by=desk.by("jiang"), words=Words(title="北楼电梯也停了", body="北楼电梯停了。"))
    decide(joined, "merge", by=desk.by("zhou"), into=lead)
    client = sign_in(desk.office, "zhou")

    assert "北楼电梯也停了" in html(client.get(at("start"), {"s": lead.code}))
    answer = client.post(
        at("start"), {"s": [lead.code, joined.code], "series": desk.series.code, "title": "两楼电梯停运"}
    )
    brief = Brief.objects.get()
    assert answer.url == at("write", brief)
    assert (brief.kind, brief.title) == ("composite", "两楼电梯停运")


def test_start_with_another_offices_submission_or_series_begins_nothing(desk, stranger, desk_of, sign_in):
    from datetime import date

    from zhitong.network import actions as network

    lead = desk.taken()
    network.give_role(stranger.chen, "signer", by=stranger.all_rights(), starts_on=date(2024, 1, 1))
    theirs = series.add_series(by=stranger.by("chen"), name="北屏社情")
    client = sign_in(desk.office, "zhou")

    assert client.post(at("start"), {"s": [lead.code], "series": theirs.code}).status_code == 422
    assert client.post(at("start"), {"s": ["x\x00", "nothing"], "series": desk.series.code}).status_code == 422
    assert not Brief.objects.exists()


def test_shares_through_the_page_sum_or_come_back(desk, sign_in):
    one, other = desk.taken("一"), desk.taken("二")
    brief = desk.brief(one, other)
    client = sign_in(desk.office, "zhou")
    ticked = {f"use_{one.code}": "on", f"use_{other.code}": "on"}

    answer = client.post(at("sources", brief), {**ticked, f"share_{one.code}": "60", f"share_{other.code}": "39.99"})
    assert answer.status_code == 422
    assert "99.99" in html(answer)
    client.post(at("sources", brief), {**ticked, f"share_{one.code}": "60.01", f"share_{other.code}": "39.99"})
    assert sorted(brief.sources.values_list("share", flat=True)) == [3999, 6001]


def test_a_submission_is_added_by_its_number_and_shares_are_evened(desk, sign_in):
    one, other, third = desk.taken("一"), desk.taken("二"), desk.taken("三")
    brief = desk.brief(one, other)
    client = sign_in(desk.office, "zhou")
    ticked = {f"use_{one.code}": "on", f"use_{other.code}": "on"}

    client.post(at("sources", brief), {**ticked, "add": third.number})
    assert list(brief.sources.values_list("share", flat=True)) == [3334, 3333, 3333]
    assert client.post(at("sources", brief), {**ticked, "add": "1999-00001"}).status_code == 422
    client.post(at("sources", brief), {f"use_{other.code}": "on", "even": "1"})
    assert list(brief.sources.values_list("submission__title", "share")) == [("二", 10_000)]


def test_filters_keep_to_what_they_say(desk, sign_in):
    desk.signed(desk.taken("桥面破损"))
    source = desk.taken("路灯不亮")
    desk.brief(source)
    client = sign_in(desk.office, "zhou")

    def found(**filters):
        return re.findall(r'class="title issue-title"[^>]*>([^<]+)<', html(client.get(at("briefs"), filters)))

    assert found() == ["路灯不亮", "桥面破损"]
    assert found(state="signed") == ["桥面破损"]
    assert found(q="第1期") == ["桥面破损"]
    assert found(q=source.number) == ["路灯不亮"]
    assert found(q="路灯", series=desk.series.code) == ["路灯不亮"]
    for odd in ({"q": "%"}, {"q": "'--"}):
        assert found(**odd) == []
    for odd in ({"year": "9" * 30}, {"state": "nonsense"}, {"page": "-1"}, {"q": "\x00"}, {"series": "\x00"}):
        assert found(**odd) == ["路灯不亮", "桥面破损"]


def test_a_series_is_added_and_changed_through_its_page(desk, sign_in):
    client = sign_in(desk.office, "wu")
    form = client.get(at("series_add")).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"name": "临溪专报", "length_limit": 800, "chain_1": "signer", "chain_2": "signer"}
    sent |= {"up": "区委书记\n区长\n", "check_personal_data": "blocks", "check_no_cause": "off"}

    assert client.post(at("series_add"), sent).status_code == 302
    added = Series.objects.get(name="临溪专报")
    assert (added.chains.get().chain, added.length_limit) == (["editor", "signer", "signer"], 800)
    assert (added.blocking_checks, added.switched_off_checks) == (["personal_data"], ["no_cause"])
    assert added.masthead["up"] == ["区委书记", "区长"]

    answer = client.post(reverse("desk:series", args=[added.code]), {**sent, "chain_2": "senior_editor"})
    assert answer.status_code == 422
    assert sign_in(desk.office, "zhou").get(at("series_add")).status_code == 403


# What changed


def test_any_two_texts_and_any_source_can_be_compared(desk, sign_in):
    source = desk.taken(body="电梯停运三个月。")
    brief = desk.brief(source)
    desk.save(brief, "电梯停运五个月。建议维修。")
    desk.save(brief, "电梯停运五个月。建议两周内维修。")
    client = sign_in(desk.office, "zhou")

    def lines(**asked):
        return html(client.get(at("compare", brief), asked))

    assert "建议<ins>两周内</ins>维修。" in lines()
    changed = r"<del>三\w*</del><ins>五\w*</ins>"
    assert re.search(changed, lines(old="1", new="3"))
    assert re.search(changed, lines(old=source.code, new="2"))
    assert source.number in lines(old="sources", new="3")
    desk.save(brief, "电梯停运三个月。\n" * 600)
    assert "<del>" in lines(old="sources", new="4") or "<ins>" in lines(old="sources", new="4")
    for odd in ({"old": "99"}, {"new": "x"}, {"old": "\x00"}, {"new": "9" * 40}):
        assert client.get(at("compare", brief), odd).status_code == 200


def test_an_older_text_can_be_written_on_from(desk, sign_in):
    brief = desk.brief(body="第一稿的话")
    desk.save(brief, "第二稿的话")
    shown = html(sign_in(desk.office, "zhou").get(at("write", brief), {"text": "1"}))

    assert "第一稿的话</textarea>" in shown
    assert 'name="base" value="2"' in shown


# Queries


@pytest.mark.parametrize("name", ["list", "briefs", "to_write"])
def test_lists_need_the_same_queries_for_one_row_and_for_three(desk, sign_in, name):
    client = sign_in(desk.office, "he")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(at(name)).status_code == 200
        return len(captured)

    def one_more(n):
        desk.in_review(desk.taken(f"第{n}件"), desk.taken(f"第{n}件的旁证"), body="有字。")
        desk.taken(f"待写{n}")
        desk.brief(desk.taken(f"何静写{n}"), key="he")

    one_more(1)
    queries()
    with_one = queries()
    one_more(2)
    one_more(3)
    assert queries() == with_one


def test_a_brief_page_needs_the_same_queries_for_one_source_and_for_four(desk, sign_in):
    small = desk.brief(desk.taken("一篇"))
    large = desk.brief(*[desk.taken(f"第{n}篇") for n in range(4)], body="综合。")
    for n in range(4):
        desk.save(large, f"综合第{n}遍。")
        remarks.add_remark(large, by=desk.by("he"), text=f"意见{n}", quote="综合")
    review.take_back(review.put_forward(large, by=desk.by("zhou")), by=desk.by("zhou"))
    client = sign_in(desk.office, "zhou")

    for name in ("brief", "write", "checks", "compare", "issue"):
        client.get(at(name, small))
        with CaptureQueriesContext(connection) as few:
            client.get(at(name, small))
        with CaptureQueriesContext(connection) as many:
            client.get(at(name, large))
        assert len(many) == len(few), name
