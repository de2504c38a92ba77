"""The formal issue: a brief as a printed paper after GB/T 9704's page, the way an information bulletin borrows it.

Before signing it is a proof without a number, marked 送审稿; a withdrawn issue is marked 已撤回. Who asked not to be named is
not named on it, whoever prints it.
"""

from __future__ import annotations

import re

from django.utils import timezone

from zhitong.desk.masthead import mark_of, printed_head
from zhitong.desk.models import Brief, Revision, Signature
from zhitong.desk.queries import signatures_of, submissions_of
from zhitong.desk.texts import newest
from zhitong.paper import Heading, Imprint, Masthead, Note, Paper, Paragraph, SourceLine
from zhitong.paper.description import Block

State = Brief.State
PROOF, WITHDRAWN = "送审稿", "已撤回"  # printed words of a Chinese paper, in whatever language the page is read
# 一、 and （一） open a heading when the line is short and is not a sentence; a long line is a paragraph that counts.
_LEVELS = ((1, re.compile(r"^[一二三四五六七八九十]+、")), (2, re.compile(r"^[（(][一二三四五六七八九十]+[)）]")))
_HEADING_LIMIT = 36  # characters
_SENTENCE_END = "。！？；，"


def text_shown(brief: Brief) -> Revision:
    """The signed text of an issued brief, else the newest."""
    return brief.signed_revision if brief.signed_revision_id else newest(brief)


def paper_of(
    brief: Brief, *, with_sources: bool = True, readers: dict[str, list[str]] | None = None, warning: str = ""
) -> Paper:
    """The brief as a paper. ``readers`` (up, across, down, cc) replace those of the series' masthead when given.

    ``warning`` stands above every sheet of a restricted matter. ``with_sources`` False leaves the source line out, for recipients who are not to see who reflected it.
    """
    revision = text_shown(brief)
    printed = brief.printed or printed_head(brief.series, on=timezone.localdate(brief.signed_at))
    lists = readers if readers is not None else {name: printed.get(name, []) for name in ("up", "across", "down", "cc")}
    signed_on = timezone.localdate(brief.signed_at) if brief.signed_at else None
    blocks = list(blocks_of(revision.body))
    if with_sources:
        blocks += [SourceLine(line) for line in [source_line(brief)] if line]
    if brief.corrects:
        blocks.append(Note(f"更正：本期更正《{brief.corrects.series.name}》{brief.corrects.issue}。"))
    people = people_of(brief)
    return Paper(
        title=revision.title,
        warning=warning,
        blocks=blocks,
        masthead=Masthead(
            name=printed["series"],
            issue_number=brief.number,
            running_number=brief.running_number,
            office=printed["office"],
            issue_date=signed_on,
            secrecy_mark=mark_of(printed),
            urgency={State.SIGNED: "", State.WITHDRAWN: WITHDRAWN}.get(State(brief.state), PROOF),
        ),
        imprint=Imprint(
            **lists,
            **people,
            phone=printed.get("phone", ""),
            printer=printed.get("printer") or printed["office"],
            printed_on=signed_on,
        ),
    )


def blocks_of(body: str) -> list[Block]:
    """The lines of a text as headings and paragraphs; empty lines part nothing on paper."""
    return [_block(line) for line in body.split("\n") if line.strip()]


def _block(line: str) -> Block:
    bare = line.strip()
    if len(bare) <= _HEADING_LIMIT and bare[-1] not in _SENTENCE_END:
        for level, pattern in _LEVELS:
            if pattern.match(bare):
                return Heading(level, bare)
    return Paragraph(bare)


def source_line(brief: Brief) -> str:
    """（反映人：林小河，系柳岸街道联络组政协委员；另有1位反映人不具名）; empty when nobody is known."""
    named: list[str] = []
    unnamed = 0
    for submission in submissions_of(brief):
        authors = list(submission.authors.all())
        if submission.withhold_name:
            unnamed += max(1, len(authors))
            continue
        said = [_author(author, submission.unit) for author in authors]
        if not said and submission.unit:
            said = [submission.unit.name]
        named += [words for words in said if words not in named]
    if unnamed:
        named.append(f"另有{unnamed}位反映人不具名" if named else "应本人要求不具名")
    return f"（反映人：{'；'.join(named)}）" if named else ""


def _author(author, unit_of_submission) -> str:
    unit = author.unit or unit_of_submission
    post = "政协委员" if author.person and author.person.is_member else ""
    belongs = f"{unit.name if unit else ''}{post}"
    return f"{author.name}，系{belongs}" if belongs else author.name


def people_of(brief: Brief) -> dict[str, str]:
    """Editor, responsible editor and signer as printed: those who took the steps that led to the signature."""
    passed = signed = ""
    for signature in signatures_of(brief):
        if signature.verdict == Signature.Verdict.SUBMIT:
            passed = ""
        elif signature.verdict == Signature.Verdict.PASS:
            passed = _signer(signature)
        elif signature.verdict == Signature.Verdict.SIGN:
            signed = _signer(signature)
    return {"editor": brief.editor.name, "responsible_editor": passed, "signer": signed}


def _signer(signature: Signature) -> str:
    """By delegation both stand there: who was stood in for, and who did it."""
    if signature.acting_for:
        return f"{signature.acting_for.name}（{signature.by.name}代）"
    return signature.by.name


def words_of(paper: Paper) -> str:
    """Every text of the paper as one, to ask which characters no font here can show."""
    blocks = "".join(getattr(block, "text", "") for block in paper.blocks)
    imprint = paper.imprint
    people = "".join((imprint.editor, imprint.responsible_editor, imprint.signer)) if imprint else ""
    return paper.title + blocks + people


def file_name(brief: Brief, extension: str) -> str:
    """《临溪社情》2026年第12期.docx, without signs that file systems refuse."""
    name = f"{brief.series.name}{brief.issue}" if brief.number else f"{brief.series.name}{PROOF}{brief.code}"
    bare = "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in name)
    return f"{bare}.{extension}"
