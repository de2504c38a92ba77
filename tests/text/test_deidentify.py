"""De-identification: what tells who a person is is found, public numbers stay, masks keep what they promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.deidentify import COVER, Span, find_personal, mask


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("电话13800138000，", "phone", "13800138000"),
        ("电话１３８００１３８０００。", "phone", "１３８００１３８０００"),
        ("打138-0013-8000吧", "phone", "138-0013-8000"),
        ("+86 13800138000", "phone", "13800138000"),
        ("13\u200b800138000", "phone", "13\u200b800138000"),
        ("座机021-55512345", "phone", "021-55512345"),
        ("联系电话：5551234", "phone", "5551234"),
        ("身份证11010519491231002X", "identity", "11010519491231002X"),
        ("身份证110105 19491231 0021", "identity", "110105 19491231 0021"),
        ("旧证110105491231002", "identity", "110105491231002"),
        ("编号6222020000000000001", "bank_card", ""),
        ("银行账号：6222 0200 1111 2222 333", "bank_card", "6222 0200 1111 2222 333"),
        ("付到4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111"),
        ("车京A12345停在", "plate", "京A12345"),
        ("沪AD12345", "plate", "沪AD12345"),
        ("粤B·8Q7K9", "plate", "粤B·8Q7K9"),
        ("邮箱fang.lan@example.com", "account", "fang.lan@example.com"),
        ("微信号：fanglan_88", "account", "fanglan_88"),
        ("住青年路88号3栋2单元501室", "address", "青年路88号3栋2单元501室"),
        ("住在5栋1204房", "address", "5栋1204房"),
        ("河湾村三组村民", "address", "河湾村三组"),
        ("反映人：方岚，女", "name", "方岚"),
        ("我叫周敏，住在", "name", "周敏"),
        ("居民吴越反映电梯", "name", "吴越"),
        ("周敏诉称", "name", "周敏"),
        ("联系人 欧阳明月，", "name", "欧阳明月"),
        ("陈立先生说", "name", "陈立"),
        ("找到陈书记", "name", "陈"),
    ],
)
def test_what_tells_who_it_is_is_found(text, kind, found):
    assert [span.text for span in find_personal(text) if span.kind == kind] == ([found] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345、110、96110",
        "2025年11月24日",
        "文号〔2019〕142号",
        "共12800138000元",
        "多方面反映",
        "群众强烈反映，居民多次投诉",
        "班主任老师告诉家长",
        "毛主席语录",
        "现任校长",
        "地铁8号线",
        "3栋楼停水",
        "万科反映",
    ],
)
def test_what_is_public_stays(text):
    assert find_personal(text) == []


def test_a_wrong_check_figure_is_still_covered_but_not_sure():
    right, wrong = find_personal("11010519491231002X 110105194912310021")
    assert (right.sure, wrong.sure) == (True, False)


def test_circles_keep_every_position_and_labels_say_what_stood_there():
    text = "周敏反映，电话13800138000。"
    spans = find_personal(text)
    assert mask(text, spans) == f"{COVER * 2}反映，电话{COVER * 11}。"
    assert mask(text, spans, style="labels") == "［姓名］反映，电话［电话］。"


def test_a_person_may_choose_the_places():
    assert mask("河湾小区门卫", [(0, 2)], style="labels") == "［已隐去］小区门卫"
    assert mask("河湾小区", [(2, 99), (1, 3)]) == "河○○○"
    assert mask("河湾小区", []) == "河湾小区"


@given(
    st.text(alphabet=st.characters(exclude_categories=[]), max_size=60),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70))),
)
def test_a_mask_covers_exactly_the_chosen_signs(text, chosen):
    covered = mask(text, chosen)
    places = {at for start, end in chosen for at in range(start, min(end, len(text)))}
    assert covered == "".join(COVER if at in places else sign for at, sign in enumerate(text))


@given(st.text(alphabet="13800138000电话周敏反映京A栋-X号 \0\ud800", max_size=60))
def test_spans_hold_and_do_not_overlap(text):
    spans = find_personal(text)
    assert all(isinstance(span, Span) and text[span.start : span.end] == span.text for span in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "一" * 100_000, "周" * 100_000, "a@" * 50_000, "路1号" * 30_000, "3栋" * 50_000]
)
def test_long_monotone_texts_are_read(text):
    find_personal(text)
