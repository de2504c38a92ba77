"""Two offices under one city, each with one thing of every kind that an address can name. Made through actions, once for all tests.

``SAMPLES`` says what the parts of each address stand for. A new address needs a line here, and, if it names a new kind of thing,
one of that kind in ``things_of``.
"""

from __future__ import annotations

import io
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta

import pyotp
import pytest
from django.template import Template
from django.test import Client
from django.utils import timezone

from cast import Cast, city, district
from zhitong.assessment import actions as assessment
from zhitong.assessment.jobs import look_for_themes
from zhitong.assessment.models import Theme
from zhitong.assessment.themes import actions as themes
from zhitong.desk.actions import copies, remarks, review, series, signing, writing
from zhitong.dispatch import actions as dispatch
from zhitong.dispatch.models import ExpressReview, Recipient
from zhitong.figures import actions as figures
from zhitong.figures.periods import read_period
from zhitong.files import actions as files
from zhitong.intake import actions as intake
from zhitong.intake import drafts
from zhitong.intake.imports import actions as imports
from zhitong.intake.restricted import actions as restricted
from zhitong.intake.restricted import rescue
from zhitong.intake.words import Words
from zhitong.jobs.models import Job
from zhitong.network import actions as network
from zhitong.network.accounts import actions as accounts
from zhitong.network.accounts import factors
from zhitong.network.models import Office
from zhitong.network.roster import actions as rosters
from zhitong.notices import actions as notices
from zhitong.outcomes import actions as outcomes
from zhitong.reports.actions import papers as reports
from zhitong.reports.actions import pushes
from zhitong.stations import queries as stations
from zhitong.stations.actions import answers, handling, keeping, speaking
from zhitong.web import pages

BODY = "情况：旧小区电梯故障。\n原因：维修资金动用程序长。\n建议：区住建局设立应急维修通道。"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)  # fmt: skip  -- a PNG of one pixel

SCHEME = "{id: of_all, name: 试行办法, family: cppcc, subject: both, levels: [{id: own, who: [区政协], points: 1}], accumulate: sum, repeat_same_level: each, counted: [{id: walk, when: 走访, points: 1}]}"

