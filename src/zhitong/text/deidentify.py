"""Find what tells who a person is, and cover it: telephones, identity numbers, bank cards, plates, accounts, addresses, names.

The finder proposes; a person chooses the spans, also by selecting text, and ``mask`` covers them in a copy.
The original is never changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from zhitong.text.numbers import plain_figures

Kind = Literal["identity", "bank_card", "phone", "plate", "account", "address", "name", "chosen"]

LABELS: dict[str, str] = {
    "identity": "身份证号",
    "bank_card": "银行卡号",
    "phone": "电话",
    "plate": "车牌",
    "account": "网络账号",
    "address": "住址",
    "name": "姓名",
    "chosen": "已隐去",
}
COVER = "○"

# Between the figures of a number people put a blank or a dash, and those who hide it a zero-width sign.
_GAP = r"[ \-－—\u00a0\u3000\u200b-\u200d\u2060\ufeff]?"


def _figures(count: str) -> str:
    return rf"(?:{_GAP}[0-9]){{{count}}}"


_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])[1-9]{_figures('16')}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])"
)
_CARD = re.compile(rf"(?<![0-9A-Za-z])[3-9]{_figures('15,18')}(?![0-9A-Za-z])")
_CARD_CUE = re.compile(rf"(?:卡号|账号|帐号|账户|帐户)[是为]?[:：]?\s*([0-9]{_figures('7,24')})")
_MOBILE = re.compile(rf"(?<![0-9A-Za-z])(?:\+?86{_GAP})?(1{_GAP}[3-9]{_figures('9')})(?![0-9])")
_LANDLINE = re.compile(rf"(?<![0-9A-Za-z])[(（]?0[1-9][0-9]{{1,2}}[)）]?{_GAP}[2-9][0-9]{{6,7}}(?![0-9])")
_LOCAL = re.compile(r"(?:电话|座机|热线|致电|拨打|号码)[是为]?[:：]?\s*([2-9][0-9]{2,3}-?[0-9]{4})(?![0-9])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
    r"[ ·•.・]?(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳使领]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF])(?![A-Za-z0-9])"
)
_ACCOUNT = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?i:(?:微信|QQ|vx)(?:账号|帐号|号码|号)?[是为:：]?\s*)([A-Za-z0-9_-]{5,20})"
)
_ADDRESS = re.compile(
    r"(?:(?![是在于住位我们的到从和与至往及])[\u4e00-\u9fffA-Z0-9]){1,8}?(?:大道|路|街|巷|弄|胡同)[0-9]{1,5}(?:弄|号)(?:院|楼)?(?:[\u4e00-\u9fff]{0,6}?"
    r"[0-9A-Z]{1,4}(?:栋|幢|座|号楼|单元|室|房))*"
    r"|[0-9A-Z]{1,4}(?:栋|幢|座|号楼)(?:[0-9A-Z一二三四五六七八九十]{1,3}(?:单元|门))?[0-9]{1,2}?[0-9]{2,4}(?:室|房|号|户)?(?![0-9])"
    r"|[0-9A-Z]{1,4}(?:栋|幢|座|号楼)[0-9A-Z一二三四五六七八九十]{1,3}(?:单元|门)(?:[0-9]{3,4}(?:室|房|号)?)?"
    r"|[\u4e00-\u9fff]{1,6}村(?:民委员会)?[0-9一二三四五六七八九十]{1,3}(?:组|队)(?:[0-9]{1,4}号)?"
)

# Without the family names that are above all little words (和, 从, 都, 能 …): they would find names everywhere.
_FAMILY = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟黄穆"
    "萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解宗丁宣邓郁单杭洪包诸左石崔吉龚"
    "程邢裴陆荣翁荀羊惠甄曲封芮靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申"
    "扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容古易慎戈廖庾终暨居衡步耿满弘匡国文寇广禄阙东殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯查荆红游竺权逯盖益桓公肖涂覃欧付邝闫岳代"
)
# Common enough to be believed before a title alone: 高女士, 魏书记, but not 班主任, 车队长.
_COMMON = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜戚谢邹苏潘葛范彭郎鲁韦马苗方俞袁柳唐费廉薛雷贺倪汤滕殷罗毕郝邬傅皮齐康伍余顾孟黄"
    "萧尹姚邵汪祁毛狄米贝臧戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席贾娄童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞柯卢莫裘缪邓郁单洪诸左石崔吉龚程邢裴"
    "陆荣翁甄曲封段焦巴谷侯宁甘武符刘景詹龙叶韶黎白赖卓蔺翟谭贡申冉桑桂牛边燕温庄晏柴瞿阎习艾古易廖耿聂晁冷涂覃欧付邝闫肖岳代"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|南宫"
_GIVEN = r"(?:(?![的在与说是有我你他她不了也都就这那被把给称向]|联系|电话)[\u4e00-\u9fff]){1,2}"
_NAME = rf"(?:(?:{_DOUBLE})|[{_FAMILY}]){_GIVEN}"
_ROLES = "书记|主任|局长|校长|院长|经理|主席|处长|科长|站长|队长|镇长|老师|医生|护士|律师|警官|法官|教授|老板"
_STOP = r"(?=$|[^\u4e00-\u9fff]|住|是|现|今|系|家住|男|女|于|的|在|来自)"

# A label says that a name follows; after it the family name alone is enough proof.
_LABELLED = re.compile(
    rf"(?:反映人|来信人|来访人|投诉人|举报人|联系人|申请人|当事人|姓名|署名|患者|户主|我叫|本人叫|我的名字叫|名叫)(?:是|为|叫)?\s*[:：,，]?\s*({_NAME}){_STOP}"
)
_SELF = re.compile(rf"(?:我是|本人是?|我，|本人，)\s*({_NAME})(?=$|[，,。、；;（(\s])")
_TITLED = re.compile(
    rf"((?:{_DOUBLE}|[{_FAMILY}])[\u4e00-\u9fff]{{1,2}}?)(?:先生|女士|大爷|大妈|阿姨|小姐|师傅|婆婆|老人家)"
)
_FAMILY_TITLED = re.compile(
    rf"(?<![现前原历首校院警资双对各官地厂店乙甲])(?!毛主席)((?:{_DOUBLE})|[{_COMMON}])某?(?:先生|女士|大爷|大妈|阿姨|小姐|师傅|婆婆|{_ROLES})(?![\u4e00-\u9fff]?[经司])"
)
_REPORTING = r"(?:等人)?(?:向[\u4e00-\u9fff]{1,8})?(?:来电|来信|来访)?(?:反映|诉称|投诉|举报|表示|告诉|说道|介绍说|称[，,：:]|说[，,：:])"
_REPORTED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:据|市民|居民|村民|业主|网友|群众|家长|职工|商户|委员)?({_NAME}){_REPORTING}"
)
_AFTER_ROLE = re.compile(
    rf"(?:市民|居民|村民|业主|网友|家长|职工|商户|司机|教师|医生|护士|患者|学生)({_NAME}){_REPORTING}"
)
_ROLE_AFTER_FAMILY = re.compile(rf".(?:{_ROLES}|先生|女士)")
# Beginnings that are a family name and a common word at once, so that 方面反映, 高度反映 are no persons.
_NO_NAME = re.compile(
    r"^(?:方面|高度|全体|全部|全市|全区|多次|多人|经常|常年|时常|有人|相关|关于|有关|农民|居民|公司|国家|政府|通过|从而|时间|近日|今年|单位|党员|强烈|连续|连日|向来|后来|应该|应当|能够|明确|明显|成员|和谐|许多|何人|古城|文明|万科|金域|华润|都是|都在|都有|别人|关键|东方|车主|房主|周边|周围|老师|师生|师傅|山区|安全|平时|温泉|水利|田间|江边|路人|路边)"
)


@dataclass(frozen=True)
class Span:
    """What was found, ``text[start:end]``. ``sure`` is false where only its neighbours speak for it."""

    kind: Kind
    start: int
    end: int
    text: str
    sure: bool = True


def find_personal(text: str) -> list[Span]:
    """All spans in the order of the text, none overlapping; where two claim a place, the kind that says more has it."""
    plain = plain_figures(text)
    found: list[Span] = []
    taken = bytearray(len(text))
    for kind, start, end, sure in _candidates(plain):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        found.append(Span(kind, start, end, text[start:end], sure))
    return sorted(found, key=lambda span: span.start)


def mask(text: str, spans: Iterable[Span | tuple[int, int]], *, style: Literal["circles", "labels"] = "circles") -> str:
    """A copy with the spans covered. Circles keep the length and every position; labels say what stood there: ［电话］.

    Spans may overlap and come in any order; a span reaching beyond the text is cut at its end.
    """
    chosen = sorted((_as_span(span, text) for span in spans), key=lambda span: (span.start, -span.end))
    parts: list[str] = []
    at = 0
    for span in chosen:
        start, end = max(span.start, at), min(span.end, len(text))
        if start >= end:
            continue
        parts.append(text[at:start])
        if style == "labels":
            parts.append("" if span.start < at else f"［{LABELS[span.kind]}］")
        else:
            parts.append(COVER * (end - start))
        at = end
    return "".join([*parts, text[at:]])


def _as_span(span: Span | tuple[int, int], text: str) -> Span:
    if isinstance(span, Span):
        return span
    start, end = span
    return Span("chosen", max(0, start), end, text[max(0, start) : end])


def _candidates(plain: str):
    for match in _IDENTITY.finditer(plain):
        yield "identity", *match.span(), _identity_checks(match.group())
    for match in _CARD_CUE.finditer(plain):
        yield "bank_card", *match.span(1), True
    for match in _CARD.finditer(plain):
        if _luhn(match.group()):
            yield "bank_card", *match.span(), True
    for match in _OLD_IDENTITY.finditer(plain):
        yield "identity", *match.span(), False
    for pattern in (_MOBILE, _LANDLINE, _LOCAL):
        for match in pattern.finditer(plain):
            yield "phone", *match.span(match.lastindex or 0), True
    for match in _PLATE.finditer(plain.upper() if len(plain.upper()) == len(plain) else plain):
        yield "plate", *match.span(), True
    for match in _ACCOUNT.finditer(plain):
        yield "account", *match.span(match.lastindex or 0), True
    for match in _ADDRESS.finditer(plain):
        yield "address", *match.span(), True
    yield from _names(plain)


def _names(plain: str):
    """Labels first, then what only stands near a verb or a title: where both claim a place the better proof has it."""
    for pattern, sure in ((_LABELLED, True), (_SELF, False), (_AFTER_ROLE, False), (_REPORTED, False), (_TITLED, True)):
        for match in pattern.finditer(plain):
            if not _NO_NAME.match(match[1]) and not _ROLE_AFTER_FAMILY.match(match[1]) and _is_no_word(match[1]):
                yield "name", *match.span(1), sure
    for match in _FAMILY_TITLED.finditer(plain):
        yield "name", *match.span(1), False


def _is_no_word(name: str) -> bool:
    """A name is either tagged as a person's by the dictionary or is no word of it."""
    import rjieba  # noqa: PLC0415  slow import: the dictionary is read

    tags = rjieba.tag(name)
    return len(tags) > 1 or tags[0][1].startswith("nr") or not rjieba.has_word(name)


def _only_figures(number: str) -> str:
    return "".join(sign for sign in number if sign.isascii() and sign.isalnum()).upper()


def _identity_checks(number: str) -> bool:
    """GB 11643-1999: the last sign is the weighted sum of the others, modulo 11."""
    figures = _only_figures(number)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(w * int(f) for w, f in zip(weights, figures[:17], strict=True)) % 11] == figures[17]


def _luhn(number: str) -> bool:
    """The check figure of payment cards (ISO/IEC 7812-1)."""
    figures = [int(figure) for figure in _only_figures(number)]
    doubled = [figure * 2 - 9 * (figure > 4) for figure in figures[-2::-2]]
    return (sum(figures[-1::-2]) + sum(doubled)) % 10 == 0
