"""One matter's way from its source to the desk's decision, and on to a brief."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from random import Random

from zhitong.assessment import actions as assessment
from zhitong.assessment.models import Sitting
from zhitong.assessment.queries import followers_of
from zhitong.demo.briefs import BriefPlan, write_up
from zhitong.demo.content import Matter
from zhitong.demo.papers import made
from zhitong.demo.scene import Scene
from zhitong.demo.story import Story
from zhitong.files.actions import keep_file
from zhitong.intake import actions as intake
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.models import Commission, Submission
from zhitong.intake.words import Words

AS_TOLD = ("area", "scope", "scope_evidence", "matter_kind", "origin", "provenance", "withhold_name")
AFTER_HOLD = {"take_up": "follow_up", "decline": "beyond_powers", "transfer": "department"}  # verdict to reason
FORMS = uuid.UUID("6d1e9a52-94a5-4b0e-8f0c-7d0b5a6f2c11")  # the namespace of the demo's form tokens


class Walk:
    """What all matters share: the scene, the agenda, and the submissions that came in so far, by the matter's key."""

    def __init__(self, scene: Scene, story: Story):
        self.scene = scene
        self.story = story
        self.came_in: dict[str, Submission] = {}
        self.calls: dict[str, Commission] = {}
        self.open_sitting: Sitting | None = None

    def begin(self, matter: Matter) -> None:
        chance = Random(matter.title)
        last = 11 if matter.express else 17
        received = self.story.days.some_time(matter.days, chance, 9, last)
        self.story.at(received, lambda at: self._send_in(matter, chance, at))

    def _send_in(self, matter: Matter, chance: Random, at: datetime) -> None:
        place = matter.place or self._place_of(matter.by)
        by = self.scene.by(matter.entered_by or matter.by, at)
        submission = intake.submit(
            by=by,
            files=[keep_file(made(facts), facts["name"], by=by) for facts in matter.files],
            words=Words(matter.title, matter.facts, matter.causes, matter.advice, matter.body),
            token=uuid.uuid5(FORMS, matter.title),
            place=place,
            express_reason=matter.express,
            authors=self._authors(matter),
            commission=self.calls.get(matter.call),
            **{name: getattr(matter, name) for name in AS_TOLD},
        )
        self.came_in[matter.key or matter.title] = submission
        if matter.fate == "withdraw":
            self.story.later(at, 2, chance, lambda then: self._withdraw(matter, submission, then))
        elif matter.fate == "paper":
            self.story.later(at, 1, chance, lambda then: self._move_to_paper(matter, submission, then))
        elif matter.fate != "wait":
            self._plan_decision(matter, submission, chance, at)

    def _authors(self, matter: Matter) -> list[AuthorGiven]:
        named = matter.authors or (matter.by,)
        given = []
        for each in named:
            key, _, weight = each.partition(":")
            person = self.scene.people[key]
            given.append(AuthorGiven(person.name, person, int(weight) if weight else None))
        return given

    def _place_of(self, person: str) -> str:
        stays = self.scene.facts["person"][person].get("units", ())
        return self.scene.facts["unit"][stays[-1]["unit"]].get("place", "") if stays else ""

    def _withdraw(self, matter: Matter, submission: Submission, at: datetime) -> None:
        intake.withdraw(submission, by=self.scene.by(matter.by, at), why=matter.words)

    def _move_to_paper(self, matter: Matter, submission: Submission, at: datetime) -> None:
        office = self.scene.office_of[matter.by]
        by = self.scene.one_with("intake.move_to_paper", "senior_editor", office, at, Random(matter.title))
        intake.move_to_paper(submission, by=by, reason=matter.words)

    # The decision

    def _plan_decision(self, matter: Matter, submission: Submission, chance: Random, at: datetime) -> None:
        def decide(then: datetime) -> None:
            self._decide(matter, submission, chance, then)

        if matter.express:
            self.story.at(at + timedelta(minutes=40), decide)
            return
        days = matter.wait or chance.choice((1, 1, 2, 2, 3))
        # The daily sitting begins at nine and is over by half past ten: see ``sittings.py``.
        self.story.later(at, days, chance, decide, first=9, last=10)

    def _decide(self, matter: Matter, submission: Submission, chance: Random, at: datetime) -> None:
        office = self.scene.office_of[matter.by]
        by = self.scene.one_with("assessment.decide", "editor", office, at, chance)
        sitting = self.open_sitting if office == "main" else None
        more = {}
        if matter.fate == "hold":
            more["hold_until"] = self.story.days.day_after(at, matter.hold_days)
        if matter.fate == "merge":
            more["into"] = self.came_in[matter.into]
        assessment.decide(
            submission,
            matter.fate,
            by=by,
            reason=matter.reason,
            told=matter.told,
            words=matter.words,
            transfer_to=matter.transfer_to,
            taker=by.person if matter.fate == "take_up" else None,
            sitting=sitting,
            **more,
        )
        if matter.then:
            self.story.later(
                at,
                matter.hold_days + 1,
                chance,
                lambda then: self._decide_again(matter, submission, chance, then),
                first=9,
                last=10,
            )
        if matter.brief:
            self._plan_brief(matter, submission, office, chance, at)

    def _decide_again(self, matter: Matter, submission: Submission, chance: Random, at: datetime) -> None:
        by = self.scene.one_with("assessment.decide", "editor", self.scene.office_of[matter.by], at, chance)
        assessment.decide(
            submission,
            matter.then,
            by=by,
            reason=AFTER_HOLD[matter.then],
            transfer_to=matter.transfer_to,
            sitting=self.open_sitting,
        )

    def _plan_brief(self, matter: Matter, submission: Submission, office: str, chance: Random, at: datetime) -> None:
        def start(then: datetime) -> None:
            sources = [submission, *followers_of(submission)]
            write_up(self.scene, self.story, sources, BriefPlan.of(matter, office), chance, then)

        if matter.express:
            self.story.at(at + timedelta(minutes=30), start)
        else:
            self.story.later(at, matter.brief_wait, chance, start, first=13, last=17)
