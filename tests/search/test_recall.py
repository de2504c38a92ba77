"""Recall is 1.0: on any texts, what is found is what a plain scan finds. And nothing stands in the index that was not committed."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.errors import Refused
from zhitong.intake import actions
from zhitong.intake.models import Submission
from zhitong.search import index, spots, wording
from zhitong.search.models import Document, Fingerprint
from zhitong.search.registry import Entry
from zhitong.text import fold, parse_query

DAY = date(2026, 3, 1)
SIGNS = "电梯電停坏路灯河湾小区的一 ，。！“ａＢ2b２\n臺台乾干着著"
# What intake takes in: neither NUL nor half a character.
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.text(st.sampled_from(SIGNS), max_size=60) | st.text(ANY, max_size=20)
QUERIES = st.text(st.sampled_from(SIGNS + '"-'), min_size=1, max_size=7) | st.text(ANY, min_size=1, max_size=4)


@pytest.fixture
def archive(office):
    """``archive([(title, body), ...])`` makes the index hold just these, with codes c0, c1, ...; there are no items behind them."""

    def fill(texts):
        Document.objects.all().delete()
        rows = []
        for number, (title, body) in enumerate(texts):
            entry = Entry(number, office.office.pk, f"c{number}", DAY, title, body)
            rows.append(index.document_of("submission", entry))
            rows[-1].spot = spots.first_of(office.office.pk, DAY) + number + 1
        Document.objects.bulk_create(rows)

    return fill


def scanned(texts, typed):
    """The answer of reading every text."""
    query = parse_query(typed)
    folded = {f"c{number}": f"{fold(title)}\n{fold(body)}" for number, (title, body) in enumerate(texts)}
    if query.is_empty:
        return set()
    return {
        code
        for code, text in folded.items()
        if all(term.key in text for term in query.wanted) and not any(term.key in text for term in query.excluded)
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_is_found_is_what_a_plain_scan_finds(office, archive, found, data):
    texts = data.draw(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
    archive(texts)
    title, body = data.draw(st.sampled_from(texts))
    at = data.draw(st.integers(0, 40))
    for typed in (body[at : at + 2], body[at : at + 5], title[:1], f"{title[:3]} {body[-2:]}", data.draw(QUERIES)):
        for ranked in (False, True):
            assert set(found(office, "zhou", typed, ranked=ranked)) == scanned(texts, typed), typed


def test_words_reach_through_100_000_signs_and_through_one_sign_repeated(office, archive, found):
    long = "".join(chr(0x4E00 + n % 20_000) for n in range(99_990)) + "电梯停运末尾"
    archive([("长文", long), ("重复", "哈" * 100_000), ("数字", "20260301" * 50)])

    assert found(office, "zhou", "电梯停运末尾") == ["c0"]
    assert found(office, "zhou", "哈哈哈哈") == ["c1"]
    assert found(office, "zhou", "6030120") == ["c2"]


def test_a_deed_that_breaks_off_before_its_commit_leaves_neither_item_nor_ghost(transactional_db, office, send, found):
    there = send("电梯停运")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send("电梯漏水", place="幽灵路")
        actions.move_to_paper(there, by=office.by("zhou"), reason="误录")
        assert len(found(office, "zhou", "电梯")) == 1  # within the transaction the change is there already
        raise ZeroDivisionError

    assert found(office, "zhou", "电梯") == [there.code]
    assert found(office, "zhou", "漏水") == found(office, "zhou", "幽灵路") == []
    assert Document.objects.count() == Submission.objects.count() == 1
    assert set(Fingerprint.objects.values_list("item_id", flat=True)) == {there.pk}
    call_command("search", "check")


def test_what_is_refused_is_not_indexed(office, send):
    with pytest.raises(Refused):
        send("电梯停运", authors=[actions.AuthorGiven("")])
    assert not Document.objects.exists()


@pytest.mark.parametrize("walks", [True, False])
def test_it_is_found_whichever_way_the_database_goes(office, archive, monkeypatch, walks):
    archive([("电梯停运", "河湾小区"), ("路灯", "电梯也坏了"), ("电梯", "")])
    monkeypatch.setattr(index, "_walks", lambda question, most: walks)
    low, high = spots.span(office.office.pk, None, None)
    lift, lamp = (wording.Asked((wording.Token(word),)) for word in ("电梯", "路灯"))
    first = spots.first_of(office.office.pk, DAY)

    assert index.ask(lift, low, high, 2) == [first + 3, first + 2]
    assert sorted(index.ask_each([lift, lamp], low, high, 2)) == [(0, first + 2), (0, first + 3), (1, first + 2)]


def test_only_what_most_texts_hold_is_looked_for_from_the_newest_on(monkeypatch):
    shares = {"小区": 0.3, "电梯": 0.1, "电话": 0.02, "#kind": 1.0}
    monkeypatch.setattr(index, "_common_shares", lambda: (100_000, shares))
    word, lift, rare = (wording.Token(text) for text in ("小区", "电梯", "渣土"))

    def walks(*wanted, most=20):
        return index._walks(wording.Asked(wanted), most)

    assert walks(word, wording.Token("#kind")) and not walks(word, wording.Token("#kind"), most=5_000)
    assert walks(wording.AnyOf((word, wording.Token("@小区", prefix=True))))
    assert not walks(word, lift)  # 0.03 of all hold both
    assert not walks(word, rare)
    assert walks(wording.Token("电", prefix=True))
    monkeypatch.setattr(index, "_common_shares", lambda: (0, {}))
    assert not walks(word)
