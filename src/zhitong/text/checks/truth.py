"""Rules that hold a brief against its sources: not stronger, not wider, not softer than what was said, and nothing of its own."""

from __future__ import annotations

from collections.abc import Iterator

from zhitong.text.checks.case import Case, is_denied, places
from zhitong.text.checks.finding import Evidence, Finding, SourceText
from zhitong.text.checks.rules import Rule
from zhitong.text.normalise import dedupe_key
from zhitong.text.numbers import Number, find_numbers

# A sentence of which less than this share of pairs of signs stands in any source says something of its own.
_LEAST_SHARED = 0.25
_SHORTEST_CLAIM = 12
_MOST_EVIDENCE = 5
_COUNTED_SPEAKERS = ("人", "次", "")
_VAGUE_UNITS = {
    "名": "人", "人": "人", "位": "人", "居民": "人", "业主": "人", "村民": "人", "群众": "人", "家长": "人", "职工": "人", "学生": "人",
    "户": "户", "家": "户", "次": "次", "起": "次", "年": "年", "天": "天", "个月": "个月", "元": "元", "万元": "元",
}  # fmt: skip


def no_sources(rule: Rule, case: Case) -> Iterator[Finding]:
    if not case.sources:
        yield rule.finding(0, 0)


def number_unsourced(rule: Rule, case: Case) -> Iterator[Finding]:
    """Numbers in advice are the office's own and are not compared; the number of sources may be told as a number of speakers."""
    if not case.sources:
        return
    for where, text in case.texts():
        for number in find_numbers(text):
            if where == "body" and case.is_advice(number.start):
                continue
            if any(number.agrees_with(theirs) for _, theirs in case.source_numbers):
                continue
            if number.value == len(case.sources) and number.unit in _COUNTED_SPEAKERS:
                continue
            near = [(source, theirs) for source, theirs in case.source_numbers if theirs.unit == number.unit]
            said = (
                f"，来稿里是“{'、'.join(dict.fromkeys(n.text for _, n in near[:3]))}”" if near and number.unit else ""
            )
            yield rule.finding(
                number.start,
                number.end,
                where=where,
                evidence=_numbers(near) if number.unit else (),
                text=number.text,
                said=said,
            )


def stronger_word(rule: Rule, case: Case) -> Iterator[Finding]:
    return _unsupported(rule, case, in_advice=False)


def wider_scope(rule: Rule, case: Case) -> Iterator[Finding]:
    return _unsupported(rule, case, in_advice=False)


def work_to_system(rule: Rule, case: Case) -> Iterator[Finding]:
    return _unsupported(rule, case, in_advice=False)


def softened_word(rule: Rule, case: Case) -> Iterator[Finding]:
    """Only where some source has the opposite to say: then the brief plays it down."""
    for finding, word in _unsupported_with_word(rule, case, in_advice=False):
        opposite = [evidence for strong in rule.words[word] for evidence in case.evidence(strong)]
        if opposite:
            yield rule.finding(
                finding.start,
                finding.end,
                where=finding.where,
                evidence=opposite[:_MOST_EVIDENCE],
                text=word,
                said=opposite[0].text,
            )


def number_left_out(rule: Rule, case: Case) -> Iterator[Finding]:
    """多名居民 where a source says 37名: the number is what makes the sentence worth something."""
    if not case.sources:
        return
    told = case.body_numbers + find_numbers(case.title)
    for pattern in rule.patterns:
        for match in pattern.finditer(case.body):
            if case.is_advice(match.start()):
                continue
            unit = _VAGUE_UNITS[match["unit"]]
            missing = [
                (source, number)
                for source, number in case.source_numbers
                if number.unit == unit
                and not _is_date(source.text, number)
                and not any(number.agrees_with(own) for own in told)
            ]
            if missing:
                said = "、".join(dict.fromkeys(number.text for _, number in missing[:3]))
                yield rule.finding(*match.span(), evidence=_numbers(missing), text=match.group(), said=said)