# What each part of an address stands for: a kind of thing, or "=" and the word itself. ``shared`` things belong to no office.
SAMPLES: dict[str, dict[str, str]] = {
    "assessment:decide": {"code": "submission", "verdict": "=take_up"},
    "assessment:decide_in_sitting": {"sitting": "sitting", "code": "submission", "verdict": "=take_up"},
    "assessment:end_reason": {"code": "reason"},
    "assessment:here": {"code": "submission"},
    "assessment:close_sitting": {"code": "sitting"},
    "assessment:minutes_docx": {"code": "closed_sitting"},
    "assessment:minutes_pdf": {"code": "closed_sitting"},
    "assessment:proposed": {"code": "submission"},
    "assessment:read": {"code": "submission"},
    "assessment:remove_view": {"code": "view"},
    "assessment:sitting": {"code": "sitting"},
    "assessment:sitting_people": {"code": "sitting"},
    "assessment:undo": {"code": "decision"},
    **{
        f"assessment:{name}": {"code": "theme"}
        for name in (
            "theme confirm_theme name_theme reject_theme bring_back_theme theme_items put_into_theme merge_theme"
        ).split()
    },
    "desk:start_theme": {"code": "theme"},
    "desk:brief": {"code": "brief"},
    "desk:checks": {"code": "brief"},
    "desk:compare": {"code": "brief"},
    "desk:copy": {"code": "copy"},
    "desk:copy_brief": {"code": "brief"},
    "desk:correct": {"code": "issue"},
    "desk:drop": {"code": "brief"},
    "desk:express": {"code": "brief"},
    "desk:lift": {"code": "copy", "mask_code": "mask"},
    "desk:mask": {"code": "copy"},
    "desk:take_copy": {"code": "copy"},
    "desk:issue": {"code": "issue"},
    "desk:issue_bare": {"code": "issue"},
    "desk:issue_docx": {"code": "issue"},
    "desk:issue_pdf": {"code": "issue"},
    "desk:lock": {"code": "brief"},
    "desk:off_express": {"code": "brief"},
    "desk:pass_on": {"code": "brief"},
    "desk:put_forward": {"code": "brief"},
    "desk:release": {"code": "brief"},
    "desk:remark": {"code": "brief"},
    "desk:return": {"code": "brief"},
    "desk:series": {"code": "series"},
    "desk:settle": {"code": "brief"},
    "desk:settle_remark": {"code": "brief", "remark_code": "remark"},
    "desk:sign_off": {"code": "brief"},
    "desk:sources": {"code": "brief"},
    "desk:take_back": {"code": "brief"},
    "desk:take_over": {"code": "brief"},
    "desk:withdraw": {"code": "issue"},
    "desk:write": {"code": "brief"},
    "dispatch:end_recipient": {"code": "recipient"},
    "dispatch:one": {"code": "dispatch"},
    "dispatch:preview": {"code": "issue", "recipient_code": "recipient"},
    "dispatch:read": {"code": "to_leader"},
    "dispatch:recall": {"code": "dispatch"},
    "dispatch:receive": {"code": "dispatch"},
    "dispatch:recipient": {"code": "recipient"},
    "dispatch:review": {"code": "express_review"},
    "dispatch:send": {"code": "issue"},
    "figures:across_file": {"form": "=xlsx"},
    "figures:awards": {"code": "scheme"},
    "figures:awards_file": {"code": "scheme", "form": "=docx"},
    "figures:balance_file": {"form": "=xlsx"},
    "figures:decide_scheme": {"code": "scheme"},
    "figures:end_scheme": {"code": "scheme"},
    "figures:export": {"form": "=xlsx"},
    "figures:match_scheme": {"code": "scheme"},
    "figures:people_scores": {"code": "scheme"},
    "figures:people_scores_file": {"code": "scheme", "form": "=xlsx"},
    "figures:person_score": {"code": "scheme", "person": "person"},
    "figures:points_entry": {"code": "points"},
    "figures:confirm_points": {"code": "points"},
    "figures:correct_points": {"code": "points"},
    "figures:take_back_points": {"code": "points"},
    "figures:points_evidence": {"code": "points"},
    "figures:points_file": {"form": "=csv"},
    "figures:publish_scheme": {"code": "scheme"},
    "figures:scheme": {"code": "scheme"},
    "figures:scheme_changes": {"code": "scheme"},
    "figures:score": {"code": "scheme", "unit": "unit"},
    "figures:scores_file": {"code": "scheme", "form": "=xlsx"},
    "figures:time_file": {"form": "=csv"},
    "intake:call": {"code": "call"},
    "intake:cancel_call": {"code": "call"},
    "intake:check_import": {"code": "import"},
    "intake:close_call": {"code": "call"},
    "intake:discard_draft": {"token": "draft"},
    "intake:download": {"code": "submission", "file": "file"},
    "intake:import": {"code": "import"},
    "intake:import_progress": {"code": "import"},
    "intake:move_to_paper": {"code": "submission"},
    "intake:picture": {"code": "submission", "file": "file"},
    "intake:read": {"code": "submission"},
    "intake:receipt": {"code": "submission"},
    "intake:save_draft": {"token": "draft"},
    "intake:ask_reader": {"code": "stranded"},
    "intake:consent_reader": {"code": "reader_request"},
    "intake:refuse_reader": {"code": "reader_request"},
    "intake:lift_restriction": {"code": "restriction"},
    "intake:name_reader": {"code": "restriction"},
    "intake:remove_reader": {"code": "restriction"},
    "intake:restrict": {"code": "submission"},
    "intake:restriction": {"code": "restriction"},
    "intake:slip": {"code": "call"},
    "intake:start_import": {"code": "import"},
    "intake:stop_import": {"code": "import"},
    "intake:withdraw": {"code": "submission"},
    "jobs:retry": {"job_id": "shared_job"},
    "journal:export": {"form": "=csv"},
    "keeping:next": {"key": "=identities"},
    "matters:matter": {"code": "submission"},
    "network:change_person": {"code": "person"},
    "network:close_account": {"code": "person"},
    "network:drop_roster": {"code": "roster"},
    "network:end_deputy": {"code": "signer"},
    "network:end_role": {"code": "person"},
    "network:end_session": {"code": "session"},
    "network:end_value": {"name": "=area", "code": "area"},
    "network:give_role": {"code": "person"},
    "network:join": {"code": "person"},
    "network:leave": {"code": "person"},
    "network:link": {"code": "person"},
    "network:list": {"name": "=area"},
    "network:move": {"code": "person"},
    "network:name_deputy": {"code": "signer"},
    "network:new_password": {"code": "person"},
    "network:open_account": {"code": "person"},
    "network:person": {"code": "person"},
    "network:prepare_roster": {"code": "roster"},
    "network:remove_factor": {"code": "factor"},
    "network:reset_factors": {"code": "person"},
    "network:roster": {"code": "roster"},
    "network:setting": {"key": "=queue_late_days"},
    "network:start_roster": {"code": "roster"},
    "network:unlink": {"code": "person"},
    "network:unit": {"code": "unit"},
    "notices:edit": {"code": "notice"},
    "outcomes:brief": {"code": "issue"},
    "outcomes:confirm": {"kind": "=adoption", "code": "adoption"},
    "outcomes:correct": {"kind": "=adoption", "code": "adoption"},
    "outcomes:enter": {"code": "issue", "kind": "=adoption"},
    "outcomes:evidence": {"kind": "=adoption", "code": "adoption"},
    "outcomes:instruct": {"code": "to_leader"},
    "outcomes:list": {"code": "adoption_list"},
    "outcomes:reply": {"code": "to_department"},
    "outcomes:row": {"kind": "=adoption", "code": "adoption"},
    "outcomes:take_back": {"kind": "=adoption", "code": "adoption"},
    "outcomes:take_in": {"code": "adoption_list"},
    "reports:bare": {"code": "closed_report"},
    "reports:close": {"code": "report"},
    "reports:correct": {"code": "closed_report"},
    "reports:differences": {"code": "closed_report"},
    "reports:docx": {"code": "closed_report"},
    "reports:drop": {"code": "report"},
    "reports:edit": {"code": "report"},
    "reports:member_docx": {"code": "person"},
    "reports:member_pdf": {"code": "person"},
    "reports:member_record": {"code": "person"},
    "reports:pdf": {"code": "closed_report"},
    "reports:push": {"code": "push"},
    "reports:push_docx": {"code": "push"},
    "reports:push_line": {"code": "push_line"},
    "reports:push_pdf": {"code": "push"},
    "reports:report": {"code": "closed_report"},
    "reports:rows": {"code": "closed_report"},
    "reports:unit": {"code": "unit"},
    "reports:unit_docx": {"code": "unit"},
    "reports:unit_pdf": {"code": "unit"},
    "reports:template": {"kind": "=quarter"},
    "stations:answer": {"code": "answer"},
    "stations:answer_lead": {"code": "lead"},
    "stations:ask": {"code": "lead"},
    "stations:ask_for_name": {"code": "lead"},
    "stations:begin_answer": {"code": "lead_taken"},
    "stations:bring_back": {"code": "lead_aside"},
    "stations:cancel_duty": {"code": "duty"},
    "stations:changed": {"code": "station"},
    "stations:download": {"code": "lead", "file": "lead_file"},
    "stations:drop_answer": {"code": "answer"},
    "stations:edit": {"code": "station"},
    "stations:join": {"code": "lead"},
    "stations:lead": {"code": "lead"},
    "stations:picture": {"code": "lead", "file": "lead_file"},
    "stations:plan_duty": {"code": "station"},
    "stations:poster": {"code": "station", "size": "=a6"},
    "stations:public": {"code": "station"},
    "stations:record_visit": {"code": "station"},
    "stations:set_aside": {"code": "lead"},
    "stations:speak": {"code": "station"},
    "stations:station": {"code": "station"},
    "stations:take_over": {"code": "lead"},
    "stations:visit": {"code": "visit"},
    "stations:write_down": {"code": "station"},
    "search:similar": {"kind": "=submission", "code": "submission"},
    "vault:consent": {"code": "opening"},
    "vault:look": {"code": "opening"},
    "vault:opening": {"code": "opening"},
    "vault:refuse": {"code": "opening"},
}

