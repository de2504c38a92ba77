"""常用规则的写法: how rules that many offices have are written, shown beside the form in which a text is written. Each is tried by a test."""

from __future__ import annotations

from zhitong.errors import Said

from .sentences import sentence

SNIPPETS: tuple[tuple[Said, str], ...] = (
    (sentence("An item adopted at several levels: add up, on top, or the highest only"),
     "accumulate: sum            # 或 increment（再加）、highest（只计最高）、{all: highest}（采用、批示合在一起只计最高）"),
    (sentence("Calls: answered, adopted above, missed"),
     "commissioned:\n  - {id: call_done, when: 按时完成约稿, points: 2, repeat: each}\n"
     "  - {id: call_above, when: 约稿被上级采用, points: 5, repeat: each}\n  - {id: call_missed, when: 约稿不报或迟报, points: -3, repeat: each}"),
    (sentence("A bonus counts once in a quarter"), "counted:\n  - {id: express, when: 报送紧急信息, points: 2, once: quarter}"),
    (sentence("Points by steps of a figure"),
     'measured:\n  - {id: sending, of: sent, when: 报送数量, steps: {">=15": 50, "<15": 0}}'),
    (sentence("Completion of a number, with extra for more"),
     "measured:\n  - {id: quota, of: sent, when: 报送任务, full: 20, target: 12, beyond: 1, most: 25}"),
    (sentence("Points lost for each one missing, not below 0"),
     "measured:\n  - {id: quota, of: sent, when: 报送任务, full: 10, target: null, short: -1, least: 0}   # null：按下达给各单位的任务数"),
    (sentence("Caps: for an item, a month, the year, a number of items"),
     "caps:\n  - {of: 单篇, max: 30}\n  - {of: 信息, max: 20, per: month}\n  - {of: 加分, max: 50}\n  - {of: 采用, max: 10, unit: 篇}"),
    (sentence("Deductions with a floor, and what makes everything void"),
     "penalties:\n  - {id: copied, when: 抄袭他人, points: -5, voids: item}\n  - {id: leaked, when: 泄密, points: -10, voids: period}\n"
     "caps:\n  - {of: 扣分, max: 10, note: 扣完为止}\n  - {of: 总分, min: 0}"),
    (sentence("Joint authors share"), "authors: {information: {first: 0.6, others: 0.4}}   # 或 均分、各计、按署名比例"),
    (sentence("More for members"), "authors:\n  information: 均分\n  bonus_by_kind:\n    - {row: '*', 委员: 2}"),
    (sentence("Who is ranked, by points per head"), "ranking:\n  by: [人均得分]\n  per_head: true\n  minimum: {adopted: 3}\n  ties: shared"),
    (sentence("Converted: the best is 100"), "ranking:\n  by: [得分]\n  convert: {to: 100, of: best}\n  ties: shared"),
    (sentence("Equal scores: by the rate, then by adoptions, then shared"),
     "rates:\n  采用率: {numerator: 采用, denominator: 报送}\nranking:\n  by: [得分]\n  ties: [采用率, adopted, shared]"),
    (sentence("Tiers and awards with least numbers"),
     'tiers:\n  - {id: first, name: 第一档, points: "90分以上(含90分)"}\nawards:\n  - {id: units, name: 先进单位, places: 3, minimum: {adopted: 5}}'),
)  # fmt: skip
