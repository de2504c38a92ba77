"""Masked copies: what is covered, what comes back, what stays apart, what the journal knows."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.desk import copies
from zhitong.desk.actions import copies as actions
from zhitong.desk.models import Mask, MaskedCopy
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import actions as intake
from zhitong.intake.queries import text_of
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.text.deidentify import COVER

BODY = "市民周建民反映：电梯停运。电话13912345678，住青年路12号3栋402室。周建民说，他母亲王桂香下不了楼。"


@pytest.fixture
def submission(office):
    return intake.submit(by=office.by("lin"), words=Words("电梯停运", body=BODY))


@pytest.fixture
def copy(office, submission):
    return actions.begin_copy(submission, "exemplar", by=office.by("zhou"))


def at(copy, words, kind="chosen"):
    start = copy.text.index(words)
    return start, start + len(words), kind


def shown(copy):
    copy.refresh_from_db()
    return copies.shown_text(copy, copies.masks_on(copy))


def test_what_is_covered_for_now_comes_back_and_what_is_covered_for_good_does_not(office, copy):
    by = office.by("zhou")
    for_now = actions.put_masks(copy, [at(copy, "13912345678", "phone")], by=by, for_good=False)[0]
    for_good = actions.put_masks(copy, [at(copy, "王桂香", "name")], by=by, for_good=True)[0]
    assert "13912345678" not in shown(copy) and "王桂香" not in shown(copy)
    assert "13912345678" in copy.text and "王桂香" not in copy.text
    actions.lift_mask(for_now, by=by)

    assert "13912345678" in shown(copy)
    with pytest.raises(NotPermitted):
        actions.lift_mask(for_good, by=by)
    with pytest.raises(WrongState):
        actions.lift_mask(for_now, by=by)


def test_the_original_stays_as_it_came(office, submission, copy):
    before = text_of(submission)
    actions.put_masks(copy, [(0, len(copy.text), "chosen")], by=office.by("zhou"), for_good=True)
    submission.refresh_from_db()

    assert text_of(submission) == before == BODY
    assert set(shown(copy)) <= {COVER, "\n"}
    assert BODY in actions.begin_copy(submission, "export", by=office.by("zhou")).text


def test_every_deed_is_in_the_journal_and_no_word_of_the_text(office, copy):
    by = office.by("zhou")
    put = actions.put_masks(copy, [at(copy, "周建民", "name"), at(copy, "王桂香", "name")], by=by, for_good=False)
    actions.put_masks(copy, [at(copy, "13912345678", "phone")], by=by, for_good=True)
    actions.lift_mask(put[0], by=by)
    assert "王桂香" not in actions.take_out(copy, by=by)

    entries = Entry.objects.filter(subject_code=copy.code).order_by("seq")
    assert [entry.action for entry in entries] == ["desk.copy_made", "desk.masks_put", "desk.masks_put", "desk.mask_lifted", "desk.copy_taken"]  # fmt: skip
    written = "".join(entry.details + entry.reason for entry in entries)
    for word in ("周建民", "王桂香", "13912345678", "青年路", "电梯"):
        assert word not in written


def test_the_page_proposes_and_covers_what_is_ticked_typed_or_selected(office, copy, sign_in):
    client = sign_in(office, "zhou")
    page = client.get(f"/desk/copies/{copy.code}/").content.decode()
    for word in ("13912345678", "周建民", "青年路12号3栋402室"):
        assert f"<mark>{word}</mark>" in page
    spans = [f"{span.start}-{span.end}-{span.kind}" for span in copies.proposed(copy, []) if span.kind == "phone"]
    second = copy.text.rindex("周建民")
    client.post(
        f"/desk/copies/{copy.code}/mask/", {"span": spans, "words": "周建民", "start": str(second), "how": "for_now"}
    )
    text = shown(copy)
    assert "13912345678" not in text and text.count("周建民") == 1 and text.index("周建民") < second
    client.post(f"/desk/copies/{copy.code}/mask/", {"words": "周建民", "how": "for_good"})
    assert "周建民" not in shown(copy)
    assert set(copy.masks.values_list("kind", "for_good")) == {("phone", False), ("chosen", False), ("chosen", True)}

    mask = copy.masks.get(kind="phone")
    assert client.post(f"/desk/copies/{copy.code}/masks/{mask.code}/lift/").status_code == 302
    taken = client.post(f"/desk/copies/{copy.code}/take/")
    assert taken.content.decode() == shown(copy) and "attachment" in taken.headers["Content-Disposition"]


def _parts(answer):
    with ZipFile(BytesIO(answer.content)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_copy_taken_as_word_or_excel_holds_the_masked_text_and_nobody(office, submission, copy, sign_in, form):
    actions.put_masks(copy, [at(copy, "13912345678", "phone")], by=office.by("zhou"), for_good=False)
    actions.put_masks(copy, [at(copy, "王桂香", "name")], by=office.by("zhou"), for_good=True)
    answer = sign_in(office, "zhou").post(f"/desk/copies/{copy.code}/take/", {"form": form})

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="copy-{copy.code}.{form}"'
    parts = _parts(answer)
    everything = "".join(parts.values())
    assert "电梯停运" in everything and COVER * 3 in everything
    for hidden in ("13912345678", "王桂香", "林小河", "周敏", submission.number, submission.code):
        assert hidden not in everything
    properties = parts["docProps/core.xml"]
    for tag in ("creator", "lastModifiedBy"):
        assert not re.search(rf"<(?:\w+:)?{tag}>[^<]+<", properties)
    last = Entry.objects.filter(subject_code=copy.code).order_by("-seq").first()
    assert last.action == "desk.copy_taken"


def test_an_unknown_form_is_given_as_text_and_strange_signs_are_taken(office, sign_in):
    strange = intake.submit(
        by=office.by("lin"), words=Words("=1+1 <b>&", body="@SUM(A1)\n\u202e\ue000😀\x7f" + "长" * 40_000)
    )
    copy = actions.begin_copy(strange, "export", by=office.by("zhou"))
    client = sign_in(office, "zhou")
    assert (
        client.post(f"/desk/copies/{copy.code}/take/", {"form": "exe"}).headers["Content-Type"].startswith("text/plain")
    )
    for form in ("docx", "xlsx"):
        answer = client.post(f"/desk/copies/{copy.code}/take/", {"form": form})
        assert answer.status_code == 200 and "<f>" not in "".join(_parts(answer).values())


@pytest.mark.parametrize("posted", [{}, {"words": "没有的词"}, {"span": ["0-99999999-phone"]}, {"span": ["5-2-phone"]}, {"span": ["x"]}, {"words": "　"}, {"span": ["0-1-x"]}])  # fmt: skip
def test_nothing_chosen_and_places_that_are_not_there_are_refused(office, copy, sign_in, posted):
    answer = sign_in(office, "zhou").post(f"/desk/copies/{copy.code}/mask/", {**posted, "how": "for_good"})
    assert answer.status_code == 422 and not Mask.objects.exists()


def test_a_copy_begins_by_number_and_says_what_is_wrong(office, submission, sign_in):
    client = sign_in(office, "zhou")
    wrong = client.post("/desk/copies/", {"number": "2020-99999", "purpose": "export"})
    assert wrong.status_code == 422 and "2020-99999" in wrong.content.decode()
    assert client.post("/desk/copies/", {"number": submission.number, "purpose": "export"}).status_code == 302
    assert submission.number in client.get("/desk/copies/").content.decode()


def test_only_those_who_write_and_only_in_their_office(office, stranger, submission, copy):
    for key in ("lin", "du", "fang", "admin", "wu"):
        with pytest.raises(NotPermitted):
            actions.begin_copy(submission, "exemplar", by=office.by(key))
    with pytest.raises(NotPermitted):
        actions.put_masks(copy, [(0, 1, "chosen")], by=stranger.by("chen"), for_good=False)
    with pytest.raises(BadInput):
        actions.put_masks(copy, [], by=office.by("zhou"), for_good=False)


def test_when_the_original_moves_to_paper_its_copies_are_emptied(office, submission, copy, sign_in):
    actions.put_masks(copy, [at(copy, "王桂香")], by=office.by("zhou"), for_good=False)
    intake.move_to_paper(submission, by=office.by("zhou"), reason="涉及个人")
    copy.refresh_from_db()

    assert copy.text == ""
    assert sign_in(office, "zhou").get(f"/desk/copies/{copy.code}/").status_code == 200


def test_the_queries_of_a_copy_do_not_grow_with_its_masks(office, copy, sign_in, django_assert_max_num_queries):
    client, counts = sign_in(office, "zhou"), []
    for number in (1, 12):
        actions.put_masks(copy, [(n, n + 1, "chosen") for n in range(number)], by=office.by("zhou"), for_good=False)
        with django_assert_max_num_queries(40) as captured:
            client.get(f"/desk/copies/{copy.code}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@given(
    st.text(alphabet="甲乙\n○1", max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=5)
)
def test_pieces_are_the_shown_text_whatever_overlaps(text, places):
    masks = sorted(
        (
            Mask(start=start, end=min(start + length, len(text)), kind="chosen")
            for start, length in places
            if start < len(text)
        ),
        key=lambda mask: mask.start,
    )
    copy = MaskedCopy(text=text)
    whole = copies.shown_text(copy, masks)

    assert "".join(piece.text for piece in copies.pieces(copy, masks)) == whole
    assert len(whole) == len(text)
    assert all(whole[at] == COVER or text[at] == "\n" for mask in masks for at in range(mask.start, mask.end))