# What an address needs after its path to mean anything, and addresses that lead somewhere only in the demo.
QUERIES = {
    "figures:rows": "?measure=received",
    "reports:rows": "?measure=received",
    "stations:coverage_rows": "?of=streets",
}
ONLY_IN_THE_DEMO = {"demo:sign_in_as"}
# Off until the installation names a provider; test_provider.py walks through them.
OFF_AT_FIRST = {"network:provider", "network:provider_back", "network:link"}
# Made by the browser before the server ever hears of it: 122 random bits that nobody else can name, so "missing" means "new".
MADE_BY_THE_BROWSER = {"intake:save_draft", "intake:discard_draft"}


def build_world() -> tuple[Cast, dict[str, str], Cast, dict[str, str], dict[str, str]]:
    """(own office, its things, the other office, its things, things that belong to no office)."""
    above = city()
    own = district(parent=above.office)
    other = district(parent=above.office, name="北屏区")
    now = timezone.now()
    job = Job.objects.create(task="zhitong.nothing", state=Job.State.PARKED, enqueued_at=now, due_at=now)
    return own, things_of(own, above), other, things_of(other, above), {"shared_job": str(job.pk)}


def _stranded(cast: Cast) -> dict[str, str]:
    """Two restricted matters whose one reader has left the desk; for one of them a new reader is asked for."""
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.add_person("gone", "离岗人", "editor")
    left = []
    for title in ("无人可读一", "无人可读二"):
        matter = intake.submit(by=cast.by("lin"), words=Words(title, body="四周前的事。"))
        left.append(restricted.restrict(matter, by=cast.by("gone"), reason="涉及个人", readers=[]))
    network.end_role(cast.gone.roles.get(), by=cast.by("security"), ends_on=yesterday)
    asked = rescue.ask(left[1], cast.wu, by=cast.by("security"), reason="原阅读人已离岗")
    return {"stranded": left[0].code, "reader_request": asked.code}