def harm_left_out(rule: Rule, case: Case) -> Iterator[Finding]:
    """A harm that a source tells and the brief does not, under any of its words."""
    own = dedupe_key(case.title + case.body)
    for word, other_words in rule.words.items():
        if any(dedupe_key(said) in own for said in (word, *other_words)):
            continue
        evidence = [
            proof for said in (word, *other_words) for proof in case.evidence(said) if _is_told(proof, case.sources)
        ]
        if evidence:
            yield rule.finding(0, 0, evidence=evidence[:_MOST_EVIDENCE], text=evidence[0].text)


def unsourced_statistic(rule: Rule, case: Case) -> Iterator[Finding]:
    """据统计, 专家认为: an authority is named; some source must name it too."""
    if not case.sources:
        return
    for part in case.sentences:
        for pattern in rule.patterns:
            for match in pattern.finditer(part.text):
                if not case.says(match.group()):
                    yield rule.finding(part.start + match.start(), part.start + match.end(), text=match.group())


def unsourced_sentence(rule: Rule, case: Case) -> Iterator[Finding]:
    """A whole sentence of the situation or the cause that no source says in similar words."""
    if not case.sources:
        return
    known = {case.source_key[at : at + 2] for at in range(len(case.source_key) - 1)}
    for part in case.sentences:
        key = dedupe_key(part.text)
        if part.kind == "advice" or len(key) < _SHORTEST_CLAIM:
            continue
        pairs = [key[at : at + 2] for at in range(len(key) - 1)]
        shared = sum(pair in known for pair in pairs) / len(pairs)
        if shared < _LEAST_SHARED:
            yield rule.finding(part.start, part.end, text=part.text[:20], said=f"{shared:.0%}")


def _unsupported(rule: Rule, case: Case, *, in_advice: bool) -> Iterator[Finding]:
    return (finding for finding, _ in _unsupported_with_word(rule, case, in_advice=in_advice))


def _unsupported_with_word(rule: Rule, case: Case, *, in_advice: bool) -> Iterator[tuple[Finding, str]]:
    """Words of the rule in the brief that no source says, nor anything the rule lets count as the same. Longest words first."""
    if not case.sources:
        return
    for where, text in case.texts():
        taken: set[int] = set()
        for word in sorted(rule.words, key=len, reverse=True):
            if case.says(word) or (rule.id != "softened_word" and any(case.says(same) for same in rule.words[word])):
                continue
            for at in places(text, word):
                span = range(at, at + len(word))
                if (
                    not taken.isdisjoint(span)
                    or is_denied(text, at)
                    or (where == "body" and not in_advice and case.is_advice(at))
                ):
                    continue
                if any(
                    match.start() <= at < match.end() for pattern in rule.unless for match in pattern.finditer(text)
                ):
                    continue
                taken.update(span)
                yield rule.finding(at, at + len(word), where=where, text=word, said=""), word


def _numbers(found: list[tuple[SourceText, Number]]) -> list[Evidence]:
    return [Evidence(source.id, number.start, number.end, number.text) for source, number in found[:_MOST_EVIDENCE]]


def _is_date(text: str, number: Number) -> bool:
    """2025年, 3月5日 are no amounts."""
    return (number.unit == "年" and number.value > 1900) or (number.unit == "天" and number.text.endswith(("日", "号")))


def _is_told(proof: Evidence, sources: tuple[SourceText, ...]) -> bool:
    """Not a mere fear: 怕起火, 以免受伤, 会死亡 tell no harm that happened."""
    text = next(source.text for source in sources if source.id == proof.source_id)
    before = text[max(0, proof.start - 6) : proof.start]
    return not any(
        word in before
        for word in ("怕", "免", "防", "可能", "容易", "万一", "如果", "一旦", "担心", "未", "没", "无", "会", "隐患")
    )


TRUTH = {
    "no_sources": no_sources,
    "number_unsourced": number_unsourced,
    "stronger_word": stronger_word,
    "wider_scope": wider_scope,
    "work_to_system": work_to_system,
    "softened_word": softened_word,
    "number_left_out": number_left_out,
    "harm_left_out": harm_left_out,
    "unsourced_statistic": unsourced_statistic,
    "unsourced_sentence": unsourced_sentence,
}
