"""Who may do what: one table. What is not listed is refused. The same table is a page of the product and is tested.

A right is ``room.deed``. A role given for one unit counts only for that unit's items where the right is listed in
``UNIT_RIGHTS``; elsewhere a role for a unit counts for nothing but what its holder owns.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    SOURCE = "source", _("source")
    LIAISON = "liaison", _("unit liaison")
    EDITOR = "editor", _("editor")
    SENIOR_EDITOR = "senior_editor", _("senior editor")
    SIGNER = "signer", _("signer")
    LEADER = "leader", _("leader")
    DEPARTMENT = "department", _("department")
    ADMINISTRATOR = "administrator", _("administrator")
    SECURITY = "security", _("security administrator")
    AUDITOR = "auditor", _("auditor")


S, L, E, SE, SG, LD, D, A, SEC, AU = RoleName
DESK = (E, SE, SG)
EVERYBODY = tuple(RoleName)
# 三员分立: whoever runs the system, whoever gives the rights and whoever checks both are three people.
EXCLUSIVE = frozenset({A, SEC, AU})
# A deputy stands in for these only; nobody deputises for the three administrators or for a source.
DELEGABLE = frozenset({SG, SE, LD})


@dataclass(frozen=True)
class Right:
    roles: tuple[RoleName, ...]
    label: object


RIGHTS: dict[str, Right] = {
    # 组织网络
    "network.read": Right((L, *DESK, A, SEC, AU), _("See the office's units and people")),
    "network.edit": Right((A,), _("Add and change units, people and memberships")),
    "network.lists": Right((SE, SG, A), _("Keep the office's lists and settings")),
    "network.give_role": Right((SEC,), _("Give and end roles, open and close accounts")),
    "network.account_rules": Right(
        (SEC,), _("Say who needs a second factor, and how long a shared device stays signed in")
    ),
    "network.delegate": Right((SG, SE, LD, SEC), _("Name a deputy in writing")),
    "network.see_rights": Right(EVERYBODY, _("See this table")),
    # 台账
    "journal.read": Right((SG, AU), _("Read the journal")),
    "journal.verify": Right((AU, SEC, A), _("Verify the journal's chain")),
    # 运维
    "jobs.read": Right((A, AU), _("See work that runs later, and what failed")),
    "jobs.retry": Right((A,), _("Try a failed job again")),
    "ops.read": Right((A, AU), _("See the state of the installation")),
    # 保存期限
    "keeping.read": Right((A, SEC, AU), _("See what is kept how long, and what goes next")),
    "keeping.empty": Right((), _("End the keeping of what is past its term (the program itself, each night)")),
    # 封存
    "vault.look": Right((E, SE, SG, SEC, AU), _("See what was asked of sealed identities")),
    "vault.ask": Right((E, SE), _("Ask to open a sealed identity")),
    "vault.consent": Right((SG, SEC), _("Consent, as the second person, to opening a sealed identity")),
    "vault.audit": Right((AU,), _("See every opening of a sealed identity")),
    # 检索
    "search.find": Right((S, L, *DESK), _("Search what one may see")),
    # 来稿
    "intake.submit": Right((S, L, *DESK), _("Send in a submission")),
    "intake.on_behalf": Right((L, *DESK), _("Send in a submission for someone else")),
    "intake.read_own": Right((S, L, *DESK), _("See one's own submissions and what became of them")),
    "intake.read_unit": Right((L,), _("See the submissions of one's unit")),
    "intake.read_all": Right(DESK, _("See all submissions of the office")),
    "intake.see_withheld_names": Right((SE, SG), _("See the names of those who asked not to be named")),
    "intake.withdraw": Right((S, L, E, SE), _("Withdraw a submission")),
    "intake.move_to_paper": Right((E, SE, SG), _("Move a matter to paper and keep only a stub")),
    "intake.restrict": Right((E, SE, SG), _("Restrict a matter to named readers, and name or remove readers")),
    "intake.restricted": Right(
        (*DESK, LD, D, AU), _("See which restricted matters one may read, and who has read them")
    ),
    "intake.restricted_all": Right((AU,), _("See the readers and readings of every restricted matter, by number")),
    "intake.stranded": Right((SEC, SE, SG, AU), _("See, by number, which restricted matters nobody can open any more")),
    "intake.ask_reader": Right((SEC,), _("Ask for a new reader where no named reader can open a restricted matter")),
    "intake.consent_reader": Right((SE, SG), _("Consent, as the second person, to such a new reader")),
    "intake.import": Right((E, SE), _("Import a spreadsheet of submissions")),
    "intake.commission": Right((E, SE, SG), _("Issue a call for information")),
    "intake.answer_commission": Right((S, L, *DESK), _("See calls for information and answer them")),
    # 工作站
    "stations.look": Right((S, L, *DESK), _("See workstations, duty days and visits")),
    "stations.open": Right((SE, SG, A), _("Give a workstation its page")),
    "stations.keep": Right((L, E, SE, A), _("Keep a workstation's page and duty days")),
    "stations.speak": Right((S, L, *DESK), _("Write down what a resident says")),
    "stations.receive": Right((S, L, *DESK), _("Read what residents tell one's workstation, and answer for it")),
    "stations.receive_all": Right(DESK, _("Read what residents tell any workstation")),
    "stations.consent_text": Right((SE, SG), _("Write the consent text of the residents' page")),
    "stations.answer": Right((E, SE), _("Write and release answers to residents")),
    "stations.coverage": Right(DESK, _("See which streets, sectors and subjects are silent")),
    # 研判
    "assessment.read": Right(DESK, _("Read the inbox")),
    "assessment.decide": Right((E, SE, SG), _("Decide on a submission")),
    "assessment.undo": Right((E, SE, SG), _("Undo a decision")),
    "assessment.hold_sitting": Right((SE, SG, E), _("Open and close the daily sitting")),
    "assessment.share_view": Right((SE, SG), _("Save a view for the whole desk")),
    "assessment.keep_themes": Right((E, SE, SG), _("Confirm, name, split, merge and reject themes")),
    "assessment.find_themes": Right((E, SE), _("Let the machine look for themes now")),
    "assessment.train": Right((SE, SG, A), _("Train the model that proposes subject areas")),
    # 编报
    "desk.read": Right(DESK, _("Read briefs in work")),
    "desk.write": Right((E, SE), _("Write and revise briefs")),
    "desk.review": Right((SE, SG), _("Review a brief, pass it on or return it")),
    "desk.sign_off": Right((SG,), _("Sign off a brief")),
    "desk.series": Right((SE, SG), _("Keep periodicals, their chains and checks")),
    # 报送
    "dispatch.read": Right(DESK, _("See what was sent to whom")),
    "dispatch.send": Right((E, SE, SG), _("Send a brief to a recipient")),
    "dispatch.recall": Right((SE, SG), _("Recall a dispatch before it is received")),
    "dispatch.recipients": Right((SE, SG), _("Keep the list of recipients")),
    "dispatch.receive": Right((LD, D), _("Read what was sent to oneself")),
    "dispatch.express": Right((SE, SG), _("Put a matter on the express lane and review it afterwards")),
    # 成果
    "outcomes.read": Right(DESK, _("See adoptions, instructions and replies")),
    "outcomes.enter": Right((E, SE), _("Enter an outcome")),
    "outcomes.confirm": Right((E, SE, SG), _("Confirm an outcome that someone else entered")),
    "outcomes.instruct": Right((LD,), _("Write an instruction on a brief")),
    "outcomes.reply": Right((D,), _("Reply to a brief or an instruction")),
    # 反馈
    "notices.read_own": Right(EVERYBODY, _("Read one's own notices")),
    "notices.outbox": Right((E, SE), _("Read, change, release and hold back notices before they go")),
    # 统计
    "figures.read": Right((L, *DESK, LD, AU), _("See the figures")),
    "figures.open": Right((*DESK, AU), _("Open the rows behind a figure")),
    # 报告
    "reports.read": Right((*DESK, LD, AU), _("Read closed reports and their correction sheets")),
    "reports.write": Right((E, SE, SG), _("Begin a report and edit it until it is closed")),
    "reports.close": Right((SE, SG), _("Close a report and issue a correction sheet")),
    "reports.templates": Right((SE, SG), _("Keep the office's report templates")),
    "reports.push_read": Right((*DESK, LD), _("Read the biweekly push")),
    "reports.push": Right((E, SE, SG), _("Make the biweekly push and keep its lines")),
    "reports.unit": Right((L, *DESK), _("See a unit's own page")),
    "reports.own_record": Right((S, L, *DESK), _("See and print one's own record")),
    "reports.member_record": Right(DESK, _("See and print a member's record")),
    "figures.targets": Right((SE, SG), _("Set yearly targets")),
    "figures.schemes": Right((SE, SG), _("Write scoring schemes and try them out")),
    "figures.points": Right((*DESK, AU), _("See the register of points entered by hand")),
    "figures.enter_points": Right((E, SE), _("Enter points by hand")),
    "figures.confirm_points": Right((E, SE, SG), _("Confirm points that someone else entered by hand")),
    "figures.publish_scheme": Right((SG,), _("Publish and end scoring schemes")),
    "figures.watch": Right((SE, SG, AU), _("See the lists against gaming")),
    # 全程
    "matters.read": Right(DESK, _("See one matter on one page")),
}

# Rights that a role given for one unit carries for that unit's items.
UNIT_RIGHTS = frozenset(
    {
        "search.find",
        "intake.submit",
        "intake.on_behalf",
        "intake.read_own",
        "intake.read_unit",
        "intake.withdraw",
        "intake.answer_commission",
        "stations.look",
        "stations.keep",
        "stations.speak",
        "stations.receive",
        "network.read",
        "figures.read",
        "reports.unit",
        "reports.own_record",
        "notices.read_own",
        "network.see_rights",
    }
)


def roles_with(right: str) -> tuple[RoleName, ...]:
    """The roles that hold a right; an unknown right is held by nobody."""
    declared = RIGHTS.get(right)
    return declared.roles if declared else ()
