"""Was it said before: every kind of copy is found with why, and nothing of what the viewer may not see is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from zhitong.assessment.actions import decide
from zhitong.intake import actions
from zhitong.search import index, nearest
from zhitong.search.nearest import REPEATED, SPLIT, near_words, similar_to
from zhitong.text.fingerprints import fingerprints

FIRST = "河湾小区二号楼的电梯从三月起就停了，"
BODY = (
    FIRST + "住在高层的老人已经三个月没有下过楼。物业说维修资金没有批下来，街道说要业主大会表决，"
    "业主大会却一直没有人召集。上周有位老人急病，救护人员抬着担架走了十九层楼梯，用了二十多分钟。"
)
OTHER = "青年路农贸市场每天凌晨四点开始卸货，叫卖声和三轮车的声音吵得两边居民睡不好觉，希望把卸货时间推后到早上六点半。"
HALF = len(BODY) // 2
PART = "上个月我们去看望住户时听到的情况是这样，"


@pytest.mark.parametrize(
    ("copy", "kind", "flag"),
    [
        (BODY, "exact", REPEATED),
        (BODY.replace("，", ",").replace("。", " . "), "same_signs", REPEATED),
        (BODY.replace("电梯", "電梯").replace("业主", "業主"), "same_signs", REPEATED),
        ("\u200b".join(BODY), "same_signs", REPEATED),
        ("我是小区里的一名老住户，想说说我们这里的烦心事，" + BODY[len(FIRST) :], "reworded", REPEATED),
        (BODY[:HALF], "part", SPLIT),
        (BODY[HALF:], "part", SPLIT),
    ],
)
def test_every_kind_of_copy_is_found_with_why(office, send, copy, kind, flag):
    send("农贸市场噪声", OTHER)
    old = send("电梯停运", BODY, place="河湾小区")
    new = send("又停了", copy, place="河灣小區")

    (near,) = similar_to(office.by("zhou"), "submission", new).near
    assert (near.entry.code, near.kind, near.flag, near.days) == (old.code, kind, flag, 0)
    assert near.places[0] == "河灣小區"
    assert max(map(len, near.shared)) > 40
    assert near.became.text == f"已收到，编号为 {old.number}。" or old.number in near.became.text


def test_half_of_it_from_another_unit_is_a_repeat_and_no_split(office, send):
    send("电梯停运", BODY)
    new = send("又停了", BODY[:HALF], key="jiang")

    (near,) = similar_to(office.by("zhou"), "submission", new).near
    assert near.flag == REPEATED


def test_only_earlier_items_are_shown_and_other_matters_are_not(office, send):
    first = send("电梯停运", BODY)
    send("农贸市场噪声", OTHER)
    send("又停了", BODY)

    assert similar_to(office.by("zhou"), "submission", first).near == []
    assert similar_to(office.by("zhou"), "submission", send("无", "！！！无")).near == []


def test_those_with_the_newest_outcome_stand_first(office, send):
    decided, waiting = send("电梯停运", BODY), send("电梯又停", BODY)
    later = office.by("zhou").at + timedelta(minutes=5)
    decide(decided, "take_up", by=office.by("zhou", at=later))
    new = send("还是停", BODY)

    shown = similar_to(office.by("zhou"), "submission", new).near
    assert [near.entry.code for near in shown] == [decided.code, waiting.code]
    assert shown[0].days == 0


def test_what_may_not_be_seen_is_only_counted(office, stranger, send):
    send("电梯停运在柳岸东里", BODY, key="jiang", place="柳岸东里")
    send("另一个区的", BODY, key="bai", cast=stranger)
    new = send("又停了", BODY)

    nearest = similar_to(office.by("lin"), "submission", new)
    assert nearest.near == [] and nearest.unseen == (0, 1)
    assert similar_to(office.by("zhou"), "submission", new).unseen == (0, 0)


def test_what_was_moved_to_paper_is_near_nothing(office, send):
    old = send("电梯停运", BODY)
    actions.move_to_paper(old, by=office.by("zhou"), reason="误录")
    nearest = similar_to(office.by("zhou"), "submission", send("又停了", BODY))

    assert nearest.near == [] and nearest.unseen == (0, 0)


def test_the_panel_shows_it_and_tells_others_nothing(office, stranger, send, sign_in):
    old = send("电梯停运在柳岸东里", BODY, key="jiang", place="柳岸东里", withhold_name=True)
    new = send("又停了<b>", BODY)
    address = reverse("search:similar", args=["submission", new.code])

    content = sign_in(office, "zhou").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "疑似重复" in content and "一字不差" in content and old.number in content
    assert "江一帆" not in content and "<html" not in content and "<b>" not in content
    reworded = send("还是停", "我是小区里的一名老住户，" + BODY[len(FIRST) :] + "<b>")
    address_of_it = reverse("search:similar", args=["submission", reworded.code])
    assert "<mark>住在高层的老人" in sign_in(office, "zhou").get(address_of_it).content.decode()
    content = sign_in(office, "lin").get(address).content.decode()
    assert "其他单位有 1 件更早的来稿与本件相近。" in content
    assert "柳岸东里" not in content and old.number not in content and old.code not in content
    assert sign_in(stranger, "chen").get(address).status_code == 404
    for wrong in (["brief", new.code], ["person", new.code], ["submission", "没有"], ["submission", "x\x00"]):
        assert sign_in(office, "zhou").get(reverse("search:similar", args=wrong)).status_code == 404


def test_the_office_side_pages_ask_for_the_panel(office, send, sign_in):
    new = send("电梯停运", BODY)
    address = reverse("search:similar", args=["submission", new.code])

    for page in (reverse("assessment:read", args=[new.code]), reverse("intake:read", args=[new.code])):
        assert f'hx-get="{address}"' in sign_in(office, "zhou").get(page).content.decode()
    assert address not in sign_in(office, "lin").get(reverse("intake:read", args=[new.code])).content.decode()


def test_the_panels_queries_do_not_grow_with_the_archive(office, send, django_assert_max_num_queries):
    new = send("又停了", BODY, received_at=office.by("zhou").at, key="zhou")
    for _n in range(12):
        send("电梯停运", BODY, received_at=office.by("zhou").at - timedelta(days=3), key="zhou")
    viewer = office.by("zhou")

    with django_assert_max_num_queries(24):
        assert len(similar_to(viewer, "submission", new).near) == 5


def test_an_earlier_item_is_found_behind_many_newer_copies(office, send, monkeypatch):
    monkeypatch.setattr(nearest, "_PLACED_FIRST", 2)
    now = office.by("zhou").at
    for _n in range(6):
        send("电梯停运", BODY, received_at=now, key="zhou")
    old = send("电梯停运", BODY[:HALF], received_at=now - timedelta(days=5), key="zhou")
    own = send("又停了", BODY, received_at=now - timedelta(days=3), key="zhou")

    assert [near.entry.code for near in similar_to(office.by("zhou"), "submission", own).near] == [old.code]


def test_words_still_being_written_are_held_against_what_the_writer_may_see(office, send):
    own = send("电梯停运", BODY)

    (near,) = near_words(office.by("lin"), "submission", "又停了", BODY[:HALF])
    assert (near.entry.code, near.kind) == (own.code, "part")
    assert near_words(office.by("jiang"), "submission", "又停了", BODY[:HALF]) == []
    assert [one.entry.code for one in near_words(office.by("zhou"), "submission", "又停了", BODY[:HALF])] == [own.code]


def test_a_liaison_finds_what_the_unit_sent_and_nobody_finds_another_offices(office, stranger, send):
    own = send("电梯停运", BODY)

    assert [one.entry.code for one in near_words(office.by("du"), "submission", "", BODY)] == [own.code]
    assert near_words(stranger.by("chen"), "submission", "电梯停运", BODY) == []


def test_nothing_written_yet_or_nothing_alike_finds_nothing(office, send):
    send("电梯停运", BODY)

    assert near_words(office.by("lin"), "submission", "", "") == []
    assert near_words(office.by("lin"), "submission", "卸货", OTHER) == []


def test_what_was_moved_to_paper_is_not_found_while_writing(office, send):
    own = send("电梯停运", BODY)
    actions.move_to_paper(own, by=office.by("zhou"), reason="涉密")

    assert near_words(office.by("lin"), "submission", "电梯停运", BODY) == []


IN_OTHER_WORDS = (
    "请问河湾小区二号楼电梯什么时候修好",
    "家里老人腿脚不便，每天爬十九层楼。河湾小区那部电梯坏了快一个季度，物业和街道互相推，请尽快派人修理。",
)


def test_the_same_matter_in_other_words_stands_beside_the_copies(office, send):
    send("农贸市场噪声", OTHER)
    elsewhere = send("柳荫新城五栋电梯停运", "柳荫新城五栋电梯停运两个月，老人下不了楼，物业说没有维修资金。")
    old = send("河湾小区二号楼电梯停运三个月", BODY)
    new = send(*IN_OTHER_WORDS)

    nearest = similar_to(office.by("zhou"), "submission", new)
    assert nearest.near == [] and nearest.unseen == (0, 0) and nearest.flags == set()
    (one,) = nearest.alike
    assert (one.entry.code, one.kind, one.shared) == (old.code, "matter", [])
    assert "河湾小区" in one.places and "电梯" in "".join(one.words)
    assert elsewhere.code != one.entry.code
    assert similar_to(office.by("zhou"), "submission", old).alike == []


def test_what_may_not_be_seen_is_not_told_by_way_of_other_words(office, stranger, send):
    send("河湾小区二号楼电梯停运三个月", BODY, key="jiang")
    send("河湾小区二号楼电梯停运三个月", BODY, key="bai", cast=stranger)
    new = send(*IN_OTHER_WORDS)

    nearest = similar_to(office.by("lin"), "submission", new)
    assert nearest.alike == [] and nearest.near == [] and nearest.unseen == (0, 0)
    assert near_words(office.by("lin"), "submission", *IN_OTHER_WORDS)[0].entry.code == new.code
    assert near_words(stranger.by("chen"), "submission", "写给别处", "没有相同的事") == []
    assert [one.entry.code for one in similar_to(office.by("zhou"), "submission", new).alike] != []


def test_other_words_are_found_while_writing(office, send):
    own = send("河湾小区二号楼电梯停运三个月", BODY)

    (near,) = near_words(office.by("lin"), "submission", *IN_OTHER_WORDS)
    assert (near.entry.code, near.kind) == (own.code, "matter")
    assert near_words(office.by("jiang"), "submission", *IN_OTHER_WORDS) == []


STRANGE = [
    "梯",
    "梯" * 100_000,
    "电梯停" * 33_000,
    "1234567890" * 2_000,
    "😀" * 5_000,
    "a\u200bb\u202e\ue000\U000f0000",
    '"*^(){}[]:&|!',
    "'; --",
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_strange_texts_are_held_against_others_without_an_error(office, send, sign_in, strange):
    send("河湾小区电梯", BODY)
    for title, body in ((strange[:60], strange), ("", strange), (strange, "")):
        assert isinstance(near_words(office.by("zhou"), "submission", title, body), list)
        assert isinstance(near_words(office.by("lin"), "submission", title, body), list)
    answer = sign_in(office, "lin").post(
        reverse("intake:said_before"),
        {"title": f"{strange[:50]}\x00", "body": f"\x00{strange}"},
    )
    assert answer.status_code == 200


def test_of_a_long_text_a_part_of_the_fingerprints_is_kept_and_two_texts_keep_the_same_part():
    signs = [chr(0x4E00 + (n * 7919) % 20_000) for n in range(3_000)]
    short, middle, long = "".join(signs[:100]), "".join(signs[:250]), "".join(signs)
    kept = {text: index.marks_of("", text) for text in (short, middle, long)}

    assert kept[short] == fingerprints(short)
    assert len(fingerprints(middle)) / 3 < len(kept[middle]) < len(fingerprints(middle)) / 1.5
    assert len(fingerprints(long)) / 6 < len(kept[long]) < len(fingerprints(long)) / 3
    assert set(kept[long]) & set(kept[short]) and len(set(kept[long]) & set(kept[middle])) > 8
    assert index.marks_of("标题", "") == fingerprints("标题") and index.marks_of("", "") == []