@contextmanager
def menu_counted_once():
    """Between two requests nothing changes in this world, so the numbers in a person's menu are counted on their first page only, and not
    on the twenty thousand after it, where they took most of the time. Whether they are right is asked where they come from."""
    counted: dict[tuple, int | None] = {}

    def once(item: pages.NavItem) -> pages.NavItem:
        def count(actor):
            asked = item.url_name, actor.office_id, actor.person_id
            if asked not in counted:
                counted[asked] = item.count(actor)
            return counted[asked]

        return replace(item, count=count) if item.count else item

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_NAV", [once(item) for item in pages._NAV])
        # Django's test client notes each template and a copy of all it was given; nobody asks for that here.
        patch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))
        yield


def things_of(cast: Cast, above: Cast) -> dict[str, str]:
    """Kind to code, one of each."""
    name, admin = cast.office.short_name, cast.by("admin")
    secret = intake.submit(by=cast.by("lin"), words=Words("敏感一件", body="三周前的事。"))
    readers = [cast.he, cast.wu, cast.fang, cast.water]
    area = network.add_choice("area", f"{name}河湖", by=admin)
    reason = network.add_choice("decision_reason", f"{name}内容完整", by=admin, data={"verdicts": ["take_up"]})
    file = files.keep_file(io.BytesIO(PICTURE), "电梯.png", by=cast.by("lin"))
    submission = intake.submit(by=cast.by("lin"), words=Words("电梯停运", body="电梯坏了三周。"), files=[file])
    draft = uuid.uuid4()
    drafts.save(draft, {"title": "写到一半"}, by=cast.by("lin"))
    today = timezone.localdate()
    call = intake.issue_commission(
        by=cast.by("zhou"), title="约稿", content="请写电梯。", due_on=today + timedelta(days=9), persons=[cast.lin]
    )
    table = "标题,内容,作者\n路灯不亮,三盏路灯不亮一个月。,林小河\n".encode()
    return {
        "area": area.code,
        "reason": reason.code,
        "submission": submission.code,
        "file": file.code,
        "draft": str(draft),
        "call": call.code,
        "import": imports.upload(io.BytesIO(table), "来稿.csv", by=cast.by("zhou")).code,
        "person": cast.jiang.code,
        "signer": cast.wu.code,
        "unit": cast.units["sector"].code,
        "restriction": restricted.restrict(secret, by=cast.by("zhou"), reason="涉及个人", readers=readers).code,
        **_stranded(cast),
        **_of_an_account(cast),
        **_scored(cast),
        "roster": rosters.upload("姓名,单位\n新来,妇联\n".encode(), "名册.csv", by=cast.by("admin")).code,
        **_spoken(cast),
        **_decided(cast),
        **_published(cast, above),
        **_reported(cast),
    }


