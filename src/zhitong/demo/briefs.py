"""A brief's way in the story: begun, revised, reviewed, perhaps returned once, signed, and sent on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zhitong.demo.content import Matter
from zhitong.demo.scene import Scene
from zhitong.demo.sending import send_out
from zhitong.demo.story import Deed, Story
from zhitong.desk.actions import remarks, review, signing, writing
from zhitong.desk.actions.remarks import Pin
from zhitong.desk.models import Brief
from zhitong.dispatch import actions as dispatch
from zhitong.intake.models import Submission


@dataclass(frozen=True)
class BriefPlan:
    """What is to become of a brief; ``at`` is the key of the office that writes it. The rest as in ``content.Matter``."""

    at: str
    series: str
    title: str
    text: str = ""
    express: str = ""
    review: str = ""
    returned: str = ""
    remark: str = ""
    correction: dict | None = None
    to: tuple[str, ...] = ()
    upward: dict | None = None  # recipient's key to what the office above does with it
    instructions: tuple[dict, ...] = ()
    replies: tuple[dict, ...] = ()
    adoptions: tuple[dict, ...] = ()

    @classmethod
    def of(cls, matter: Matter, office: str) -> BriefPlan:
        return cls(
            at=office,
            series=matter.series if office == "main" else office,
            title=matter.brief,
            text=matter.text or in_order(matter),
            express=matter.express,
            review=matter.review,
            returned=matter.returned,
            remark=matter.remark,
            correction=matter.correction,
            to=matter.to,
            upward={"city": matter.city, "north_city": matter.city, "party": matter.party},
            instructions=matter.instructions,
            replies=matter.replies,
            adoptions=matter.adoptions,
        )

    def above(self, office: str, title: str, text: str) -> BriefPlan:
        """What the office above makes of it: its own issue, and the outcomes that come to it and down from it."""

        def there(rows: tuple[dict, ...]) -> tuple[dict, ...]:
            return tuple({**row, "at": ""} for row in rows if row.get("at") == office)

        return BriefPlan(
            at=office,
            series=office,
            title=title,
            text=text,
            instructions=there(self.instructions),
            adoptions=there(self.adoptions),
        )


def in_order(matter: Matter) -> str:
    """The three parts as a brief puts them."""
    if not matter.facts:
        return matter.body
    return f"一、基本情况\n{matter.facts}\n二、原因分析\n{matter.causes}\n三、对策建议\n{matter.advice}"


def write_up(
    scene: Scene, story: Story, sources: Sequence[Submission], plan: BriefPlan, chance: Random, at: datetime
) -> None:
    """Begin the brief now; each further step puts the next one on the agenda."""
    _Writing(scene, story, plan, chance).start(sources, at)


class _Writing:
    def __init__(self, scene: Scene, story: Story, plan: BriefPlan, chance: Random):
        self.scene, self.story, self.plan, self.chance = scene, story, plan, chance
        self.brief: Brief | None = None
        self.writer = ""

    def _next(self, at: datetime, deed: Deed, *, days: int = 1) -> None:
        """The next step: on another day, or, on the express lane, within the hour."""
        if self.plan.express:
            self.story.at(at + timedelta(minutes=25), deed)
        else:
            self.story.later(at, days, self.chance, deed)

    def _by_writer(self, at: datetime):
        return self.scene.by(self.writer, at)

    def start(self, sources: Sequence[Submission], at: datetime) -> None:
        by = self.scene.one_with("desk.write", "editor", self.plan.at, at, self.chance)
        self.writer = next(key for key, person in self.scene.people.items() if person.pk == by.person_id)
        text = self.plan.text if len(sources) > 1 else ""
        self.brief = writing.start_brief(sources, by=by, series=self.scene.series[self.plan.series], body=text)
        if self.plan.express:
            senior = self.scene.one_with(
                "dispatch.express", "senior_editor", self.plan.at, at, self.chance, but=frozenset({by.person_id})
            )
            review.put_on_express(self.brief, by=senior.later(at), reason=self.plan.express)
        self._next(at, self._revise)

    def _revise(self, at: datetime) -> None:
        writing.save_revision(
            self.brief, by=self._by_writer(at), title=self.plan.title, body=self.plan.text, base=1, note="改写"
        )
        self._next(at, self._put_forward)

    def _put_forward(self, at: datetime) -> None:
        self.brief = review.put_forward(self.brief, by=self._by_writer(at))
        self._next(at, self._return if self.plan.returned else self._review)

    def _return(self, at: datetime) -> None:
        by = self._reviewer(at)
        pins = []
        if self.plan.remark:
            first = self.brief.revisions.latest("ordinal").body.split("\n")[1][:20]
            pins = [Pin(self.plan.remark, first)]
        self.brief = review.return_to_editor(self.brief, by=by, words=self.plan.returned, remarks=pins)
        self._next(at, self._mend, days=2)

    def _mend(self, at: datetime) -> None:
        by = self._by_writer(at)
        last = self.brief.revisions.latest("ordinal")
        body = f"{last.body}\n（以上情况已向反映人电话核实。）"
        writing.save_revision(self.brief, by=by, title=last.title, body=body, base=last.ordinal, note="按退改意见修改")
        for remark in self.brief.remarks.filter(settled_at=None):
            remarks.settle_remark(remark, by=by)
        self.brief = review.put_forward(self.brief, by=by, words="已按意见改好")
        self._next(at, self._review)

    def _review(self, at: datetime) -> None:
        """The step at which it waits: the last one signs."""
        by = self._reviewer(at)
        if self.brief.step < len(self.brief.chain) - 1:
            self.brief = review.pass_on(self.brief, by=by)
            self._next(at, self._review)
            return
        self.brief = signing.sign_off(self.brief, by=by)
        send_out(self.scene, self.story, self.brief, self.plan, self.chance, at, write_up=write_up)
        if self.plan.express and self.plan.review:
            self.story.later(at, 6, self.chance, self._close_review)
        if self.plan.correction:
            self.story.later(at, 8, self.chance, self._begin_correction)

    def _reviewer(self, at: datetime):
        self.brief.refresh_from_db()
        right = "desk.sign_off" if self.brief.turn == "signer" else "desk.review"
        return self.scene.one_with(
            right, self.brief.turn, self.plan.at, at, self.chance, but=frozenset({self.brief.editor_id})
        )

    def _close_review(self, at: datetime) -> None:
        by = self.scene.one_with(
            "dispatch.express", "signer", self.plan.at, at, self.chance, but=frozenset({self.brief.editor_id})
        )
        dispatch.close_express_review(self.brief.express_review, by=by, justified=True, words=self.plan.review)

    def _begin_correction(self, at: datetime) -> None:
        """A new issue that names the old one, with the words put right."""
        by = self._by_writer(at)
        signed = self.brief.signed_revision
        body = signed.body.replace(self.plan.correction["was"], self.plan.correction["is"])
        correcting = writing.correct(self.brief, by=by)
        writing.save_revision(correcting, by=by, title=f"{signed.title}（更正）", body=body, base=1, note="更正")
        to = self.plan.to[:1]
        plan = BriefPlan(
            at=self.plan.at, series=self.plan.series, title=signed.title, to=to, upward=dict.fromkeys(to, "hold")
        )
        again = _Writing(self.scene, self.story, plan, self.chance)
        again.brief, again.writer = correcting, self.writer
        again._next(at, again._put_forward)
