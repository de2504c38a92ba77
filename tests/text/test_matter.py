"""Same matter or not: by place and trouble, also in other words; and the names and troubles this rests on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.text.matter import SAME, Matters, Text
from zhitong.text.normalise import fold
from zhitong.text.places import cities_in, names_in
from zhitong.text.troubles import TROUBLES, name_of, troubles_in

TEXTS = [
    Text("a", "柳荫新城小区旁搅拌站噪音扰民", "柳荫新城边上建了混凝土搅拌站，夜里轰鸣，居民睡不着。"),
    Text("b", "投诉柳荫新城附近违建搅拌站", "我住柳荫新城，窗外就是搅拌站，灰尘大、噪音大，无法开窗。"),
    Text("c", "鹤鸣花园小区旁搅拌站噪音扰民", "鹤鸣花园边上建了混凝土搅拌站，夜里轰鸣，老人睡不着觉。"),
    Text("d", "柳荫新城业主孩子上不了配套小学", "柳荫新城交房两年，配套小学一直不招生，学位没有着落。"),
    Text("e", "希望社区巴士5号线增加车次", "社区巴士5号线等车太久，站牌上写十分钟一趟，常常半小时。"),
    Text("f", "社区巴士7号线等车太久", "社区巴士7号线等车太久，站牌上写十分钟一趟，常常半小时。"),
    *(
        Text(f"x{n}", f"咨询第{n}批次公租房申请条件", f"请问第{n}批次公租房什么时候开放申请，需要哪些材料。")
        for n in range(12)
    ),
]


@pytest.fixture(scope="module")
def matters():
    return Matters(TEXTS)


def score(matters, one, other):
    at = {text.id: number for number, text in enumerate(TEXTS)}
    return float(matters.scores(np.array([at[one]]), np.array([at[other]]))[0])


def test_one_place_and_one_trouble_are_one_matter(matters):
    assert score(matters, "a", "b") >= SAME
    assert score(matters, "a", "b") == pytest.approx(score(matters, "b", "a"))


@pytest.mark.parametrize("other", ["d", "e"])
def test_another_trouble_is_another_matter(matters, other):
    assert score(matters, "a", other) < SAME


def test_the_same_line_of_words_with_another_number_is_kept_apart(matters):
    assert score(matters, "e", "f") < SAME


def test_in_a_group_the_same_complaint_of_another_place_counts_half(matters):
    one, other = np.array([0]), np.array([2])
    alone = float(matters.scores(one, other)[0])
    copies = float(matters.features(one, other)[0, 0]) >= 0.5
    assert float(matters.scores(one, other, apart=True)[0]) == pytest.approx(alone if copies else alone / 2)


def test_the_same_words_about_another_city_are_another_matter():
    """一中 and 汽车站 stand in every city; a copy stays one though it names another."""
    long = "高三每个周末上课，每人交四百元，晚上九点才放学，家长敢怒不敢言，已向教育局反映三次无人处理。"
    texts = [
        Text("k", "投诉K7县一中周末补课收费", "一中高三年级周末强制补课，每科收费五十元。"),
        Text("l", "L7县一中周末补课", "学校每逢周末全年级补课，孩子睡不够，收了补课费。"),
        Text("n", "县一中周末补课", "学校每逢周末全年级补课，孩子睡不够，收了补课费。"),
        Text("copy", "投诉K7县一中周末补课", long),
        Text("copied", "投诉L7县一中周末补课", long),
        *TEXTS,
    ]
    matters = Matters(texts)
    scores = matters.scores(np.array([0, 0, 3]), np.array([1, 2, 4]))
    assert scores[0] < SAME <= scores[1]
    assert scores[2] >= SAME


@pytest.mark.parametrize(
    ("title", "cities"),
    [
        ("反映临溪省枫桥市河湾区停水", {"枫桥"}),
        ("A市A3区与K8县之间的公路", {"a", "k"}),
        ("全市学区划分、城市夜市、菜市场、上市公司、请问我市何时", set()),
    ],
)
def test_cities(title, cities):
    assert cities_in(fold(title)) == cities


def test_the_reason_names_the_place_and_the_trouble(matters):
    why = matters.why(0, 1)
    assert why[0] == "柳荫新城"
    assert {"搅拌站", "扬尘"} <= set(why)
    assert matters.why(0, 8) == []


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("投诉A2区柳荫新城附近建搅拌站", ["柳荫新城"]),
        ("请问枫桥二路何时打通", ["枫桥二路"]),
        ("反映A7县河湾镇高岭村补偿问题", ["河湾镇", "高岭村"]),
        ("地铁7号线何时开工", ["7号线", "地铁7号线"]),
        ("小区停车难", []),
        ("全市二手房契税上调", []),
    ],
)
def test_names_in_titles(title, names):
    assert sorted(name.text for name in names_in(fold(title))) == sorted(names)


def test_troubles_are_named_and_matched():
    assert {name_of(kind) for kind in troubles_in(fold("夜间施工噪音"))} == {"噪音", "施工"}
    assert troubles_in("") == frozenset()
    assert all(TROUBLES)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)),
        min_size=2,
        max_size=5,
    )
)
def test_any_texts_can_be_compared(given_texts):
    matters = Matters([Text(str(number), *texts) for number, texts in enumerate(given_texts)])
    ones, others = np.triu_indices(len(given_texts), 1)
    scores = matters.scores(ones, others)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert all(isinstance(word, str) and word for word in matters.why(0, 1))


def test_long_and_monotone_texts_are_compared():
    matters = Matters([Text("a", "", "的" * 100_000), Text("b", "路" * 3000, "1" * 100_000), Text("c", "", "")])
    assert matters.scores(np.array([0, 0]), np.array([1, 2])).shape == (2,)


def test_words_shown_do_not_begin_or_end_with_a_word_that_only_joins():
    ones = Text("a", "石桥菜场的摊位费从四百元涨到一千一", "石桥菜场的摊位费从四百元涨到一千一，摊主说做不下去了。")
    others = Text("b", "菜价贵了", "石桥菜场的摊位费从四百元涨到一千一，所以菜价也贵了。")
    why = Matters([ones, others]).why(0, 1)
    assert why and not any(word[0] in "的从到" or word[-1] in "的从到" for word in why)
