"""Long titles are broken by sense, evenly, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.paper.titles import TITLE_CHARACTERS, title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ["短标题"]),
        ("2026年第三季度社情民意信息工作情况通报", ["2026年第三季度社情民意信息工作情况通报"]),
        (
            "关于规范老旧小区加装电梯后续维护管理费用分摊办法的建议",
            ["关于规范老旧小区加装电梯后续", "维护管理费用分摊办法的建议"],
        ),
        (
            "关于进一步完善基层医疗卫生机构慢性病长处方制度和药品配送服务减轻老年患者往返负担的建议",
            ["关于进一步完善基层医疗卫生机构", "慢性病长处方制度和药品配送服务", "减轻老年患者往返负担的建议"],
        ),
        ("上一行\n下一行", ["上一行", "下一行"]),
        ("", []),
    ],
)
def test_titles_are_broken_by_sense(title, lines):
    assert title_lines(title) == lines


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    lines = title_lines("部分群众反映《临溪区停车收费管理办法》实施以来（尤其是夜间）出现的问题和建议")

    assert len(lines) > 1
    assert not any(line[0] in "》），、" or line[-1] in "《（" for line in lines)


@given(st.text("关于规范老旧小区的和《》（），2026abc建议", max_size=130))
def test_nothing_is_added_or_lost(title):
    assert "".join(title_lines(title)) == title


@given(st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=100))
def test_no_line_is_wider_than_the_page(title):
    assert max(map(len, title_lines(title))) <= TITLE_CHARACTERS
