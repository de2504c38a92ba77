"""The two workstations of the demo: their pages, duty days, visits, and residents' messages at every stage."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from random import Random

from zhitong.demo.content import read
from zhitong.demo.queries import proposed_answer
from zhitong.demo.walk import Walk
from zhitong.network.actors import Actor
from zhitong.network.queries import main_unit
from zhitong.stations import queries
from zhitong.stations.actions import answers, handling, keeping, speaking
from zhitong.stations.models import Lead, Station
from zhitong.vault import actions as vault

OPENED = 140  # working days before the day of loading
DUTY_EVERY = 5  # working days
UPCOMING = 4
FORMS = uuid.UUID("0d6f4b8e-2f59-4c39-9a55-7b5c0a8f4d10")  # the namespace of the residents' form tokens


def plan_stations(walk: Walk) -> None:
    facts = read("stations.toml")
    told = _Told(walk, facts)
    for key in facts["station"]:
        walk.story.at(walk.story.days.at(OPENED, 9, 30), lambda at, key=key: told.open(key, at))
        for ago in range(OPENED - 5, 0, -DUTY_EVERY):
            walk.story.at(walk.story.days.at(ago, 8, 40), lambda at, key=key: told.plan_duty(key, at, 0))
        for ahead in range(1, UPCOMING + 1):
            walk.story.at(
                walk.story.days.at(1, 16, 10 + ahead),
                lambda at, key=key, ahead=ahead: told.plan_duty(key, at, ahead * DUTY_EVERY),
            )
    for visit in facts["visit"]:
        walk.story.at(walk.story.days.at(visit["days"], 16, 5), lambda at, visit=visit: told.visit(visit, at))
    for number, lead in enumerate(facts["lead"]):
        walk.story.at(walk.story.days.at(lead["days"], 9, 2 + number), lambda at, lead=lead: told.lead(lead, at))


class _Told:
    """What the deeds share: the stations by their units' keys."""

    def __init__(self, walk: Walk, facts: dict):
        self.walk, self.scene, self.story = walk, walk.scene, walk.story
        self.facts = facts
        self.stations: dict[str, Station] = {}

    def keeper(self, key: str, at: datetime) -> Actor:
        return self.scene.by(self.facts["station"][key]["keeper"], at)

    def open(self, key: str, at: datetime) -> None:
        facts = self.facts["station"][key]
        self.stations[key] = keeping.open_station(
            self.scene.units[key],
            by=self.scene.by("he", at),
            serves=[self.scene.units[unit] for unit in facts["serves"]],
            **{name: facts[name] for name in ("place", "phone", "hours", "about")},
        )

    def plan_duty(self, key: str, at: datetime, ahead: int) -> None:
        """On the same day for what is past, some working days ahead for what is to come; subjects take turns."""
        facts, on = self.facts["station"][key], self.story.days.day_after(at, ahead) if ahead else at.date()
        person = self.scene.people[facts["keeper"]]
        if main_unit(person, on) != self.scene.units[key]:
            return
        morning = key == "station_liuan"
        keeping.plan_duty(
            self.stations[key],
            by=self.scene.by("he", at),
            on=on,
            starts=time(9) if morning else time(14),
            ends=time(11, 30) if morning else time(16, 30),
            person=person,
            note=facts["topics"][on.toordinal() // 7 % len(facts["topics"])],
        )

    def visit(self, visit: dict, at: datetime) -> None:
        key = visit["station"]
        keeping.record_visit(
            self.stations[key],
            by=self.keeper(key, at),
            held_on=at.date(),
            members=[self.scene.people[self.facts["station"][key]["keeper"]]],
            submissions=[self.walk.came_in[matter] for matter in visit["matters"]],
            **{name: visit[name] for name in ("kind", "place", "title", "residents", "minutes")},
        )

    def lead(self, told: dict, at: datetime) -> None:
        """The resident speaks, and whatever the station did about it follows within some hours or days."""
        key = told["station"]
        station = self.stations[key]
        by_hand = "way" in told
        lead, _receipt = speaking.speak(
            station,
            by=self.keeper(key, at) if by_hand else speaking.public_actor(station, at),
            token=uuid.uuid5(FORMS, told["text"]),
            text=told["text"],
            place=told.get("place", ""),
            naming=told["naming"],
            identity={name: told.get(name, "") for name in ("name", "phone", "address")},
            consent=queries.newest_consent(station.office_id),
            way=told.get("way", Lead.Way.PAGE),
        )
        soon = at + timedelta(hours=2)
        for name in ("join", "matter", "question", "aside", "opening"):
            if name in told:
                self.story.at(soon, lambda then, name=name: getattr(self, f"_{name}")(lead, told, then))
        if "answered" in told:
            self.story.later(at, 45, Random(told["text"]), lambda then: self._answer(lead, told, then))

    def _join(self, lead: Lead, told: dict, at: datetime) -> None:
        handling.join(lead, self.walk.came_in[told["join"]], by=self.scene.by("he", at))

    def _matter(self, lead: Lead, told: dict, at: datetime) -> None:
        matter = handling.Matter(told["matter"], told["body"], place=told["place"], area="", voice="楼内居民")
        handling.take_over(lead, matter, by=self.keeper(told["station"], at))

    def _question(self, lead: Lead, told: dict, at: datetime) -> None:
        handling.write_to(lead, told["question"], by=self.keeper(told["station"], at), asks=True)

        def reply(then: datetime) -> None:
            speaking.add(lead, told["reply"], by=speaking.public_actor(lead.station, then))

        self.story.at(at + timedelta(hours=3), reply)  # a deed of its own: others are done in between

    def _aside(self, lead: Lead, told: dict, at: datetime) -> None:
        handling.set_aside(lead, by=self.keeper(told["station"], at), reason=told["aside"])

    def _opening(self, lead: Lead, told: dict, at: datetime) -> None:
        """A look at a sealed name, with a second person's consent, as the resident reads it on the receipt page."""
        opening = handling.ask_for_name(lead, by=self.scene.by("zhou", at), reason=told["opening"])
        self.story.at(at + timedelta(minutes=20), lambda then: vault.consent(opening, by=self.scene.by("wu", then)))
        self.story.at(at + timedelta(minutes=25), lambda then: vault.look(opening, by=self.scene.by("zhou", then)))

    def _answer(self, lead: Lead, told: dict, at: datetime) -> None:
        lead.refresh_from_db()
        by = self.scene.by("zhou", at)
        waiting = proposed_answer(lead.submission)
        answers.release(
            waiting or answers.begin(lead.submission, by=by),
            by=by,
            text=told["answered"],
            is_public=True,
            headline=told["public"],
        )

        def say(then: datetime) -> None:
            speaking.say(lead, told["said"], by=speaking.public_actor(lead.station, then))

        self.story.at(at + timedelta(hours=5), say)
