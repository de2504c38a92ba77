"""What the machine proposes on a submission, with its words; the office's own model, its figures, its command."""

import io

import pytest
from django.core.management import CommandError, call_command

from replayed import replayed
from zhitong.assessment import actions as assessment
from zhitong.assessment import jobs
from zhitong.assessment.areas import actions, proposals
from zhitong.assessment.models import AreaTraining
from zhitong.errors import BadInput, NotPermitted
from zhitong.intake import actions as intake
from zhitong.intake.models import Submission
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.network import actions as network
from zhitong.network.places.actions import take_in_places
from zhitong.network.places.reading import PlaceRow

LIFT = "青年路{n}号楼的电梯停运三周，老人下不了楼，物业说维修资金动用程序长。"
SCHOOL = "实验小学{n}年级学位不足，家长排队报名，建议教育部门增设班级和老师。"


def sent(office, title, body, area=""):
    return intake.submit(by=office.by("lin"), words=Words(title, body=body), area=area)


@pytest.fixture
@replayed
def decided(office):
    """Forty-four decided items in two areas, and three in a third."""
    for code, name in (("construction", "城乡建设"), ("education", "教育"), ("law", "法治政务")):
        network.add_choice("area", name, by=office.by("admin"), code=code)
    for number in range(22):
        for title, body, area in ((f"电梯{number}", LIFT, "construction"), (f"学位{number}", SCHOOL, "education")):
            assessment.decide(
                sent(office, title, body.format(n=number), area), "decline", by=office.by("zhou"), words="x"
            )
    for number in range(3):
        assessment.decide(
            sent(office, f"执法{number}", "执法不公。", "law"), "decline", by=office.by("zhou"), words="x"
        )
    return office


def test_each_proposal_shows_the_words_it_rests_on(office, sign_in):
    network.add_choice("area", "教育", by=office.by("admin"), code="education")
    take_in_places([PlaceRow("青年路", "road", (), "柳岸街道")], by=office.by("he"))
    body = SCHOOL.format(n=3) + "青年路上的丽湾小区接送点棚顶随时可能坠落，已有老人被困。"
    submission = sent(office, "小学学位不足", body)

    page = sign_in(office, "zhou").get(f"/assessment/read/{submission.code}/proposed/").content.decode()

    assert "<strong>教育</strong>" in page and "<mark>小学</mark>" in page
    assert "<strong>青年路</strong>" in page and "柳岸街道" in page and "丽湾小区" in page
    assert "<mark>被困</mark>" in page and "<mark>坠落</mark>" in page
    submission.refresh_from_db()
    assert submission.area == ""  # nothing was decided by it


def test_what_one_may_not_see_is_proposed_nothing_about(office, stranger, sign_in):
    submission = sent(office, "电梯", "电梯停运。")
    assert sign_in(office, "lin").get(f"/assessment/read/{submission.code}/proposed/").status_code == 403
    assert sign_in(stranger, "chen").get(f"/assessment/read/{submission.code}/proposed/").status_code == 404


def test_an_office_trains_on_its_own_decided_items(decided):
    row = actions.train_on_own_items(by=decided.by("he"))

    assert row.items == 44 and row.figures["left_out"] == {"law": 3}
    assert row.f1 == 1.0 and 0 <= row.built_in_f1 <= 1
    assert {line["code"]: line["items"] for line in row.figures["areas"]} == {"construction": 22, "education": 22}
    assert "学位".encode() not in bytes(row.content) and "电梯".encode() not in bytes(row.content)
    entry = Entry.objects.get(action="assessment.area_model_trained")
    assert row.digest in entry.details
    proposed = proposals.propose(decided.by("zhou"), sent(decided, "学位", SCHOOL.format(n=9), "education"))
    assert proposed.area.name == "教育" and proposed.area.agrees and proposed.area.own == row


def test_undecided_and_withdrawn_items_teach_nothing(decided):
    for submission in Submission.objects.filter(area="education")[:4]:
        intake.withdraw(submission, by=decided.by("lin"), why="x")
    sent(decided, "学位", SCHOOL, "education")
    row = actions.train_on_own_items(by=decided.by("he"))
    assert {line["code"]: line["items"] for line in row.figures["areas"]}["education"] == 18


def test_too_few_items_are_refused_and_the_built_in_model_goes_on(office, sign_in):
    with pytest.raises(BadInput):
        actions.train_on_own_items(by=office.by("he"))
    jobs.train_areas.func(office.he.code)
    assert not AreaTraining.objects.exists()
    assert "自带" in sign_in(office, "zhou").get("/assessment/areas/").content.decode()


def test_only_those_who_keep_the_desk_train(decided, sign_in):
    for key in ("zhou", "lin", "security"):
        with pytest.raises(NotPermitted):
            actions.train_on_own_items(by=decided.by(key))
    assert sign_in(decided, "zhou").post("/assessment/areas/train/").status_code == 403


def test_the_page_shows_the_figures_and_the_command_says_them(decided, sign_in):
    out = io.StringIO()
    call_command("areas", "train", office=decided.office.code, stdout=out)
    assert "44 件；宏平均 F1 1.0" in out.getvalue()
    page = sign_in(decided, "he").get("/assessment/areas/").content.decode()

    assert "44" in page and "法治政务（3）" in page and 'class="primary"' in page
    with pytest.raises(CommandError):
        call_command("areas", "train", office="nowhere", stdout=out)
