"""Names of places and bodies as people write them in a text: 丽湾新城, 青年路, 河湾小学, 58车贷.

No gazetteer is needed: a name is what stands before a word that ends names (小区, 路, 学校 …), cut at the words that cannot be in one.
Two spellings of one name (河湾小区, 河湾花园小区, 某市河湾) are matched by the pairs of signs they share, weighted by how rare those are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDINGS = (
    "小区|社区|花园|家园|花苑|新村|新城|公寓|大厦|广场|大道|小学|中学|学校|幼儿园|学院|大学|医院|公园|市场|街道|公司|集团|工业园|产业园|地铁|车站|大桥"
    "|项目|楼盘|国际|学府|名邸|山庄|酒店|饭店|宾馆|影院|银行|平台|车贷|号线|公馆|别墅|步行街|苑|城(?!市|区|管|镇|乡|际|铁|轨)|府|湾|庭|园|郡|墅|轩|(?<![定安新民蜗聚邻])居(?!民|住|然)|阁|村|镇|乡|路|街|巷|线|寺|厂|湖|港|洲|岛|桥|汇|天地|中心|壹号"
)
# Words that no name goes on over; what stands before them does not belong to it.
_CUTS = re.compile(
    r" |[a-z]\d{0,2}(?:市|区|县)|西地省|(?:省|市|区|县|镇|街道|社区)(?=[\u4e00-\u9fff]{2})|位于|关于|反映|投诉|举报|咨询|建议|请求|请问|请|希望|恳求|呼吁|强烈|要求|质疑|取缔|严惩|严查"
    r"|附近|旁边|对面|周边|周围|尽快|加快|何时|为何|为什么|什么|如何|能否|可否|是否|还|再|在|的|与|和|及|对|从|到|至|往|我们|我|你|他|是|有|为|向|于|把|被|让|将|由|给|比|因|但|且|而|又|也|都|就|并|等|了|着|过|不|没|无|各|该|此|这|那|某|整个|全|本|住|买|购|去|来|开|修|建"
    # What a place or body is said to be or to do, never its own name: 配套幼儿园, 普惠性幼儿园, 相关政府, 架设高压电线 name no place.
    r"|配套|普惠[性制]?|公办|民办|私立|公立|违规|违法|非法|拒绝|解决|督促|协调|处理|查处|整治|相关|有关|政府|部门|架设|沿线|改道|高压|人行|强制|组织|强迫"
    r"|业主|居民|村民|市民|群众|学生|家长|开发商|物业|自来水?|公积金|商品房|经适房|廉租房|安置房|二手房|公租房|停车|地下|红绿灯|营利|盈利|转成|举办|创办|承办"
)
# A name with its ending has at most this many signs.
_LONGEST = 9
_ENDING = re.compile(rf"(?:{_ENDINGS})(?!支书|委会|干部|市化|管局|灯|面|费|产)")
_NUMBERED = re.compile(r"[a-z]{0,2}[0-9]{1,4}(?:路|号线|车贷|国道|省道)")
# What ends like a name and names nothing.
_COMMON = frozenset(
    "小区 本小区 社区 学校 中学 小学 公司 开发商 物业公司 医院 市场 农贸市场 道路 马路 公路 街道 公园 广场 项目 楼盘 农村 乡镇 城 县城 国家中心 消费中心 国际消费中心 省城 进城 商城 全城 "
    "回家路 大道 中心 市中心 幼儿园 大学 银行 平台 国际 车站 地铁 酒店 饭店 家里 夜里 心里 手里 村里 哪里 这里 那里 城里 工厂 厂 自来水厂 线 路线 一线 热线 下线 "
    "高速公路 人行道 十字路 公交线 天桥 大桥 桥 住宅小区 安置小区 老旧小区 居民小区 商品房小区 园 校园 幼儿园里 餐厅 门店 分局 村 全村 本村 我村 各村 限公司 限责任公司 宅小区 开发有限公司 有限公司".split()
)
_NAME_MOST = 12
# Where a city's name may begin: the beginning, or after what it lies in or what brings it up. 城市, 夜市, 全市 end alike and are none.
_CITY = re.compile(
    "(?:^| |省|州|关于|反映|投诉|举报|咨询|建议|请求|希望|位于|住|在|对)(?![全本我各该])([\u4e00-\u9fff]{2,3}?)(?<![城全本我各该菜夜超门贸])市(?!场|民|政|委|长|区)"
)
_MASKED = re.compile("([a-z])[0-9]{0,2}[市区县]")


@dataclass(frozen=True)
class Name:
    """A name found in a folded text."""

    text: str
    start: int


def names_in(folded: str, most: int = _NAME_MOST) -> list[Name]:
    """Names in a search key (``fold``), in order, at most ``most``."""
    found = [Name(match.group(), match.start()) for match in _NUMBERED.finditer(folded)]
    end_of_last = 0
    for ending in _ENDING.finditer(folded):
        begin = max(end_of_last, ending.end() - _LONGEST)
        window = folded[begin : ending.end()]
        cut = max((hit.end() for hit in _CUTS.finditer(window)), default=0)
        name = window[cut:]
        # Too short is not the end of it: 枫桥 goes on to 枫桥二路, 河湾 to 河湾镇.
        if len(name) < 3:
            continue
        end_of_last = ending.end()
        if name not in _COMMON and not any(name == other.text for other in found):
            found.append(Name(name, begin + cut))
    return sorted(found, key=lambda name: name.start)[:most]


def cities_in(folded: str) -> frozenset[str]:
    """Cities named in a search key, without 市. Public messages come with masks as names: A3区 is a district of A市, A9市 lies in it."""
    return frozenset(_MASKED.findall(folded)) | frozenset(_CITY.findall(folded))
