"""Taking in: once, with a number, exactly as it came."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput, Conflict, NotPermitted
from zhitong.intake import actions, queries
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.models import WHOLE, Receipt, Submission
from zhitong.intake.shares import divide
from zhitong.intake.words import TEXT_LIMIT, Words, digest
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office
from zhitong.network.actors import system_actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = Words(
    title="柳岸街道旧楼电梯停运三月无人维修",
    facts="八号楼电梯停运。",
    causes="维修资金无人牵头。",
    advice="由街道牵头。",
)


def send(office, key="lin", **changes) -> Submission:
    return actions.submit(**{"by": office.by(key), "words": WORDS, **changes})


def test_the_words_are_kept_exactly_as_they_came(office):
    words = Words(title=" 䶮𠮷\uf900 e\u0301 ", body="　开头有全角空格\n\t制表符\u200b，末尾空格  ")

    sent = Submission.objects.get(pk=send(office, words=words).pk)

    assert (sent.title, sent.body) == (words.title, words.body)
    assert sent.digest == digest(words)


def test_the_actor_is_the_author_and_their_main_unit_of_that_day_is_credited(office):
    sent = send(office)

    author = queries.authors_of(sent)[0]
    assert (sent.unit, author.person, author.unit, author.share) == (
        office.units["street"],
        office.lin,
        office.units["street"],
        WHOLE,
    )


def test_numbers_have_no_gap_within_an_office_and_a_year(office, stranger):
    sent = [send(office), send(office, "jiang"), send(stranger, "bai"), send(office)]
    last_year = datetime(2025, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    late = send(office, received_at=last_year)

    year = timezone.localdate().year
    assert [one.number for one in sent] == [f"{year}-00001", f"{year}-00002", f"{year}-00001", f"{year}-00003"]
    assert late.number == "2025-00001"


def test_a_refused_submission_takes_no_number(office):
    with pytest.raises(BadInput):
        send(office, words=Words(title="只有题目"))

    assert send(office).serial == 1


def test_five_clicks_are_one_submission(office):
    token = uuid4()

    sent = [send(office, token=token) for _ in range(5)]

    assert len({one.pk for one in sent}) == 1
    assert Receipt.objects.get(token=token).submission == sent[0]
    assert Entry.objects.filter(action="intake.submitted").count() == 1


def test_the_same_token_with_other_words_is_refused(office):
    token = uuid4()
    send(office, token=token)

    with pytest.raises(Conflict) as refusal:
        send(office, token=token, words=Words(title="另一件事", body="另一段话"))

    assert refusal.value.code == "intake.submit.token_used"
    assert Submission.objects.count() == 1


def test_somebody_elses_token_is_refused_also_with_the_same_words(office):
    token = uuid4()
    send(office, "lin", token=token)

    with pytest.raises(Conflict):
        send(office, "jiang", token=token)


def test_joint_shares_sum_to_the_whole(office):
    authors = [AuthorGiven("林小河", office.lin), AuthorGiven("江一帆", office.jiang), AuthorGiven("校外专家")]

    rows = queries.authors_of(send(office, authors=authors))

    assert [row.share for row in rows] == [3334, 3333, 3333]
    assert [row.unit for row in rows] == [office.units["street"], office.units["sector"], office.units["street"]]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_any_weights_divide_without_rest(weights):
    shares = divide(weights)

    assert sum(shares) == WHOLE
    assert all(abs(share - WHOLE * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True))


def test_half_given_shares_are_refused(office):
    with pytest.raises(BadInput) as refusal:
        send(office, authors=[AuthorGiven("林小河", office.lin, 60), AuthorGiven("江一帆", office.jiang)])

    assert refusal.value.field == "authors"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words(title="", body="有内容"), "title"),
        (Words(title="　\u00a0\u200b \t", body="有内容"), "title"),
        (Words(title="题" * 201, body="有内容"), "title"),
        (Words(title="题目", body=""), "body"),
        (Words(title="题目", facts="　\u2800\n", advice="\ufeff"), "body"),
        (Words(title="题目", body="字" * (TEXT_LIMIT + 1)), "body"),
        (Words(title="题目", facts="字" * 60_000, advice="字" * 60_000), "facts"),
        (Words(title="题\x00目", body="有内容"), "title"),
        (Words(title="题目", causes="坏\ud842字", facts="有"), "causes"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(office, words, field):
    with pytest.raises(BadInput) as refusal:
        send(office, words=words)

    assert refusal.value.field == field
    assert str(refusal.value.remedy)
    assert Submission.objects.count() == 0


def test_a_text_of_exactly_the_limit_is_taken(office):
    assert len(send(office, words=Words(title="题" * 200, body="字" * TEXT_LIMIT)).body) == TEXT_LIMIT


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"scope": "widespread"}, "scope_evidence"),
        ({"scope": "several", "scope_evidence": "　"}, "scope_evidence"),
        ({"scope": "everywhere"}, "scope"),
        ({"origin": "rumour"}, "origin"),
        ({"area": "no-such-area"}, "area"),
        ({"place": "地" * 121}, "place"),
        ({"voice": "\x00"}, "voice"),
    ],
)
def test_details_that_do_not_fit_are_refused_at_their_field(office, details, field):
    with pytest.raises(BadInput) as refusal:
        send(office, **details)

    assert refusal.value.field == field


def test_a_source_does_not_send_in_for_another_unit_or_person(office):
    with pytest.raises(NotPermitted):
        send(office, unit=office.units["women"])
    with pytest.raises(NotPermitted):
        send(office, authors=[AuthorGiven("江一帆", office.jiang)])


def test_a_liaison_sends_in_for_their_unit_and_for_no_other(office):
    sent = send(office, "du", unit=office.units["street"], authors=[AuthorGiven("赵大爷")], voice="柳岸街道居民")

    assert (sent.entered_by, sent.unit) == (office.du, office.units["street"])
    with pytest.raises(NotPermitted):
        send(office, "du", unit=office.units["sector"], authors=[AuthorGiven("赵大爷")])
    with pytest.raises(NotPermitted):
        send(office, "du", authors=[AuthorGiven("江一帆", office.jiang)])


def test_nothing_of_another_office_is_taken_in(office, stranger):
    foreign = send(stranger, "bai")
    for part in (
        {"unit": stranger.units["street"]},
        {"authors": [AuthorGiven("白桦", stranger.bai)]},
        {"follows": foreign},
    ):
        with pytest.raises(BadInput) as refusal:
            send(office, "zhou", **part)
        assert refusal.value.code == "intake.submit.foreign_part"


def test_a_leader_does_not_send_in(office):
    with pytest.raises(NotPermitted):
        send(office, "fang")


def test_what_an_office_below_sends_up_is_credited_to_its_unit(two_levels):
    district, city = two_levels
    unit = actions_unit(city, district)
    by = system_actor(city.office, {"intake.submit"})

    arrived = actions.arrive(by=by, words=WORDS, unit=unit, area="not-in-this-office")

    author = queries.authors_of(arrived)[0]
    assert (arrived.origin, arrived.area, arrived.entered_by) == ("lower_office", "", None)
    assert (author.name, author.unit, author.share) == (unit.name, unit, WHOLE)
    assert list(queries.visible_submissions(city.by("gao"))) == [arrived]


def actions_unit(city, district):
    from zhitong.network import actions as network

    return network.add_unit(by=city.all_rights(), name="临溪区政协", kind="lower_office", stands_for=district.office)


def test_the_journal_holds_number_and_digest_but_no_words(office):
    sent = send(office, place="秘密地点某某路", voice="张某某", provenance="居民座谈")

    entry = Entry.objects.get(action="intake.submitted")
    kept = "".join(str(getattr(entry, field.name)) for field in Entry._meta.fields)
    assert sent.number in entry.details and sent.digest in entry.details
    for words in (*vars(WORDS).values(), "秘密地点", "张某某", "居民座谈", "林小河"):
        assert not words or words not in kept
    assert verify_office(office.office.pk).holds


def test_the_follow_up_job_is_written_with_the_submission(office):
    from zhitong.jobs.models import Job

    sent = send(office)

    assert [job.args for job in Job.objects.filter(task__endswith="intake.jobs.follow_up")] == [[[sent.code]]]
