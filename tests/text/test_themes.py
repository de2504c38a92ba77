"""Themes: one matter over several texts, places kept apart, the same from run to run, keys that stay."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from zhitong.text import themes as linking
from zhitong.text.matter import Matters, Text
from zhitong.text.normalise import fold
from zhitong.text.places import names_in
from zhitong.text.themes import find_themes, kept_keys

PLACES = ["柳荫新城", "鹤鸣花园", "枫桥公馆", "云台小区", "棠溪家园"]
WAYS = [
    ("{}小区旁边搅拌站噪音扰民", "{}业主反映，小区边上的搅拌站夜里轰鸣，粉尘飘进窗户，孩子咳嗽。"),
    ("投诉{}附近建搅拌站", "我住在{}，楼下不到一百米建了混凝土搅拌站，灰尘和噪音让人受不了。"),
    ("{}搅拌站何时搬走", "{}旁的搅拌站投诉半年没有结果，搅拌车日夜进出，请尽快处理。"),
]
FILLERS = [
    Text(f"x{n}", f"咨询第{n}批公租房申请", f"请问第{n}批公租房申请需要哪些材料，去哪个窗口办理。")
    for n in (1, 22, 303)
]


def texts_of(places):
    return [
        Text(f"{place}{number}", title.format(place), body.format(place))
        for number, (title, body) in enumerate(WAYS)
        for place in places
    ] + FILLERS


def test_the_same_complaint_of_five_places_makes_five_themes():
    themes = find_themes(texts_of(PLACES))
    found = {frozenset(theme.ids) for theme in themes}
    for place in PLACES:
        assert frozenset(f"{place}{number}" for number in range(3)) in found


def test_a_theme_shows_its_words_and_titles():
    theme = next(theme for theme in find_themes(texts_of(PLACES)) if "柳荫新城0" in theme.ids)
    assert theme.words[0] == "柳荫新城"
    assert any("搅拌站" in title for title in theme.proof)
    assert theme.key == "t-柳荫新城0"


def test_equal_input_gives_equal_themes_and_the_order_does_not_matter():
    texts = texts_of(PLACES)
    assert find_themes(texts) == find_themes(texts)
    assert {frozenset(t.ids) for t in find_themes(texts)} == {frozenset(t.ids) for t in find_themes(texts[::-1])}


def test_a_theme_keeps_its_key_when_new_texts_come():
    texts = texts_of(PLACES)
    earlier = {"搅拌站": ["柳荫新城1", "柳荫新城2"]}
    theme = next(theme for theme in find_themes(texts, earlier=earlier) if "柳荫新城0" in theme.ids)
    assert theme.key == "搅拌站"


def test_when_a_theme_parts_the_larger_half_keeps_the_key():
    assert kept_keys([["a"], ["b", "c"]], {"k": ["a", "b", "c"]}) == ["t-a", "k"]


def test_when_two_themes_join_the_larger_gives_the_key():
    assert kept_keys([["a", "b", "c"]], {"small": ["a"], "large": ["b", "c"]}) == ["large"]


def test_a_larger_theme_needs_its_least_number():
    assert all(len(theme.ids) >= 3 for theme in find_themes(texts_of(PLACES), least=3))


def test_two_troubles_at_one_place_are_two_themes():
    """Halves that fit well are parted where they tell different troubles, and only there; a text that tells none says nothing."""
    near, across = 0.1, 0.4
    apart = np.array([[0, near, across, across], [near, 0, across, across], [across, across, 0, near]] + [[0.0] * 4])
    apart[3, :3] = apart[:3, 3] = [across, across, near]
    group = np.arange(4)

    def parted(*told):
        return [half.tolist() for half in linking._by_trouble(group, apart, np.array(told, dtype=np.uint64))]

    assert parted(1, 1, 2, 2) == [[0, 1], [2, 3]]
    assert parted(1, 1, 0, 2) == [[0, 1], [2, 3]]
    assert parted(1, 1, 3, 3) == parted(1, 1, 0, 0) == parted(1, 3, 2, 2) == [[0, 1, 2, 3]]


def test_nothing_and_one_text_make_no_theme():
    assert find_themes([]) == []
    assert find_themes(FILLERS[:1]) == []


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(alphabet="柳荫新城噪音路，\0\ud800", max_size=30), min_size=2, max_size=12))
def test_any_texts_can_be_grouped_and_none_stands_twice(bodies):
    themes = find_themes([Text(str(number), "", body) for number, body in enumerate(bodies)])
    placed = [id for theme in themes for id in theme.ids]
    assert len(placed) == len(set(placed))
    assert len({theme.key for theme in themes}) == len(themes)


def test_what_only_ends_like_a_name_is_none():
    """配套幼儿园 and 普惠性幼儿园 stand in every such complaint; the estates are what tells them apart."""
    title = "柳荫新城配套幼儿园何时转成普惠性幼儿园，请相关政府部门解决枫桥公馆高压线"
    assert [name.text for name in names_in(fold(title))] == ["柳荫新城", "枫桥公馆"]


def test_a_text_that_names_a_place_stays_apart_from_one_that_tells_nothing_of_it():
    texts = [
        Text("a", "柳荫新城停水三天无人管", "柳荫新城二十栋楼停水，老人提水上楼，物业不接电话。"),
        Text("b", "停水三天无人管", "整条巷子停水，老人提水上楼，街坊都很着急，请尽快恢复供水。"),
        *FILLERS,
    ]
    matters = Matters(texts)
    one, other = np.array([0]), np.array([1])
    assert matters.scores(one, other, apart=True)[0] <= 0.5 * matters.scores(one, other)[0] + 1e-6


def test_two_texts_need_more_than_a_street_in_common():
    """A pharmacy in a street and the holes of a road that ends there: half a score, which three texts may have on average and two may not."""
    texts = [
        Text("a", "投诉柳荫路康宁大药房以次充好", "我来到柳荫路康宁大药房买药，结账后发现药品快要过期，店员态度差。"),
        Text(
            "b", "枫桥医院西面的路窄坑多盼修缮", "枫桥医院西面连接环城大道与柳荫路的路属简易路，路窄坑多，盼早日修缮。"
        ),
        Text("c", "柳荫路康宁大药房卖过期药", "柳荫路的康宁大药房又卖快要过期的药品，店员态度很差，请查处。"),
        *FILLERS,
    ]
    matters = Matters(texts)
    pairs = [group for group in linking.group_numbers(matters) if len(group) == 2]
    assert pairs == [[0, 2]]
    assert linking._without_weak_twos([[0, 1], [2], [3, 4, 5]], matters) == [[0], [1], [2], [3, 4, 5]]


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 9), st.randoms(use_true_random=False))
def test_a_large_part_is_parted_as_by_the_whole_table(count, random):
    """By edges alone, one by one, as scipy does it with a table in which what has no edge is 1 apart."""
    table = np.zeros((count, count))
    for one in range(count):
        for other in range(one):
            table[one, other] = table[other, one] = random.choice([0, 0, random.random()])
    labels = fcluster(linkage(squareform(1 - table, checks=False), "average"), 1 - 0.3, "distance")
    whole = {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}
    assert set(map(frozenset, linking._parted(sparse.csr_matrix(table), 0.3))) == whole


def test_a_part_too_large_for_a_table_gives_the_same_themes(monkeypatch):
    more = [
        "梧桐山庄",
        "碧水雅苑",
        "银杏华庭",
        "松涛小区",
        "白鹭公寓",
        "紫荆新村",
        "长亭大厦",
        "望江名苑",
        "杏林小镇",
        "石榴广场",
    ]
    places = PLACES + more
    found = {theme.ids for theme in find_themes(texts_of(places))}
    monkeypatch.setattr(linking, "_TABLE", 3)
    assert {theme.ids for theme in find_themes(texts_of(places))} == found


def test_a_matter_that_fills_much_of_a_small_archive_is_still_one_theme():
    """Six of twelve texts name one road: by the archive's own count its name would be an everyday word."""
    voices = [
        ("沿河路夜里过渣土车", "沿河路这两个月夜里全是渣土车，临街的居民睡不着。"),
        ("渣土车一路掉石子", "骑手在沿河路摔了三个，都是压到渣土车掉下来的石子。"),
        ("沿河路灰大得看不见人", "工人下夜班走沿河路回家，渣土车一过灰大得看不见前面。"),
        ("渣土车走的路和批的不一样", "批准的路线是外环，渣土车都从沿河路走，省油。"),
        ("沿河路的渣土车吵得孩子没法睡", "孩子十二点睡，渣土车从十二点开始在沿河路上过。"),
        ("沿河路井盖塌了两个", "沿河路让渣土车压出两道沟，井盖塌了两个。"),
    ]
    other = [Text(f"o{at}", title.format("别处"), body.format("别处")) for at, (title, body) in enumerate(WAYS)]
    texts = [Text(f"v{at}", title, body) for at, (title, body) in enumerate(voices)]
    assert ("v0", "v1", "v2", "v3", "v4", "v5") in {theme.ids for theme in find_themes(texts + other + FILLERS)}
