"""Subject areas: learned from decided items, stored without texts, shown with the words they rest on."""

import numpy as np
import pytest
from scipy import sparse

from zhitong.errors import BadInput
from zhitong.text.area import AreaModel, _telling, built_in

SCHOOL = [
    "小学老师违规补课收费",
    "幼儿园招生不公平",
    "中学教师职称评定",
    "学校食堂饭菜质量差",
    "学区划分不合理孩子上学远",
]
SMOKE = ["化工厂排放废气臭味大", "河道污水横流", "工地扬尘噪音污染", "垃圾焚烧有臭味", "养殖场废水污染水源"]


@pytest.fixture(scope="module")
def model():
    return AreaModel.train(SCHOOL + SMOKE, ["教育文体"] * 5 + ["环境保护"] * 5)


def test_new_texts_get_the_area_of_their_like_and_say_why(model):
    first, second = model.propose(["我们学校的老师周末补课", "厂里的废气和污水影响居民"])
    assert (first.area, first.second) == ("教育文体", "环境保护")
    assert second.area == "环境保护"
    assert "老师" in first.why or "学校" in first.why
    assert set(second.why) & {"废气", "污水"}
    assert first.margin > 0


def test_a_stored_model_decides_alike_and_holds_no_text(model, tmp_path):
    path = tmp_path / "areas.npz"
    model.save(path)
    again = AreaModel.load(path)
    assert np.array_equal(again.decide(SCHOOL), model.decide(SCHOOL))
    assert AreaModel.load(path.read_bytes()).areas == ("教育文体", "环境保护")
    with np.load(path, allow_pickle=False) as stored:
        assert [name for name in stored if stored[name].dtype.kind in "US"] == ["areas"]


def test_a_smaller_model_keeps_the_weightiest_pieces(model):
    smaller = model.smaller(20)
    assert len(smaller.buckets) == 20
    assert [proposal.area for proposal in smaller.propose(["老师补课", "污水臭味"])] == ["教育文体", "环境保护"]


def test_what_stands_in_every_area_tells_nothing_and_what_stands_in_one_tells_most():
    """Three of the five texts are of area 0: a piece that stands in all of them and in both others stands everywhere alike."""
    stands = np.array([[1, 1, 1], [1, 1, 0], [1, 1, 0], [1, 0, 0], [1, 0, 1]])
    everywhere, one_area, two_texts = _telling(sparse.csr_matrix(stands * 7), np.array([0, 0, 0, 1, 1]))
    assert everywhere == pytest.approx(0)
    assert one_area > 0.3 > 0.1 > two_texts > 0


def test_three_areas_are_told_apart():
    model = AreaModel.train([*SCHOOL, *SMOKE, "公交车次少", "地铁站出口"], ["教"] * 5 + ["环"] * 5 + ["交"] * 2)
    assert [proposal.area for proposal in model.propose(["公交线路车次", "学校老师"])] == ["交", "教"]


def test_one_area_is_refused():
    with pytest.raises(BadInput) as refusal:
        AreaModel.train(SCHOOL, ["教育文体"] * 5)
    assert refusal.value.code == "text.area.one_area"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"\x80\x04cos\nsystem\n."])
def test_what_is_no_model_is_refused(content):
    with pytest.raises(BadInput) as refusal:
        AreaModel.load(content)
    assert refusal.value.code == "text.area.unreadable_model"


def test_an_array_of_objects_is_never_unpickled(tmp_path):
    path = tmp_path / "bad.npz"
    np.savez(path, format=np.array([print], dtype=object))
    with pytest.raises(BadInput):
        AreaModel.load(path)


def test_the_built_in_model_is_small_and_knows_seven_areas():
    model = built_in()
    assert len(model.areas) == 7
    said = model.propose(["小学老师有偿补课，学生负担重", "化工厂夜里排放废气，臭味熏人", "医院医生收红包，看病难"])
    assert [proposal.area for proposal in said] == ["教育文体", "环境保护", "卫生计生"]


@pytest.mark.parametrize("text", ["", "，。", "的", "的" * 100_000, "1" * 100_000, "\0\ud800\ue000", "😀"])
def test_every_text_gets_a_proposal(text):
    (proposal,) = built_in().propose([text])
    assert proposal.area in built_in().areas
    assert built_in().propose([]) == []
