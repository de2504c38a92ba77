"""Every sentence this room says, in both languages: English as it stands in the code, Chinese here.

``sentence`` pairs them; a sentence without its Chinese is an error that the tests find. Places such as ``%(row)s`` are filled with
identifiers, figures and words of the scheme itself, which are the same in both languages.
"""

from __future__ import annotations

from zhitong.errors import Refused, Said

CHINESE = {
    # what cannot be taken
    "%(field)s: ": "%(field)s：",
    "%(value)s is not a list of items.": "%(value)s 不是稿件清单。",
    "Write [{rows: [...]}].": "请写成 [{rows: [...]}]。",
    "there are more than %(most_items)s items.": "稿件超过 %(most_items)s 条。",
    "Use times: for equal ones.": "相同的稿件请用 times 合写。",
    "%(value)s is not an item.": "%(value)s 不是一条稿件。",
    "Write {rows: [...]}.": "请写成 {rows: [...]}。",
    "this is more than %(most_times)s.": "这里超过了 %(most_times)s。",
    "Check the figure.": "请核对这个数。",
    "a year has 12 months and 4 quarters.": "一年有 12 个月、4 个季度。",
    "%(value)s is not a list of rows.": "%(value)s 不是行的清单。",
    "the parts of the authors must be above 0.": "各作者的份额要大于 0。",
    "Write {甲: 0.6, 乙: 0.4}.": "请写成 {甲: 0.6, 乙: 0.4}。",
    "The authors share as they registered, and this item names no parts.": "按署名比例分配，而这一条没有写各人的比例。",
    "Write [a, b].": "请写成 [a, b]。",
    "the scheme has no row %(name)s.": "计分办法里没有 %(name)s 这一行。",
    "Known rows: %(known)s.": "已有的行：%(known)s。",
    "an item has no such key.": "稿件没有这一项。",
    "Known: %(names)s.": "可用的有：%(names)s。",
    "row %(row)s is for %(names)s, not %(genre)s.": "%(row)s 这一行用于%(names)s，不用于%(genre)s。",
    "Take the row of that kind of writing.": "请改用这类文稿的行。",
    "a shared case is a mapping.": "共同署名的事项要写成键值。",
    "Write {authors: [甲, 乙], filed: true}.": "请写成 {authors: [甲, 乙], filed: true}。",
    "each author is named once.": "每位作者写一次，不能少也不能重复。",
    "Write [甲, 乙].": "请写成 [甲, 乙]。",
    "a shared case has no such key.": "共同署名的事项没有这一项。",
    "Outcomes are written name: true.": "结果写成 名称: true。",
    "%(value)s is not a year.": "%(value)s 不是年份。",
    "Write such as 2014, or null.": "请写成 2014 这样的年份，不知道就写 null。",
    "this is not a list of rows.": "这里应是一行行的清单。",
    "Write {row: own, member: 2}.": "请写成 {row: own, member: 2}。",
    "one of month, quarter, year is needed.": "要写明 month、quarter、year 之一。",
    "Name one.": "请写一个。",
    "a cap says what it holds.": "封顶要写明对什么封顶。",
    "Write of: and what is capped.": "请用 of: 写明对象。",
    "a cap is a number of points.": "封顶数是分数。",
    "Write the points, not the pieces.": "请写分数，不写篇数。",
    "this key is not known.": "没有这个键。",
    "Perhaps %(near)s is meant.": "也许是 %(near)s。",
    "this key is missing.": "缺少这个键。",
    "Write it, with null if the text does not say.": "请补上；原文没有写的写 null。",
    "a rate has a numerator and a denominator.": "比率要有分子和分母。",
    "Write both.": "请把两者都写上。",
    "the text says %(said)s.": "原文写的是 %(said)s。",
    "Assume only what is open.": "只能对原文没有写的作假定。",
    "names with figures are expected.": "这里应是名称和数。",
    "Write {甲: 5}.": "请写成 {甲: 5}。",
    "an example has no such key.": "算例没有这一项。",
    "Known: %(keys)s.": "可用的有：%(keys)s。",
    "nothing is expected.": "没有写应得的结果。",
    "Write {points: ...}.": "请写成 {points: ...}。",
    "%(value)s is no list of figures.": "%(value)s 不是数据清单。",
    "figures have names.": "每个数都要有名称。",
    "Write {late: 2}.": "请写成 {late: 2}。",
    "a count cannot be below 0.": "次数不能小于 0。",
    "there are %(steps)s in the period.": "这一时段共有 %(steps)s 个。",
    "the items name the row for sending in.": "稿件里已经写了报送这一行。",
    "Give one of the two.": "两处只写一处。",
    "a penalty takes points.": "扣分要写成负数。",
    "Write -%(worth)s.": "请写 -%(worth)s。",
    "the base is %(points)s.": "基础分是 %(points)s。",
    "a decision needs its reason.": "决定要写明理由。",
    "Write one sentence.": "请写一句话。",
    "%(value)s cannot be decided.": "不能决定为 %(value)s。",
    "Choose one of %(choices)s.": "请从 %(choices)s 中选一个。",
    "nothing in a scheme asks for this.": "计分办法不需要这个决定。",
    "Take a key from the open list.": "请从待定事项中选。",
    "the scheme knows no author of kind %(author)s.": "计分办法里没有“%(author)s”这类作者。",
    "Write one of %(names)s or %(plain_author)s.": "请写 %(names)s 或 %(plain_author)s。",
    "%(value)s is not a text.": "%(value)s 不是文字。",
    "Write words; put quotes around them.": "请写文字，并加引号。",
    "the text is longer than %(longest)s characters.": "文字超过 %(longest)s 个字。",
    "Shorten it.": "请缩短。",
    "the text holds a character that cannot be stored.": "文字里有无法保存的字符。",
    "Type it anew.": "请重新输入。",
    "%(value)s is not a list.": "%(value)s 不是清单。",
    "%(value)s is not a mapping.": "%(value)s 不是键值。",
    "Write {name: value}.": "请写成 {名称: 值}。",
    "Write each row as - {id: ..., points: ...}.": "每行写成 - {id: ..., points: ...}。",
    "%(value)s is not one of %(choices)s.": "%(value)s 不在 %(choices)s 之中。",
    "Write one of them.": "请写其中一个。",
    "%(value)s is not a number.": "%(value)s 不是数。",
    "Write a number, or null if unknown.": "请写数，不知道就写 null。",
    "the number is too large.": "这个数太大。",
    "Write a number up to %(limit)s.": "请写不超过 %(limit)s 的数。",
    "%(value)s has more than %(most_decimals)s decimals.": "%(value)s 的小数超过 %(most_decimals)s 位。",
    "Round it.": "请四舍五入。",
    "%(value)s is not a count.": "%(value)s 不是次数。",
    "Write a whole number from %(least)s up.": "请写不小于 %(least)s 的整数。",
    "%(value)s is not a rate.": "%(value)s 不是比率。",
    'Write such as 0.35 or "35%%".': '请写成 0.35 或 "35%%"。',
    "the scheme has no group %(value)s.": "计分办法里没有 %(value)s 这一组。",
    "Groups: %(names)s.": "分组有：%(names)s。",
    "%(value)s is not one of each, once, half, null.": "%(value)s 不在 each、once、half、null 之中。",
    "the row has no name.": "这一行没有标识。",
    "Give it a short identifier.": "请给它一个短标识。",
    "this is missing.": "这里缺一个数。",
    "Write null if the text does not say.": "原文没有写的写 null。",
    "%(value)s is not a factor.": "%(value)s 不是倍数。",
    'Write such as 1.5 or "50%%".': '请写成 1.5 或 "50%%"。',
    "%(row)s is already the name of %(key)s.": "%(row)s 已经是 %(key)s 的标识。",
    "Name one of them anew.": "请给其中一行另起标识。",
    "there is no row %(shared)s.": "没有 %(shared)s 这一行。",
    "Name a row.": "请写一行的标识。",
    "one of below, at_most, above, at_least is needed.": "要写明 below、at_most、above、at_least 之一。",
    "Name one side.": "请写明一侧。",
    # files
    "the file is larger than %(limit)s kB.": "文件超过 %(limit)s kB。",
    "A scheme is a page, not a book.": "计分办法应当只有一两页。",
    "the YAML cannot be read (line %(line)s): %(what)s.": "YAML 读不下去（第 %(line)s 行）：%(what)s。",
    "Repair that line.": "请改正这一行。",
    "a scheme file holds one mapping of keys.": "计分办法文件应是一组键值。",
    "Begin with id: and name:.": "请从 id: 和 name: 写起。",
    "the file cannot be read (%(reason)s).": "文件读不出来（%(reason)s）。",
    "Check its name.": "请核对文件名。",
    "the file is not UTF-8.": "文件不是 UTF-8 编码。",
    "Save it as UTF-8.": "请另存为 UTF-8。",
    "a key must be a word.": "键必须是文字。",
    "Put quotes around it.": "请加上引号。",
    "the key is written twice.": "这个键写了两次。",
    "Keep one of the two.": "请只留一个。",
    "YAML anchors and aliases are not taken.": "不接受 YAML 的锚点和引用。",
    "Write the value out.": "请把内容写全。",
    "the file has too many or too deep values.": "文件内容太多或层次太深。",
    "Make it simpler.": "请写得简单些。",
    # what the text leaves open
    "Decide %(key)s (%(choices)s) and write the decision down.": "请决定 %(key)s（%(choices)s），并写明理由。",
    "Decide %(key)s (a number) and write the decision down.": "请决定 %(key)s（一个数），并写明理由。",
    "Enter %(key)s and count again.": "请补上 %(key)s 再计算。",
    "Write %(key)s so that it can be read, and count again.": "请把 %(key)s 写明确再计算。",
    "%(key)s: the text does not say how %(count)s authors share.": "%(key)s：原文没有写 %(count)s 位作者如何分分。",
    "What a proposal gets (%(name)s) is not in the text.": "原文没有写提案得多少分（%(name)s）。",
    "%(total)s falls between the bands %(names)s.": "%(total)s 分落在档次 %(names)s 之间的空当里。",
    "The bands %(names)s are not told in points.": "档次 %(names)s 不是按分数写的。",
    "%(total)s falls into %(names)s.": "%(total)s 分同时属于 %(names)s。",
    "The text does not say what merely sending in gives.": "原文没有写只报送未采用得多少分。",
    "The words of %(key)s (%(words)s) do not say from which rate on it holds.": "%(key)s（%(words)s）没有写明比率的界线。",
    "Points of %(row)s are not in the text.": "原文没有写 %(row)s 的分数。",
    "The text does not say what one item too few costs.": "原文没有写少报一篇扣多少分。",
    "No row of this scheme says what %(key)s gives.": "计分办法里没有一行写明 %(key)s 计多少分。",
    "%(key)s is not known, so the sum is not.": "%(key)s 未知，所以算不出来。",
    "The base is given for each %(step)s, and %(key)s is not known.": "基础分按 %(step)s 计，而 %(key)s 未知。",
    "%(key)s is %(missed)s, and the text does not say what each costs.": "%(key)s 为 %(missed)s，原文没有写每次扣多少分。",
    "%(key)s may mean several rows: %(names)s.": "%(key)s 可能指几行：%(names)s。",
    "The text does not say what sending in gives.": "原文没有写报送得多少分。",
    "Points of %(row)s (%(words)s) are not in the text.": "原文没有写 %(row)s（%(words)s）的分数。",
    "The text does not say whether %(row)s counts a second time on one item.": "原文没有写同一条上第二次 %(row)s 是否再计分。",
    "The text does not say what an item taken from a meeting or a report gets.": "原文没有写会议发言、调研报告转化的怎样计分。",
    "The text does not say whether a second body of row %(row)s counts again.": "原文没有写 %(row)s 这一行第二个单位采用是否再计分。",
    "%(row)s and %(other)s stand in one row; the text does not say whether both count on one item.": (
        "%(row)s 与 %(other)s 写在同一行，原文没有写同一条上是否都计分。"
    ),
    "The factor of %(row)s is not in the text.": "原文没有写 %(row)s 的倍数。",
    "The text does not say whether the author's bonus is paid once for an item or for each row.": (
        "原文没有写作者加分每条计一次，还是每行各计一次。"
    ),
    "The rows of an author's bonus cannot be read.": "作者加分写给哪几行，读不出来。",
    "%(twice)s is named twice for %(row)s; the text does not say whether it counts again.": (
        "%(twice)s 在 %(row)s 上写了两次，原文没有写是否再计分。"
    ),
    "The text does not say whether %(names)s on one item add up.": "原文没有写同一条的 %(names)s 是累计还是只计最高。",
    "The text does not say how %(names)s work together.": "原文没有写 %(names)s 同时适用时怎样计算。",
    "%(key)s is not in the text.": "原文没有写 %(key)s。",
    "%(of)s is capped for each %(per)s, and %(count)s lines name none.": "%(of)s 按 %(per)s 封顶，有 %(count)s 行没有注明 %(per)s。",
    "The cap on %(of)s is not in the text.": "原文没有写 %(of)s 的封顶数。",
    "Several have %(equal)s, and the text does not say how equal scores are ranked.": (
        "有几个单位同为 %(equal)s 分，原文没有写同分怎样排名。"
    ),
    "%(measure)s of %(unit)s is needed to part equal scores.": "要分出同分的先后，需要 %(unit)s 的 %(measure)s。",
    "%(name)s is exactly %(value)s; the text does not say whether the threshold itself falls under it.": (
        "%(name)s 正好是 %(value)s，原文没有写界线本身算不算。"
    ),
    "%(name)s is needed for this sum, and the figures do not give it.": "计算需要 %(name)s，而数据里没有。",
    "The %(kind)s names neither rows nor points to share.": "%(kind)s 没有写要分的行或分数。",
    # questions before publishing
    "Does an item adopted at several levels get every row, or the highest only?": "一条被几级采用，是累计还是只计最高？",
    "Does an item adopted above but not below get the row alone, or the lower rows too?": (
        "上级采用而下级没有采用的，只计本行，还是连下级的也计？"
    ),
    "When two results that share one row both happen, does the row count once or each time?": (
        "写在同一行的两种结果都有时，计一次还是各计一次？"
    ),
    "How do the authors of one item share its points?": "一条由几人联名的，分数怎样分？",
    "Is an author's bonus paid once for an item, or for each row?": "作者加分每条计一次，还是每行各计一次？",
    "When two factors hold for one item, are they multiplied, or does the highest count?": (
        "两个倍数同时适用时，是相乘还是取最高？"
    ),
    "Does exactly the threshold fall under the consequence (inclusive) or not (strict)?": (
        "正好等于界线的，算在内（inclusive）还是不算（strict）？"
    ),
    "How are equal scores ranked?": "同分怎样排名？",
    "The text leaves open: %(words)s": "原文没有写明：%(words)s",
    "Does a second body of one row give the row's points again?": "同一行第二个单位采用，是否再计分？",
    "Does a second instruction of one rank on one item count again?": "同一条上同级领导的第二次批示是否再计分？",
    "Does a second reply of one kind on one item count again?": "同一条上同类的第二次答复是否再计分？",
    "Does a commissioned row count again for a second body?": "约稿被第二个单位采用，是否再计分？",
    "How many points does this row give: %(row)s %(words)s?": "这一行计多少分：%(row)s %(words)s？",
    "How many points at most for %(of)s?": "%(of)s 最多计多少分？",
    # why a line is as it is
    "only the highest counts, which is %(row)s": "只计最高的一行，即 %(row)s",
    "same row as %(other)s, counted once": "与 %(other)s 同一行，只计一次",
    "factor %(factor)s": "倍数 %(factor)s",
    "share of %(points)s": "%(points)s 分中的份额",
    "at most %(most)s": "封顶 %(most)s",
    "not below %(least)s": "不低于 %(least)s",
    "comes with the row above it, as decided": "按决定随上级采用一并计分",
    "as decided": "按决定计分",
    # notices
    "%(key)s: not a key of a scheme; kept, but nothing in it is counted": "%(key)s：不是计分办法的键；保留，但不计分",
    "the cap on %(of)s holds nothing in this sum": "对 %(of)s 的封顶在这次计算里没有对象",
}


def sentence(english: str, **data: object) -> Said:
    """The sentence in both languages; ``KeyError`` when its Chinese was never written."""
    return Said(english, CHINESE[english], data)


def in_english(refusal: Refused) -> str:
    """A refusal for the command line and for logs of a check."""
    parts = (part.en if isinstance(part, Said) else str(part) for part in (refusal.message, refusal.remedy) if part)
    return " ".join(parts)
