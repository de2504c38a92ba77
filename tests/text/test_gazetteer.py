"""Places of a list, and how soon a matter wants an eye: found by words that are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.gazetteer import Gazetteer, Place
from zhitong.text.urgency import urgency_of

PLACES = [
    Place("a", "柳岸街道", "street", ("柳岸",)),
    Place("b", "青年路", "road"),
    Place("c", "青年路北段", "road"),
    Place("d", "光明社区", "community", within="柳岸街道"),
    Place("e", "光明社区", "community", within="河东镇"),
    Place("f", "河东镇", "town"),
    Place("g", "桥", "other"),
]


def found(text, places=PLACES):
    return [(hit.place.code, hit.text) for hit in Gazetteer(places).find(text)]


def test_the_longest_name_wins_and_each_place_stands_once():
    assert found("青年路北段积水，青年路也积水，青年路北段最深。") == [("c", "青年路北段"), ("b", "青年路")]


def test_an_alias_another_width_and_traditional_signs_are_the_same_name():
    assert found("柳岸的老人说") == [("a", "柳岸")]
    assert found("青年路１２號，光明社區") [0] == ("b", "青年路")  # fmt: skip
    assert [code for code, _text in found("柳岸街道光明社區停电")] == ["a", "d"]


@pytest.mark.parametrize(("text", "first", "other"), [("河东镇光明社区", "e", "d"), ("柳岸街道的光明社区", "d", "e")])
def test_of_two_of_one_name_the_one_whose_surroundings_are_named_comes_first(text, first, other):
    hit = next(hit for hit in Gazetteer(PLACES).find(text) if hit.text == "光明社区")
    assert hit.place.code == first and [place.code for place in hit.others] == [other]


def test_a_name_of_one_sign_and_an_empty_list_find_nothing():
    assert found("桥上桥下") == [] == found("青年路", [])


@given(st.text(alphabet="青年路北段柳岸光明社区，。 １\u200b", max_size=60))
def test_what_is_found_stands_in_the_text_where_it_says(text):
    hits = Gazetteer(PLACES).find(text)
    for hit in hits:
        assert text[hit.start : hit.end] == hit.text
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)


@pytest.mark.parametrize(
    ("text", "level", "kinds"),
    [
        ("三号楼燃气泄漏，楼里住着独居老人。", "now", {"danger", "weak"}),
        ("汛期将至，排水口仍未疏通。", "soon", {"day", "going_on"}),
        ("建议在公园增设长椅。", "ordinary", set()),
        ("事故没有人员伤亡，也未造成人员受伤。", "ordinary", set()),
        ("小区停水三天，300余户居民无法做饭。", "soon", {"going_on", "many"}),
        ("", "ordinary", set()),
    ],
)
def test_how_soon_and_why(text, level, kinds):
    urgency = urgency_of(text)
    assert (urgency.level, {ground.kind for ground in urgency.grounds}) == (level, kinds)
    for ground in urgency.grounds:
        assert ground.words and all(word in text for word in ground.words)
