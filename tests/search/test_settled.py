"""What is no longer among the newest is settled: at every moment the same is found, and what stops it harms nothing. SQLite has nothing to settle."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.jobs.models import Job
from zhitong.jobs.worker import run_due
from zhitong.search import buckets, index, jobs, settle, spots, wording
from zhitong.search.models import Bucket, Document, Piece
from zhitong.search.rebuild import rebuild
from zhitong.search.registry import Entry

DAY = date(2026, 3, 1)
WORDS = ["电梯", "路灯", "电站", "河湾"]
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has nothing to settle")


@pytest.fixture
def small(monkeypatch):
    """Pieces of two, buckets of four, ranges of seven, all but the newest five settle, three at a time."""
    for module, name, value in (
        (buckets, "SIZE", 2),
        (buckets, "PIECES", 2),
        (settle, "RANGE", 7),
        (settle, "NEWEST", 5),
        (settle, "_BATCH", 3),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def archive(small):
    Document.objects.all().delete()
    Bucket.objects.all().delete()
    return Archive()


class Archive:
    """Documents without items, and what reading all of them would find."""

    def __init__(self):
        self.there: dict[int, tuple[int, str]] = {}  # by spot: its item and its words
        self.last = 0

    def write(self, office_id, day, words, item_id=None):
        """A new document, or another one for an item."""
        self.last += 1
        item_id = item_id or self.last
        entry = Entry(item_id, office_id, f"c{item_id}", DAY + timedelta(days=day), words, "")
        free = index._FreeSpots()
        if old := [spot for spot, (item, _words) in self.there.items() if item == item_id]:
            Document.objects.filter(spot__in=old).delete()
            del self.there[old[0]]
        document = index.document_of("submission", entry)
        stays = old and spots.is_on(old[0], office_id, entry.day)
        document.spot = old[0] if stays else free.next(office_id, entry.day)
        self.there[document.spot] = (item_id, words)
        index._write([document], [], free)
        return document.spot

    def remove(self, spot):
        Document.objects.filter(spot=spot).delete()
        del self.there[spot]

    def read(self, low, high, wanted, unwanted=()):
        fitting = [
            spot
            for spot, (_item, words) in self.there.items()
            if low <= spot <= high
            and all(word in words for word in wanted)
            and not any(word in words for word in unwanted)
        ]
        return sorted(fitting, reverse=True)

    def holds(self, low, high, most=100):
        """Every question finds what reading finds."""
        for wanted, unwanted in (
            ((), ()), *(((word,), ()) for word in WORDS), (("电",), ()), (("电梯", "路灯"), ()), (("路灯",), ("电梯",)),
            (("电", "河湾"), ()),
        ):  # fmt: skip
            kind = wording.facet_token("kind", "submission")
            tokens = (kind, *(wording.Token(word, prefix=len(word) == 1) for word in wanted))
            question = wording.Asked(tokens, tuple(map(wording.Token, unwanted)))
            assert index.ask(question, low, high, most) == self.read(low, high, wanted, unwanted)[:most]


def steps(count):
    for _count in zip(range(count), settle.settle(), strict=False):
        pass


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(" ".join)
DEEDS = st.one_of(
    st.tuples(st.just("write"), st.booleans(), st.integers(0, 9), TEXTS),
    st.tuples(st.just("late"), st.booleans(), st.integers(0, 9), TEXTS),
    st.tuples(st.just("change"), st.integers(0, 99), st.integers(0, 9), TEXTS),
    st.tuples(st.just("remove"), st.integers(0, 99)),
    st.tuples(st.just("settle"), st.integers(1, 3)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_settled_the_same_is_found(office, stranger, archive, data):
    Document.objects.all().delete()
    Bucket.objects.all().delete()
    archive.__init__()
    offices, day = (office.office.pk, stranger.office.pk), 9
    for number in range(data.draw(st.integers(0, 30))):
        day += number % 3 // 2
        archive.write(offices[number % 7 // 6], day, WORDS[number % 4] + WORDS[number % 3])
    for what, *details in data.draw(st.lists(DEEDS, min_size=1, max_size=12)):
        some = sorted(archive.there)
        if what in ("write", "late"):
            is_strange, days, words = details
            day += days // 5 if what == "write" else 0
            archive.write(offices[is_strange], day if what == "write" else days, words)
        elif what == "settle":
            steps(details[0])
        elif some and what == "change":
            spot = some[details[0] % len(some)]
            days = day if details[1] < 5 else spots.ordinal_of(spot) - DAY.toordinal()
            archive.write(
                offices[spot >= spots.span(max(offices), None, None)[0]], days, details[2], archive.there[spot][0]
            )
        elif some:
            archive.remove(some[details[0] % len(some)])
    since, until = sorted(data.draw(st.tuples(st.integers(0, day), st.integers(0, day))))
    most = data.draw(st.integers(1, 12))
    for office_id in offices:
        archive.holds(*spots.span(office_id, None, None))
        archive.holds(*spots.span(office_id, DAY + timedelta(days=since), DAY + timedelta(days=until)), most)
    steps(100)
    for office_id in offices:
        archive.holds(*spots.span(office_id, None, None), most)


def test_it_may_be_stopped_at_any_step_and_goes_on(office, archive, monkeypatch):
    low, high = spots.span(office.office.pk, None, None)
    for number in range(30):
        archive.write(office.office.pk, number // 4, WORDS[number % 3] + WORDS[number % 2])
    begin_pieces = settle._begin_pieces
    for _turn in range(12):
        archive.holds(low, high)
        archive.holds(low, sorted(archive.there)[11], 3)
        with monkeypatch.context() as broken:  # it dies in the midst of a step
            broken.setattr(settle, "_begin_pieces", lambda *given: begin_pieces(*given) or 1 / 0)
            if connection.vendor == "postgresql" and settle._end_of(office.office.pk) > _begin(low):
                with pytest.raises(ZeroDivisionError):
                    steps(1)
        archive.holds(low, high)
        steps(1)
    assert list(settle.settle()) == []
    if connection.vendor == "postgresql":
        settled = Bucket.objects.filter(form=Bucket.Form.SETTLED).order_by("first")
        assert [bucket.count for bucket in settled] == [9, 9, 7]
        assert settled[0].first == low and _begin(low) > sorted(archive.there)[24]
        assert not any("~" in token.split("~", 1)[1] for token in _tokens(sorted(archive.there)[:25]))
        assert all(token.count("~") == 2 for token in _tokens(sorted(archive.there)[25:]))


def _begin(low):
    (first,) = Piece.objects.filter(first__gte=low).order_by("first").values_list("first", flat=True)[:1]
    return first


def _tokens(spots_of):
    return [
        token for row in Document.objects.filter(spot__in=spots_of) for token in row.tokens.replace("'", "").split()
    ]


@on_postgresql
def test_a_number_that_is_free_is_used_again(office, archive):
    for number in range(60):
        archive.write(office.office.pk, number // 4, WORDS[number % 3])
        steps(3)
    assert Bucket.objects.exclude(form=Bucket.Form.SETTLED).count() <= 4
    archive.holds(*spots.span(office.office.pk, None, None))


@on_postgresql
def test_what_was_there_before_pieces_settles_too(office, small, send, found):
    sent = [send(f"河湾小区电梯{n}") for n in range(12)]
    codes = [one.code for one in reversed(sent)]
    old = Bucket.objects.create(first=spots.span(office.office.pk, None, None)[0], form=Bucket.Form.OLD)
    for number, row in enumerate(Document.objects.order_by("spot")[:9]):
        before = f"{old.pk}~" if number % 2 else ""
        row.tokens = " ".join(before + token.split("~")[1] for token in row.tokens.replace("'", "").split(" "))
        row.save()
    for _turn in range(4):
        assert found(office, "zhou", "电梯") == found(office, "zhou", "linxiao") == codes
        steps(1)
    rebuild()
    assert found(office, "zhou", "电梯") == found(office, "zhou", "河湾 -路灯") == codes
    call_command("search", "check")


def test_the_night_and_a_rebuild_settle_and_the_check_knows_where_each_belongs(office, small, send, found):
    sent = [send(f"河湾小区电梯{n}") for n in range(12)]
    codes = [one.code for one in reversed(sent)]
    jobs.settle_what_is_old.enqueue()
    assert run_due() and not Job.objects.exclude(state=Job.State.DONE).exists()
    assert found(office, "zhou", "电梯") == codes
    call_command("search", "check")
    if connection.vendor == "postgresql":
        assert sum(Bucket.objects.filter(form=Bucket.Form.SETTLED).values_list("count", flat=True)) == 7
        for spot in Document.objects.order_by("spot").values_list("spot", flat=True)[
            ::6
        ]:  # one settled, one in a piece
            row = Document.objects.get(spot=spot)
            Document.objects.filter(spot=spot).update(tokens=row.tokens.replace("~", "0~"))
            with pytest.raises(CommandError, match="another bucket"):
                call_command("search", "check")
            Document.objects.filter(spot=spot).update(tokens=row.tokens)
    Document.objects.all().delete()
    Bucket.objects.all().delete()
    rebuild()
    assert found(office, "zhou", "电梯") == codes
    if connection.vendor == "postgresql":
        assert sum(Bucket.objects.filter(form=Bucket.Form.SETTLED).values_list("count", flat=True)) == 7
    call_command("search", "check")


def test_a_night_has_an_end(office, small, send, monkeypatch):
    for n in range(12):
        send(f"河湾小区电梯{n}")
    monkeypatch.setattr(jobs, "_SECONDS", -1)
    jobs.settle_what_is_old.enqueue()
    assert run_due()
    if connection.vendor == "postgresql":
        assert sum(Bucket.objects.filter(form=Bucket.Form.SETTLED).values_list("count", flat=True)) == 3


@on_postgresql
def test_the_command_says_how_much_it_settles(office, send, small, monkeypatch):
    for number in range(12):
        send(f"河湾小区电梯{number}")
    monkeypatch.setattr("zhitong.search.management.commands.search._EVERY", 0)
    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert "已归置较早的文本 7 件" in out.getvalue()
