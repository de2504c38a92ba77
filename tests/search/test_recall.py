"""Recall is 1.0: on any texts, what is found is what a plain scan finds. And nothing stands in the index that was not committed."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.errors import Refused
from zhitong.intake import actions
from zhitong.intake.models import Submission
from zhitong.search import buckets, index, spots, wording
from zhitong.search.models import Bucket, Document, Fingerprint, Piece
from zhitong.search.rebuild import rebuild
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
    connection.close()
    assert found(office, "zhou", "电梯") == [there.code]  # what was planned once belongs to a connection


def test_what_is_refused_is_not_indexed(office, send):
    with pytest.raises(Refused):
        send("电梯停运", authors=[actions.AuthorGiven("")])
    assert not Document.objects.exists()


@pytest.fixture
def in_buckets(office, monkeypatch):
    """``in_buckets([(day, title), ...])`` writes documents one after the other, as deeds do, into pieces of one, buckets of six; gives their spots."""
    monkeypatch.setattr(buckets, "SIZE", 1)
    monkeypatch.setattr(buckets, "PIECES", 6)

    def fill(texts):
        Document.objects.all().delete()
        Bucket.objects.all().delete()
        for number, (day, title) in enumerate(texts):
            free = index._FreeSpots()
            document = index.document_of("submission", Entry(number, office.office.pk, f"c{number}", day, title, ""))
            document.spot = free.next(office.office.pk, day)
            index._write([document], [], free)
        return list(Document.objects.order_by("item_id").values_list("spot", flat=True))

    return fill


def days(*numbers):
    return [DAY + timedelta(days=number) for number in numbers]


def test_the_newest_come_first_through_all_buckets_and_from_outside_them(office, in_buckets):
    texts = [(day, "电梯" if at % 2 else "路灯") for at, day in enumerate(days(1, 1, 2, 3, 3, 4, 5, 1, 9, 2, 9, 9))]
    written = in_buckets(texts)
    outside = index.document_of("submission", Entry(99, office.office.pk, "old", DAY, "电梯", ""))
    outside.spot = spots.first_of(office.office.pk, DAY + timedelta(days=4)) + 50
    Document.objects.bulk_create([outside])  # as it was before there were buckets
    there = sorted(
        [*(spot for spot, (_day, title) in zip(written, texts, strict=True) if title == "电梯"), outside.spot]
    )
    low, high = spots.span(office.office.pk, None, None)
    lift, lamp = (wording.Asked((wording.Token(word),)) for word in ("电梯", "路灯"))

    if connection.vendor == "postgresql":
        assert Bucket.objects.filter(form=Bucket.Form.PIECES).count() == 2
        assert sum(Piece.objects.values_list("count", flat=True)) == len(texts)
    for most in range(1, len(there) + 2):
        assert index.ask(lift, low, high, most) == there[::-1][:most]
        assert index.ask(wording.Asked((wording.Token("电", prefix=True),)), low, high, most) == there[::-1][:most]
        assert sorted(spot for number, spot in index.ask_each([lamp, lift], low, high, most) if number) == there[-most:]
    assert index.ask(lift, there[1], there[-2], 10) == there[1:-1][::-1]
    assert index.ask(wording.Asked((wording.Token("路灯"),), (wording.Token("电梯"),)), low, high, 10) == sorted(
        set(written) - set(there), reverse=True
    )


def test_a_step_of_any_width_finds_the_newest_of_its_own_range(office, in_buckets, monkeypatch):
    monkeypatch.setattr(buckets, "PIECES", 64)
    there = in_buckets([(DAY, "电梯")])
    free = index._FreeSpots()
    batch = []
    for number in range(1, 150):
        names = ["周敏"] if number % 3 else []
        entry = Entry(
            number, office.office.pk, f"c{number}", DAY + timedelta(days=number // 7), "电梯", "", names=names
        )
        batch.append(index.document_of("submission", entry))
        batch[-1].spot = free.next(office.office.pk, entry.day)
    index._write(batch, [], free)
    there += [document.spot for document in batch]
    named = [document.spot for number, document in enumerate(batch, 1) if number % 3]

    if connection.vendor == "postgresql":
        assert list(Piece.objects.order_by("first").values_list("part", flat=True)) == [
            *range(64),
            *range(64),
            *range(22),
        ]
    low = spots.first_of(office.office.pk, date.min)
    lift, name = wording.Asked((wording.Token("电梯"),)), wording.Asked((wording.Token("@周", prefix=True),))
    for newest in (0, 1, 3, 4, 15, 16, 17, 63, 64, 65, 101, 127, 128, 149):
        for most in (1, 2, 9, 70, 200):
            high = there[newest]
            assert index.ask(lift, low, high, most) == there[newest::-1][:most]
            assert index.ask(name, low, high, most) == [spot for spot in reversed(named) if spot <= high][:most]
        assert index.ask(lift, there[newest // 2], high, 200) == there[newest // 2 : newest + 1][::-1]


def test_a_batch_opens_as_many_pieces_as_it_fills(office, in_buckets, monkeypatch):
    monkeypatch.setattr(buckets, "SIZE", 3)
    in_buckets([(DAY, "电梯")])
    free = index._FreeSpots()
    batch = []
    for number in range(1, 9):
        entry = Entry(number, office.office.pk, f"c{number}", DAY, "电梯", "")
        batch.append(index.document_of("submission", entry))
        batch[-1].spot = free.next(office.office.pk, DAY)
    index._write(batch[::-1], [], free)

    low, high = spots.span(office.office.pk, None, None)
    assert len(index.ask(wording.Asked((wording.Token("电梯"),)), low, high, 20)) == 9
    if connection.vendor == "postgresql":
        assert list(Piece.objects.order_by("first").values_list("part", "count")) == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize("in_old_buckets", [False, True])
def test_what_was_there_before_pieces_is_found_and_a_rebuild_puts_it_into_them(office, send, found, in_old_buckets):
    sent = [send(f"河湾小区电梯{n}") for n in range(3)]
    start = spots.span(office.office.pk, None, None)[0]
    if connection.vendor == "postgresql":
        Bucket.objects.all().delete()
        old = f"{Bucket.objects.create(first=start, form=Bucket.Form.OLD).pk}~" if in_old_buckets else ""
        for row in Document.objects.order_by("spot"):
            row.tokens = " ".join(old + token.split("~")[1] for token in row.tokens.replace("'", "").split(" "))
            row.save()
        bucket = Bucket.objects.create(first=start, form=Bucket.Form.PIECES)  # as a migration has laid them out
        Piece.objects.create(bucket=bucket, part=0, first=start, count=buckets.SIZE)
    codes = [one.code for one in reversed(sent)]
    assert found(office, "zhou", "电梯") == found(office, "zhou", "林小") == codes
    later = send("河湾小区电梯又坏了")
    assert found(office, "zhou", "电梯") == [later.code, *codes]
    rebuild()
    assert found(office, "zhou", "电梯") == [later.code, *codes]
    assert found(office, "zhou", "linxiao") == [later.code, *codes]
    if connection.vendor == "postgresql":
        assert not Bucket.objects.filter(form=Bucket.Form.OLD).exists()
        assert all(
            tokens.count("~") == 2 * len(tokens.split()) for tokens in Document.objects.values_list("tokens", flat=True)
        )


def test_one_office_never_finds_anothers_by_a_bucket(office, stranger, send, found):
    own, other = send("河湾小区电梯"), send("柳岸小区电梯", key="bai", cast=stranger)

    assert found(office, "zhou", "电梯") == [own.code]
    assert found(stranger, "chen", "电梯") == [other.code]
