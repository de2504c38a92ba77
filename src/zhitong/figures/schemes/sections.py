"""The form by which a scheme is written: its sections in the order of a printed rule, and which key of the file each field is.

What is not named here stays in the file as it is; ``editing`` says it beside the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zhitong.errors import Said

from .fields import (
    Field,
    NotTaken,
    a_figure,
    choice,
    count,
    figure_pairs,
    figures,
    many,
    number,
    pairs,
    read_text,
    scalar,
    show_text,
    words,
)

Rows = list[dict]


@dataclass(frozen=True)
class Joined:
    """Several fields that are one value of the file together. ``split`` gives None for a value that they cannot hold."""

    path: tuple[str, ...]
    parts: tuple[Field, ...]
    split: Callable[[object], dict[str, str] | None]
    join: Callable[[dict[str, object]], object]


@dataclass(frozen=True)
class Table:
    """A list of rows. ``stem`` begins the identifier that a new row gets (empty: it has none); ``must`` are the fields without which
    a row says nothing."""

    key: str
    fields: tuple[Field, ...]
    adds: Said
    stem: str = ""
    id_key: str = "id"
    must: tuple[str, ...] = ()
    take: Callable[[Mapping], Rows | None] | None = None
    put: Callable[[dict, Rows], None] | None = None


@dataclass(frozen=True)
class Section:
    code: str
    says: Said
    help: Said | str = ""
    fields: tuple[Field | Joined, ...] = field(default=())
    tables: tuple[Table, ...] = ()


def _said(english: str, chinese: str) -> Said:
    """A label: nothing in it is filled in, and a per cent sign is one."""
    return Said(english.replace("%", "%%"), chinese.replace("%", "%%"))


_OPEN = (None, "", _said("the text does not say", "原文未写明"))
_REPEAT = (
    _OPEN,
    ("each", "each", _said("counts again each time", "每次都计")),
    ("once", "once", _said("counts once only", "只计一次")),
    ("half", "half", _said("half from the second time on", "第二次起减半")),
)
_ACCUMULATE = (
    _OPEN,
    ("sum", "sum", _said("all rows add up", "各级累计相加")),
    ("increment", "increment", _said("each row on top of the lower ones", "在下一级基础上再加")),
    ("highest", "highest", _said("the highest only", "只计最高的一级")),
    ({"all": "highest"}, "all", _said("the highest of adoptions and instructions together", "采用、批示合在一起只计最高的")),
)  # fmt: skip
_PER = (
    (None, "", _said("the whole counting period", "整个计分周期")),
    ("item", "item", _said("each item", "每篇")),
    ("month", "month", _said("each month", "每月")),
    ("quarter", "quarter", _said("each quarter", "每季度")),
)
_ONCE = (
    (None, "", _said("each time", "每次都计")),
    ("month", "month", _said("once a month", "每月计一次")),
    ("quarter", "quarter", _said("once a quarter", "每季度计一次")),
    ("year", "year", _said("once a year", "每年计一次")),
)
_POINTS = _said("Points", "分值")
_WHEN = _said("In which case", "情形")
_NOTE = words("note", _said("Note", "说明"), more=True)
_MONEY = number("money_yuan", _said("Money (yuan)", "奖金（元）"), more=True)
_AGAIN = choice("repeat", _said("A second time", "再次出现"), _REPEAT, more=True)


# --- fields that are one value together -------------------------------------------------------------------------------

_STEPS = (
    ("", "", _said("the whole counting period", "整个计分周期")),
    ("month", "month", _said("each month", "每月")),
    ("quarter", "quarter", _said("each quarter", "每季度")),
    ("year", "year", _said("each year", "每年")),
)


def _number_said(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _split_base(value: object) -> dict[str, str] | None:
    if value is None or _number_said(value):
        return {"points": "" if value is None else str(value), "per": "", "most": ""}
    if not isinstance(value, dict) or len(value) > 2:
        return None
    steps = [step for step in ("month", "quarter", "year") if step in value]
    most = [key for key in value if key not in steps]
    if len(steps) != 1 or most not in ([], ["year_cap"]) or not all(map(_number_said, value.values())):
        return None
    return {"points": str(value[steps[0]]), "per": steps[0], "most": str(value["year_cap"]) if most else ""}


def _join_base(typed: dict[str, object]) -> object:
    if typed["points"] is None:
        if typed["most"] is not None:
            raise NotTaken(_said("Write the base first.", "请先填基础分。"))
        return None
    if not typed["per"] and typed["most"] is None:
        return typed["points"]
    step = typed["per"] or "year"
    return {step: typed["points"]} | ({} if typed["most"] is None else {"year_cap": typed["most"]})


def _split_target(value: object) -> dict[str, str] | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return {"items": "" if value is None else str(value), "per": ""}
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((step, items),) = value.items()
    if step not in ("month", "quarter", "year") or not isinstance(items, int) or isinstance(items, bool):
        return None
    return {"items": str(items), "per": step}


def _join_target(typed: dict[str, object]) -> object:
    if typed["items"] is None:
        return None
    return {typed["per"]: typed["items"]} if typed["per"] else typed["items"]


_SHARING = (
    ("", "", _said("the text does not say", "原文未写明")),
    ("均分", "equal", _said("divided equally", "平均分")),
    ("each", "each", _said("each gets all", "每人都计全分")),
    ("仅计第一作者", "first", _said("all to the first", "全归第一作者")),
    ({"first": "折半", "others": "均摊"}, "half", _said("half to the first, the rest divided equally", "第一作者一半，其余平分")),
    ("parts", "parts", _said("a part to the first, the rest divided equally", "第一作者按份额（填在旁边），其余平分")),
    ("registered", "registered", _said("in the shares registered with the submission", "按来稿登记的份额")),
)  # fmt: skip


def _split_sharing(value: object) -> dict[str, str] | None:
    if isinstance(value, dict) and set(value) == {"first", "others"} and all(map(_number_said, value.values())):
        first, others = value["first"], value["others"]
        return {"way": "parts", "first": str(first)} if 0 < first < 1 and round(first + others, 6) == 1 else None
    for kept, word, _says in _SHARING:
        if kept == value or (value is None and word == ""):
            return {"way": word, "first": ""}
    return None


def _join_sharing(typed: dict[str, object]) -> object:
    way, first = typed["way"], typed["first"]
    if way != "parts":
        return way or None
    if not _number_said(first) or not 0 < first < 1:
        raise NotTaken(_said("Write the first author's part, above 0 and below 1, such as 0.6.", "请填第一作者的份额，大于 0 小于 1，如 0.6。"))  # fmt: skip
    return {"first": first, "others": round(1 - first, 6)}


_BASE = Joined(
    ("submission", "base"),
    (
        number("points", _said("Base", "基础分")),
        choice("per", _said("Base given for", "基础分按"), _STEPS),
        number("most", _said("Base: at most in a year", "基础分全年最多"), more=True),
    ),
    _split_base,
    _join_base,
)
_TARGET = Joined(
    ("submission", "target"),
    (count("items", _said("Items to be sent in", "应报篇数")), choice("per", _said("To be sent in each", "应报篇数按"), _STEPS)),
    _split_target,
    _join_target,
)  # fmt: skip
_SHARED = Joined(
    ("authors", "information"),
    (
        choice("way", _said("How joint authors share", "几人联名怎样分"), _SHARING, wide=True),
        number("first", _said("The first author's part", "第一作者的份额"), help=_said("such as 0.6", "如 0.6")),
    ),
    _split_sharing,
    _join_sharing,
)

_EQUAL = (
    ("", "", _said("the text does not say", "原文未写明")),
    ("shared", "shared", _said("equal place, the next ones move down (1, 1, 3)", "名次并列，其后顺延（1、1、3）")),
    ("dense", "dense", _said("equal place, the next one follows (1, 1, 2)", "名次并列，其后紧接（1、1、2）")),
)
_TIES_FIRST = figures("first", _said("Among equal scores goes first who has more", "同分时先比"), help=_said("such as 采用率、采用", "如 采用率、采用；不比的留空"))  # fmt: skip


def _split_ties(value: object) -> dict[str, str] | None:
    parts = [value] if isinstance(value, str) else value
    if parts is None:
        return {"way": "", "first": ""}
    if not isinstance(parts, list) or not parts or parts[-1] not in ("shared", "dense"):
        return None
    before = _TIES_FIRST.show(parts[:-1])
    return None if before is None else {"way": parts[-1], "first": before}


def _join_ties(typed: dict[str, object]) -> object:
    if typed["first"]:
        return [*typed["first"], typed["way"] or "shared"]
    return typed["way"] or None


_BEST = "best"


def _split_convert(value: object) -> dict[str, str] | None:
    if value is None:
        return {"to": "", "of": "", "most": ""}
    if not isinstance(value, dict) or not {"to", "of"} <= set(value) <= {"to", "of", "most"}:
        return None
    of = value["of"]
    if not all(_number_said(value[key]) for key in set(value) - {"of"}) or not (of == _BEST or _number_said(of)):
        return None
    return {"to": str(value["to"]), "of": "" if of == _BEST else str(of), "most": str(value.get("most", ""))}


def _join_convert(typed: dict[str, object]) -> object:
    if typed["to"] is None:
        if typed["of"] is not None or typed["most"] is not None:
            raise NotTaken(_said("Write to how much it is converted.", "请填折成多少分。"))
        return None
    most = {} if typed["most"] is None else {"most": typed["most"]}
    return {"to": typed["to"], "of": _BEST if typed["of"] is None else typed["of"], **most}


_TIES = Joined(("ranking", "ties"), (choice("way", _said("Equal scores", "同分怎样排"), _EQUAL), _TIES_FIRST), _split_ties, _join_ties)  # fmt: skip
_CONVERTED = Joined(
    ("ranking", "convert"),
    (
        number("to", _said("Converted to", "折算：折成"), help=_said("such as 100", "如 100")),
        number("of", _said("Of how many points", "折算：以多少分为满"), help=_said("Empty: the best of the group.", "空：以本组最高者为满")),
        number("most", _said("Converted: at most", "折算：最多"), more=True),
    ),
    _split_convert,
    _join_convert,
)  # fmt: skip

# --- rows that stand otherwise in the file ------------------------------------------------------------------------------


def _take_rates(data: Mapping) -> Rows | None:
    rates = data.get("rates")
    if rates in (None, []):
        return []
    if not isinstance(rates, dict) or not all(rule is None or isinstance(rule, dict) for rule in rates.values()):
        return None
    return [{"name": name, **(rule or {})} for name, rule in rates.items()]


def _put_rates(data: dict, rows: Rows) -> None:
    if rows or data.get("rates"):
        data["rates"] = {
            row["name"]: {key: value for key, value in row.items() if key != "name"} or None for row in rows
        }


def _take_bonus(data: Mapping) -> Rows | None:
    authors = data.get("authors")
    if authors is None:
        return []
    if not isinstance(authors, dict):
        return None
    rules = authors.get("bonus_by_kind") or []
    rules = [rules] if isinstance(rules, dict) else rules
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return None
    return [
        {"row": rule.get("row", "*"), "kind": kind, "points": points}
        for rule in rules
        for kind, points in rule.items()
        if kind != "row"
    ]


def _put_bonus(data: dict, rows: Rows) -> None:
    """Kinds that are paid on the same rows stand in one rule, as the text has them."""
    rules: list[dict] = []
    for row in rows:
        covers, kind = row.get("row") or "*", row["kind"]
        rule = next((rule for rule in rules if rule["row"] == covers and kind not in rule), None)
        if rule is None:
            rules.append(rule := {"row": covers})
        rule[kind] = row.get("points")
    authors = data.get("authors")
    if rules or (isinstance(authors, dict) and authors.get("bonus_by_kind")):
        data["authors"] = {**(authors or {}), "bonus_by_kind": rules}


def _show_open(value: object) -> str | None:
    """What is said in both languages is shown in that of the office; changed, it is said in one."""
    return show_text(value["zh"] if isinstance(value, dict) and set(value) == {"zh", "en"} else value)


def _take_unclear(data: Mapping) -> Rows | None:
    found = data.get("unclear")
    found = [found] if isinstance(found, str) else found or []
    return [{"says": entry} for entry in found] if isinstance(found, list) else None


def _put_unclear(data: dict, rows: Rows) -> None:
    if rows or data.get("unclear"):
        data["unclear"] = [row["says"] for row in rows]


# --- the sections -----------------------------------------------------------------------------------------------------

_APART = (
    (None, "", _said("kind of unit", "同类单位")),
    ("kind", "kind", _said("kind of unit (as the text says)", "同类单位（原文写明）")),
    ("unit", "unit", _said("unit", "同一单位")),
    ("member", "member", _said("members and others", "委员与非委员")),
    ("all", "all", _said("all together", "不分组")),
)


def _rule_fields(*, of: bool) -> tuple[Field, ...]:
    whom = choice(
        "of", _said("Who", "对象"),
        ((None, "", _said("as the scheme scores", "同计分对象")), ("unit", "unit", _said("units", "单位")), ("person", "person", _said("people", "个人")), ("item", "item", _said("items", "信息"))),
    )  # fmt: skip
    return (
        words("name", _said("Name", "名称")),
        *((whom,) if of else ()),
        scalar("points", _said("Points reached", "得分达到"), help=_said("such as >=100 or 50分以上", "如 >=100、50分以上")),
        count("places", _said("The first places", "取前几名")),
        scalar("share", _said("The first share", "取前百分之几"), help=_said("such as 30%", "如 30%")),
        choice("apart", _said("Ranked apart", "怎样分组"), _APART, more=True),
        figure_pairs(
            "minimum",
            _said("Least figures", "最低数量"),
            help=_said("one to a line, 采用：3", "一行一个，如 采用：3、报送：5"),
            more=True,
        ),
        *((many("rows", _said("Earned one of the rows", "得过这些行之一（代号）"), more=True), many("instructions", _said("Or one of the instructions", "或得过这些批示之一（代号）"), more=True)) if of else ()),
        _NOTE,
    )  # fmt: skip


SECTIONS: tuple[Section, ...] = (
    Section(
        "basics",
        _said("What the scheme is", "办法的基本情况"),
        fields=(
            words("name", _said("Name of the scheme", "办法名称"), wide=True, must=True),
            words("id", _said("Short name", "代号"), must=True,
                  help=_said("Small letters, figures and underscores; versions of one scheme share it.", "小写英文字母、数字和下划线；同一办法的各版本代号相同。")),
            words("issuer", _said("Issued by", "制定机关")),
            words("place", _said("Place", "地区")),
            count("year", _said("Year", "年份")),
            choice("family", _said("Of what kind", "类别"), (
                ("cppcc", "cppcc", _said("CPPCC", "政协")), ("party", "party", _said("party", "民主党派")),
                ("member", "member", _said("members' duty", "委员履职")), ("government", "government", _said("government", "政务信息"))), must=True),
            choice("subject", _said("Who collects points", "给谁计分"), (
                ("unit", "unit", _said("units", "单位")), ("person", "person", _said("people", "个人")), ("both", "both", _said("units and people", "单位和个人都计"))), must=True),
            choice("period/counting", _said("Counting period", "计分周期"), (
                _OPEN, ("year", "year", _said("a year", "一年")), ("half_year", "half_year", _said("half a year", "半年")),
                ("quarter", "quarter", _said("a quarter", "一季度")), ("month", "month", _said("a month", "一个月")))),
        ),
    ),
    Section(
        "levels",
        _said("Adoption: levels and points", "采用得分"),
        _said("One row for each level or publication, the lower ones first.", "每一级或每一种刊物一行，从低到高。"),
        fields=(
            choice("accumulate", _said("An item adopted at several levels", "同一条被几级采用"), _ACCUMULATE, must=True),
            choice("repeat_same_level", _said("Adopted by a second body of the same row", "同一行里第二个单位采用"), _REPEAT, must=True),
        ),
        tables=(Table("levels", (
            many("who", _said("Adopted by", "采用单位或刊物"), wide=True, help=_said("Several with 、", "几个单位用顿号隔开")),
            choice("kind", _said("Form", "采用形式"), (
                (None, "", _said("not said", "不区分")), ("any", "any", _said("any form", "不论形式")), ("single", "single", _said("single", "单篇")),
                ("composite", "composite", _said("composite", "综合")), ("forwarded", "forwarded", _said("forwarded", "原稿转送")), ("report_up", "report_up", _said("sent up", "上报"))), own=True),
            number("points", _POINTS, must=True),
            many("genre", _said("Kind of writing", "文稿类别"), more=True),
            _AGAIN, _MONEY, _NOTE),
            _said("Add a level", "添加一级"), "level", must=("who",)),),
    ),
    Section(
        "instructions",
        _said("Instructions by rank", "批示加分"),
        tables=(Table("instructions", (
            many("who", _said("Instructed by", "批示领导"), wide=True),
            number("points", _POINTS, must=True), choice("repeat", _said("A second time", "再次批示"), _REPEAT), _MONEY, _NOTE),
            _said("Add a rank", "添加一级批示"), "leader", "rank", must=("who",)),),
    ),
    Section(
        "replies",
        _said("Departments' replies", "办理答复"),
        tables=(Table("replies", (
            many("who", _said("Reply of", "答复单位"), wide=True), number("points", _POINTS),
            choice("kind", _said("Result", "结果"), (
                (None, "", _said("any result", "不论结果")), ("yes", "yes", _said("solved", "已解决")), ("partly", "partly", _said("partly solved", "部分解决")),
                ("planned", "planned", _said("planned", "列入计划")), ("no", "no", _said("not solved", "未解决"))), more=True),
            _AGAIN, _NOTE),
            _said("Add a reply", "添加一种答复"), "reply", must=("who",)),),
    ),
    Section(
        "commissioned",
        _said("Calls", "约稿加减分"),
        _said("What a missed call costs is written with a minus.", "扣分写负数，如 -3。"),
        tables=(Table("commissioned", (
            words("when", _WHEN, wide=True), number("points", _POINTS), choice("repeat", _said("A second time", "再次出现"), _REPEAT), _NOTE),
            _said("Add a case", "添加一种情形"), "call", must=("when",)),),
    ),
    Section(
        "submission",
        _said("Sending in", "报送得分"),
        fields=(
            number("submission/points_each", _said("Each item sent in", "每报一篇")),
            _BASE,
            _TARGET,
            scalar("submission/miss", _said("Each one too few", "每少报一篇"), help=_said("with a minus", "扣分写负数")),
            number("submission/cap", _said("Sending in: at most", "报送得分最多")),
        ),
    ),
    Section(
        "authors",
        _said("Joint authors", "作者怎样分"),
        fields=(_SHARED,),
        tables=(Table("bonus_by_kind", (
            words("kind", _said("Kind of author", "作者身份"), help=_said("such as 委员", "如 委员")),
            many("row", _said("On which rows", "对哪些行（代号，* 为全部）")),
            number("points", _said("More points", "另加分"))),
            _said("Add a bonus by kind of author", "添加一种作者加分"), must=("kind",), take=_take_bonus, put=_put_bonus),),
    ),
    Section(
        "multipliers",
        _said("Factors", "倍数"),
        tables=(Table("multipliers", (
            words("when", _WHEN, wide=True), scalar("factor", _said("Factor", "倍数"), must=True, help=_said("1.5 or 50%", "如 1.5、50%")),
            many("rows", _said("On which rows", "对哪些行（代号；空为全部采用行）"), more=True), _NOTE),
            _said("Add a factor", "添加一种倍数"), "factor", must=("when",)),),
    ),
    Section(
        "measured",
        _said("Points for a figure as a whole", "按数计分"),
        _said("Either steps, or full points and the number to be reached.", "或者分段，或者写满分和应达到的数。"),
        tables=(Table("measured", (
            words("when", _said("What for", "计什么"), wide=True),
            a_figure("of", _said("Figure", "按哪个数"), help=_said("报送、采用、批示、办复、篇数, or a rate by its name", "报送、采用、批示、办复、篇数，或比率的名称")),
            number("full", _said("Full points", "满分")), count("target", _said("Number to be reached", "应达到的数"), must=True),
            pairs("steps", _said("Steps", "分段"), help=_said("one to a line, >=15：50", "一行一段，如 >=15：50")),
            number("beyond", _said("Each one above", "每超一件加"), more=True), number("short", _said("Each one missing", "每缺一件扣（负数）"), more=True),
            number("most", _said("At most", "最多"), more=True), number("least", _said("At least", "最少"), more=True), _NOTE),
            _said("Add a figure", "添加一项"), "figure", must=("when", "of")),),
    ),
    Section(
        "counted",
        _said("Other events that give points", "其他加分事项"),
        _said("What no record of the office says is entered by hand, see Points by hand.", "平台没有记录的事项，由人在“加减分登记”里登记。"),
        tables=(Table("counted", (
            words("when", _WHEN, wide=True), number("points", _POINTS, must=True), choice("once", _said("How often", "计几次"), _ONCE),
            words("area", _said("Belongs to", "归入哪一类"), more=True, help=_said("the name of a cap", "封顶的名称")), _NOTE),
            _said("Add an event", "添加一项"), "event", must=("when",)),),
    ),
    Section(
        "penalties",
        _said("Deductions", "扣分"),
        _said("Deductions are written with a minus.", "扣分写负数，如 -2。"),
        tables=(Table("penalties", (
            words("when", _WHEN, wide=True), number("points", _POINTS), words("effect", _said("Consequence in words", "后果（文字）")),
            choice("voids", _said("Leaves nothing of", "使之不计分"), (
                (None, "", _said("nothing more", "不涉及")), ("item", "item", _said("that item", "该条不计分")), ("period", "period", _said("the whole period", "当期计 0 分"))), more=True),
            _NOTE),
            _said("Add a deduction", "添加一项扣分"), "minus", must=("when",)),),
    ),
    Section(
        "rates",
        _said("Rates", "比率"),
        tables=(Table("rates", (
            words("name", _said("Name", "名称")), words("numerator", _said("Numerator", "分子")), words("denominator", _said("Denominator", "分母")),
            scalar("threshold", _said("Line and points", "界线和加减分"), help=_said("such as 低于30%扣1分", "如 低于30%扣1分"))),
            _said("Add a rate", "添加一个比率"), must=("name",), take=_take_rates, put=_put_rates),),
    ),
    Section(
        "caps",
        _said("Caps", "封顶和保底"),
        tables=(Table("caps", (
            words("of", _said("Of what", "对什么"), wide=True, help=_said("总分, 加分, 扣分, 信息, 单篇, or a row", "总分、加分、扣分、基础分、信息、批示得分、单篇，或某一行")),
            scalar("max", _said("At most", "最多")), number("min", _said("At least", "最少")), choice("per", _said("For", "按"), _PER),
            choice("unit", _said("In", "单位"), ((None, "", _said("points", "分")), ("分", "points", _said("points (as the text says)", "分（原文写明）")), ("篇", "items", _said("items", "篇"))), more=True),
            _NOTE),
            _said("Add a cap", "添加一项封顶"), must=("of",)),),
    ),
    Section(
        "ranking",
        _said("Ranking, rounding, money", "排名、取整、奖金"),
        fields=(
            many("ranking/by", _said("Ranked by", "排名依据")),
            many("ranking/groups", _said("Groups ranked apart", "分组排名"), wide=True, help=_said("Several with 、", "几组用顿号隔开")),
            _TIES,
            choice("ranking/per_head", _said("Points per head", "按人均得分排"), ((None, "", _said("no", "否")), (False, "no", _said("no (as the text says)", "否（原文写明）")), (True, "yes", _said("yes", "是")))),
            scalar("ranking/pass", _said("Pass mark", "达标线")),
            pairs("ranking/bands", _said("Bands", "等次"), help=_said("one to a line, 优秀：>=85", "一行一个，如 优秀：>=85")),
            figure_pairs("ranking/minimum", _said("Ranked only with at least", "参加排名的最低数量"), help=_said("one to a line, 采用：3", "一行一个，如 采用：3")),
            _CONVERTED,
            count("rounding", _said("Decimals of the total", "总分保留几位小数")),
            number("money_per_point", _said("Yuan for each point", "每分奖金（元）")),
        ),
    ),
    Section("tiers", _said("Tiers", "分档"), _said("The first rule that holds is the tier.", "从上到下，先符合的为准。"),
            tables=(Table("tiers", _rule_fields(of=False), _said("Add a tier", "添加一档"), "tier", must=("name",)),)),
    Section("awards", _said("Commendation", "表彰"), _said("All that one rule says must hold.", "一条里写明的都要符合。"),
            tables=(Table("awards", _rule_fields(of=True), _said("Add a commendation", "添加一项表彰"), "award", must=("name",)),)),
    Section(
        "unclear",
        _said("What the text leaves open", "原文没有写明的"),
        _said("Each is to be answered before publishing; under Decisions below.", "发布前逐项决定，在下面“待定事项”里填。"),
        tables=(Table("unclear", (Field(("says",), _said("Open question", "未写明的事项"), _show_open, read_text, wide=True),), _said("Add an open question", "添加一项"), must=("says",), take=_take_unclear, put=_put_unclear),),
    ),
)  # fmt: skip
TABLES: dict[str, Table] = {table.key: table for section in SECTIONS for table in section.tables}
