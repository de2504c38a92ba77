"""Who sees which submissions, and whose name."""

import pytest
from django.http import Http404

from zhitong.intake import actions, queries
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.words import Words

WORDS = Words(title="河道垃圾久未清理", body="柳岸河段漂浮垃圾两周无人清理。")


@pytest.fixture
def sent(office):
    """One from the street by 林小河, one from the sector by 江一帆, one written jointly."""
    lin = actions.submit(by=office.by("lin"), words=WORDS)
    jiang = actions.submit(by=office.by("jiang"), words=WORDS)
    both = actions.submit(
        by=office.by("jiang"),
        words=WORDS,
        authors=[AuthorGiven("江一帆", office.jiang), AuthorGiven("林小河", office.lin)],
    )
    return lin, jiang, both


def seen_by(cast, key):
    return set(queries.visible_submissions(cast.by(key)))


def test_each_sees_what_is_theirs(office, stranger, sent):
    lin, jiang, both = sent

    assert seen_by(office, "lin") == {lin, both}
    assert seen_by(office, "jiang") == {jiang, both}
    assert seen_by(office, "du") == {lin}
    assert seen_by(office, "zhou") == {lin, jiang, both}
    assert seen_by(office, "wu") == {lin, jiang, both}
    for nobody in ("fang", "water", "admin", "security", "auditor"):
        assert seen_by(office, nobody) == set()
    assert seen_by(stranger, "chen") == set()


@pytest.mark.parametrize("code", ["nosuchcode", "", "a\x00b", "x" * 5000])
def test_what_may_not_be_seen_answers_like_what_is_not_there(office, stranger, sent, code):
    for viewer, wanted in ((stranger.by("chen"), sent[0].code), (office.by("lin"), code)):
        with pytest.raises(Http404):
            queries.submission_or_404(viewer, wanted)


def test_a_withheld_name_is_shown_to_the_author_and_to_those_who_answer_for_credit(office):
    sent = actions.submit(by=office.by("lin"), words=WORDS, withhold_name=True)

    shown = {key: queries.shown_author(office.by(key), sent) for key in ("lin", "he", "wu", "zhou", "du")}
    assert shown["lin"] == shown["he"] == shown["wu"] == "林小河"
    assert shown["zhou"] == shown["du"] == queries.pseudonym(sent)
    assert "林" not in shown["zhou"]


def test_the_pseudonym_does_not_join_two_submissions(office):
    two = [actions.submit(by=office.by("lin"), words=WORDS, withhold_name=True) for _ in range(2)]

    assert len({queries.pseudonym(one) for one in two}) == 2