def _scored(cast: Cast) -> dict[str, str]:
    """A scheme, and what was entered by hand for one of its rows, with its paper."""
    scheme, day = figures.write_scheme(SCHEME, by=cast.by("he")), timezone.localdate()
    paper = files.keep_file(io.BytesIO(PICTURE), "走访.png", by=cast.by("zhou"))
    given = figures.Given("record:counted:walk", day, 1, "走访", unit=cast.units["sector"], evidence=paper)
    return {"scheme": scheme.code, "points": figures.enter_points(scheme, given, by=cast.by("zhou")).code}


def _spoken(cast: Cast) -> dict[str, str]:
    """A workstation with a duty day and a visit; three residents who spoke there, one with a sealed name that somebody asks to open."""
    cast.add_unit("station", f"{cast.office.short_name}工作站", "station")
    cast.add_person("tian", "田野", "source", unit="station", is_member=True)
    station = keeping.open_station(cast.units["station"], by=cast.by("he"))
    today, at = timezone.localdate(), time(9)
    duty = keeping.plan_duty(station, by=cast.by("he"), on=today, starts=at, ends=time(11), person=cast.tian)
    visit = keeping.record_visit(station, by=cast.by("tian"), kind="talk", held_on=today, place="社区", title="座谈")
    public = speaking.public_actor(station)

    def spoke(**given):
        return speaking.speak(
            station,
            by=public,
            token=uuid.uuid4(),
            text="路灯",
            consent=stations.newest_consent(station.office_id),
            **given,
        )[0]

    picture = speaking.Upload(io.BytesIO(PICTURE), "a.png")
    lead = spoke(naming="sealed", identity={"name": "于飞"}, files=[picture])
    aside = handling.set_aside(spoke(), by=cast.by("tian"), reason="重复")
    taken = spoke()
    submission = handling.take_over(taken, handling.Matter("路灯", "坏了"), by=cast.by("tian"))
    return {
        "station": station.code,
        "duty": duty.code,
        "visit": visit.code,
        "lead": lead.code,
        "lead_file": lead.files.get().file.code,
        "lead_aside": aside.code,
        "lead_taken": taken.code,
        "answer": answers.begin(submission, by=cast.by("zhou")).code,
        "opening": handling.ask_for_name(lead, by=cast.by("zhou"), reason="回访").code,
    }


def _of_an_account(cast: Cast) -> dict[str, str]:
    """A second factor and an open session of the editor."""
    by, secret = cast.by("zhou"), factors.new_secret()
    factor = accounts.add_app(by=by, secret=secret, code=pyotp.TOTP(secret).at(by.at))
    Client().force_login(cast.zhou.account)
    return {"factor": factor.code, "session": cast.zhou.account.sessions.latest("expire_date").code}


def _decided(cast: Cast) -> dict[str, str]:
    """What assessment names: a decision, a sitting that is open and one that is closed, a view; and a notice that waits."""
    submission = intake.submit(by=cast.by("lin"), words=Words("积水", body="桥下积水。"))
    decision = assessment.decide(submission, "decline", by=cast.by("zhou"), words="日常工作", told="属日常工作")
    yesterday = timezone.localdate() - timedelta(days=1)
    closed = assessment.open_sitting(by=cast.by("he"), chair=cast.he, minute_taker=cast.zhou, held_on=yesterday)
    assessment.close_sitting(closed, by=cast.by("he"))
    opened = assessment.open_sitting(by=cast.by("he"), chair=cast.he, minute_taker=cast.zhou)
    notice = notices.tell(
        cast.lin,
        "已收到",
        by=cast.by("zhou"),
        key="every-url",
        event="intake.submitted",
        about="intake.submission",
        about_code=submission.code,
    )
    return {
        "decision": decision.code,
        "closed_sitting": closed.code,
        "sitting": opened.code,
        "theme": _theme(cast).code,
        "view": assessment.save_view("急稿", "", by=cast.by("he"), shared=True).code,
        "notice": notice.code,
    }


def _reported(cast: Cast) -> dict[str, str]:
    """A report that is open and one that is closed; a biweekly list with a line."""
    today = timezone.localdate()
    closed = reports.begin("year", read_period(str(today.year - 1), today), by=cast.by("zhou"))
    reports.close(closed, by=cast.by("he"))
    opened = reports.begin("year", read_period(str(today.year), today), by=cast.by("zhou"))
    push = pushes.make_push(by=cast.by("zhou"))
    line = push.entries.first().line
    return {"report": opened.code, "closed_report": closed.code, "push": push.code, "push_line": line.code}


def _theme(cast: Cast) -> Theme:
    """A theme that the machine found in two submissions on one flue."""
    for title in ("柳荫新城夜宵店油烟直排", "柳荫新城夜宵店油烟扰民"):
        intake.submit(by=cast.by("lin"), words=Words(title, body="柳荫新城夜宵店没有烟道，油烟直排到住户窗前。"))
    search = themes.ask_for_search(by=cast.by("zhou"))
    look_for_themes.func(search.code)
    return Theme.objects.get(office=cast.office)


def _published(cast: Cast, above: Cast) -> dict[str, str]:
    """A brief being written, one that was signed and sent in three directions, and what came of it."""
    periodical = series.add_series(by=cast.by("wu"), name=f"{cast.office.short_name}社情民意")

    def begun(title: str):
        submission = intake.submit(by=cast.by("lin"), words=Words(title, body="三周了。"))
        assessment.decide(submission, "take_up", by=cast.by("zhou"))
        return writing.start_brief([submission], by=cast.by("zhou"), series=periodical, title=title, body=BODY)

    brief, issue = begun("路灯"), begun("电梯应急维修")
    review.put_on_express(issue, by=cast.by("he"), reason="已有老人被困")
    review.put_forward(issue, by=cast.by("zhou"))
    issue.refresh_from_db()
    if issue.step < len(issue.chain) - 1:
        review.pass_on(issue, by=cast.by("he"))
    signing.sign_off(issue, by=cast.by("wu"))

    def recipient(**given):
        return dispatch.add_recipient(by=cast.by("he"), rank=Office.Rank.DISTRICT, **given)

    to_leader = recipient(name="方岚", kind="leader", leader_rank="district_leader", person=cast.fang)
    to_department = recipient(name="水务局", kind="department", person=cast.water)
    upward = dispatch.add_recipient(
        by=cast.by("he"), name="云州市政协", kind=Recipient.Kind.OFFICE_ABOVE, rank=Office.Rank.CITY, linked_office=above.office
    )  # fmt: skip
    by = cast.by("zhou")
    scan = files.keep_file(io.BytesIO(PICTURE), "采用通知.png", by=by)
    facts = outcomes.Facts(timezone.localdate(), evidence=scan)
    adoption = outcomes.enter_adoption(issue, facts, by=by, body="区委办公室", rank=4)
    adoptions = files.keep_file(
        io.BytesIO("标题,采用单位,日期\n电梯应急维修,市政协,2026-01-01\n".encode()), "采用.csv", by=by
    )
    copy = copies.begin_copy(brief, "exemplar", by=by)
    mask = copies.put_masks(copy, [(0, 1, "chosen")], by=by, for_good=False)[0]
    remark = remarks.add_remark(brief, by=cast.by("he"), text="请核对数字")
    return {
        "series": periodical.code,
        "brief": brief.code,
        "remark": remark.code,
        "copy": copy.code,
        "mask": mask.code,
        "issue": issue.code,
        "recipient": to_leader.code,
        "to_leader": dispatch.send(issue, to_leader, by=by).code,
        "to_department": dispatch.send(issue, to_department, by=by).code,
        "dispatch": dispatch.send(issue, upward, by=by).code,
        "adoption": adoption.code,
        "adoption_list": adoptions.code,
        "express_review": _reviewed(issue, cast),
    }


def _reviewed(issue, cast: Cast) -> str:
    """The brief's review after the express lane is found by the brief's code."""
    if not ExpressReview.objects.filter(brief=issue).exists():
        dispatch.open_express_review(issue, by=cast.by("he"))
    return issue.code
