"""Random histories of an office, as plain data; written into the database; and every formula of the catalogue done by hand on the data.

``told(history, period, known_by)`` is the oracle: loops over plain dicts, written from the formulas' words, without the database and
without a line of the product but the list of codes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from zhitong.assessment.models import Assessment
from zhitong.desk.models import Brief, BriefSource, Series
from zhitong.figures.measures import MEASURES
from zhitong.intake.models import Submission, SubmissionAuthor
from zhitong.network.models import Membership, Person, Unit
from zhitong.outcomes.models import Adoption, Instruction, Reply

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2023, 11, 10)
DAYS = 420  # two year ends, a leap day, every quarter's end
UNITS = ("party", "women", "sector", "street", None)
ENDS = [
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 4, 1),
    date(2024, 12, 31),
]
TIMES = [
    time(0, 0),
    time(0, 0, 1),
    time(7, 59, 59),
    time(8, 0),
    time(15, 30),
    time(23, 59, 59),
]  # 08:00 here is midnight in UTC
AREAS = ("housing", "health", "")


def moment(day, at=time(23, 59, 59)):
    return datetime.combine(day, at, tzinfo=ZONE)


def invent(seed: int, size: int) -> dict:
    """A history of about ``size`` submissions, with all that may become of them."""
    random = Random(seed)

    def day(after=FIRST, within=DAYS):
        if random.random() < 0.25:
            later = [end for end in ENDS if end >= after]
            if later:
                return random.choice(later)
        return after + timedelta(days=random.randrange(within))

    def at(after=FIRST, within=DAYS):
        return moment(day(after, within), random.choice(TIMES))

    def after(when, within):
        """A later moment, now and then in the same second."""
        return when + random.choice([timedelta(0), timedelta(seconds=1), timedelta(days=random.randrange(within))])

    submissions, briefs, outcomes = [], [], []
    people = range(4)
    memberships = [
        {
            "person": person,
            "unit": random.choice(UNITS[:-1]),
            "from": (start := day()),
            "to": random.choice([None, start, start + timedelta(days=random.randrange(200))]),
        }
        for person in people
        for _n in range(random.choice([1, 1, 2]))
    ]
    for _n in range(size):
        received = at()
        known = after(received, 60)
        decisions, when = [], known
        for _d in range(random.choice([0, 1, 1, 2, 3])):
            if not (
                decisions and decisions[-1]["end"] == "followed"
            ):  # else this is the one that followed, at that moment
                when = after(when, 20)
            decision = {"at": when, "verdict": random.choice(["take_up", "merge", "hold", "decline"]), "end": "stands"}
            if random.random() < 0.5:
                when = after(when, 20)
                decision |= {"end": random.choice(["undone", "followed"]), "until": when}
            decisions.append(decision)
            if decision["end"] == "stands":
                break
        if decisions and decisions[-1]["end"] == "followed":
            decisions.append({"at": decisions[-1]["until"], "verdict": "decline", "end": "stands"})
        submissions.append(
            {
                "unit": random.choice(UNITS),
                "received": received,
                "known": known,
                "withdrawn": after(known, 40) if random.random() < 0.2 else None,
                "area": random.choice(AREAS),
                "authors": random.sample([*people, "unknown"], random.choice([1, 1, 2, 3])),
                "decisions": decisions,
            }
        )
    for _n in range(max(1, size // 2)):
        briefs.append(
            {
                "of": sorted(random.sample(range(size), min(size, random.choice([1, 1, 2, 3])))),
                "state": random.choice(["signed", "signed", "withdrawn", "drafting"]),
                "signed": at(),
                "kind": random.choice(["single", "composite"]),
                "express": random.random() < 0.3,
            }
        )
    for number, _brief in enumerate(briefs):
        for kind in ("adoption", "adoption", "instruction"):
            if random.random() < 0.5:
                happened = day()
                known = after(moment(happened), 90)
                outcomes.append(
                    {
                        "kind": kind,
                        "brief": number,
                        "day": happened,
                        "known": known,
                        "rank": random.choice([1, 2, 3, 4]),
                        "end": random.choice(["stands", "stands", "corrected", "taken back"]),
                        "ended": after(known, 60),
                        "new_day": happened + timedelta(days=random.choice([-3, 1, 30])),
                        "replies": [after(known, 60) for _n in range(random.choice([0, 1, 2]))],  # when each is known
                    }
                )
    closed = {"street": day()} if random.random() < 0.5 else {}
    return {
        "submissions": submissions,
        "briefs": briefs,
        "outcomes": outcomes,
        "memberships": memberships,
        "closed": closed,
    }


def write_down(cast, history) -> None:
    """The history as rows of the database."""
    office = cast.office
    # Of the cast's own memberships and units the oracle knows nothing.
    Membership.objects.filter(unit__office=office).delete()
    for key, last in history["closed"].items():
        Unit.objects.filter(pk=cast.units[key].pk).update(valid_to=last)
    Unit.objects.filter(office=office).exclude(pk__in=[cast.units[key].pk for key in UNITS if key]).update(
        valid_to=date(2000, 1, 1)
    )
    people = [Person.objects.create(office=office, name=f"委员{n}", added_at=moment(FIRST)) for n in range(4)]
    Membership.objects.bulk_create(
        Membership(person=people[m["person"]], unit=cast.units[m["unit"]], starts_on=m["from"], ends_on=m["to"])
        for m in history["memberships"]
    )
    rows = Submission.objects.bulk_create(
        Submission(
            office=office,
            year=2024,
            serial=n,
            title=f"第{n}件",
            body="正文",
            unit=cast.units[s["unit"]] if s["unit"] else None,
            area=s["area"],
            received_at=s["received"],
            recorded_at=s["known"],
            channel="page",
            digest="0" * 64,
            withdrawn_at=s["withdrawn"],
        )
        for n, s in enumerate(history["submissions"], 1)
    )
    SubmissionAuthor.objects.bulk_create(
        SubmissionAuthor(
            submission=row,
            person=people[author] if author != "unknown" else None,
            name="某",
            position=position,
            share=10_000 // len(s["authors"]),
        )
        for row, s in zip(rows, history["submissions"], strict=True)
        for position, author in enumerate(s["authors"], 1)
    )
    for number, (row, s) in enumerate(zip(rows, history["submissions"], strict=True)):
        before = None
        for d in s["decisions"]:
            decision = Assessment.objects.create(
                submission=row,
                verdict=d["verdict"],
                by=cast.zhou,
                at=d["at"],
                into=rows[number - 1] if d["verdict"] == "merge" and len(rows) > 1 else None,
                follows=before,
                undone_at=d.get("until"),
            )
            before = decision if d["end"] == "followed" else None
    series = Series.objects.create(office=office, name="试验刊")
    papers = Brief.objects.bulk_create(
        Brief(
            office=office,
            series=series,
            title="稿",
            state=b["state"],
            kind=b["kind"],
            is_express=b["express"],
            number=None if b["state"] == "drafting" else n,
            year=None if b["state"] == "drafting" else 2024,
            signed_at=None if b["state"] == "drafting" else b["signed"],
            editor=cast.zhou,
            started_at=moment(FIRST),
        )
        for n, b in enumerate(history["briefs"], 1)
    )
    BriefSource.objects.bulk_create(
        BriefSource(brief=paper, submission=rows[index], share=10_000 // len(b["of"]), position=position)
        for paper, b in zip(papers, history["briefs"], strict=True)
        for position, index in enumerate(b["of"], 1)
    )
    models = {"adoption": Adoption, "instruction": Instruction}
    for outcome in history["outcomes"]:
        own = (
            {"body": "某机关", "rank": outcome["rank"]}
            if outcome["kind"] == "adoption"
            else {"leader": "甲", "leader_rank": "x"}
        )
        model, common = models[outcome["kind"]], {"office": office, "brief": papers[outcome["brief"]]}
        row = model.objects.create(happened_on=outcome["day"], recorded_at=outcome["known"], **common, **own)
        later = {"recorded_at": outcome.get("ended"), "corrects": row, **common, **own}
        if model is Instruction:
            later["first"] = row
            for known in outcome["replies"]:
                reply = {"department": "某局", "text": "已办", "answers": row, "happened_on": FIRST}
                Reply.objects.create(recorded_at=known, **common, **reply)
        if outcome["end"] == "corrected":
            model.objects.create(happened_on=outcome["new_day"], **later)
        elif outcome["end"] == "taken back":
            model.objects.create(happened_on=outcome["day"], void=True, **later)


def told(history, first, last, known_by, *, only=lambda submission: True) -> dict:
    """Unit → code of the measure → number: each formula of the catalogue read aloud and done by hand."""
    closing = moment(known_by, time.max)
    submissions, briefs = history["submissions"], history["briefs"]

    def inside(day):
        return day is not None and first <= day <= last

    def local(when):
        return when.astimezone(ZONE).date()

    def standing(kind):
        """(outcome, day) of what held, as known on the day of the figure, and had happened by then."""
        for o in history["outcomes"]:
            if o["kind"] != kind or o["known"] > closing:
                continue
            changed = o["end"] != "stands" and o["ended"] <= closing
            if changed and o["end"] == "taken back":
                continue
            day = o["new_day"] if changed else o["day"]
            if day <= known_by:
                yield o, day

    numbers = {unit: dict.fromkeys(MEASURES, 0) for unit in UNITS}
    last_day = min(last, known_by)
    sent: dict = {}  # unit → authors of what it sent in the period
    for n, s in enumerate(submissions):
        if not only(s):
            continue
        mine = numbers[s["unit"]]
        my_briefs = [b for b, brief in enumerate(briefs) if n in brief["of"]]
        adoptions = [(day, o["rank"]) for o, day in standing("adoption") if o["brief"] in my_briefs]
        instructions = [(day, o["replies"]) for o, day in standing("instruction") if o["brief"] in my_briefs]
        # Occurrences: each adoption and each instruction, for each submission that its brief draws on.
        for day, rank in adoptions:
            if inside(day):
                mine["adoptions"] += 1
                for code, level in (("adopted_nation", 1), ("adopted_province", 2), ("adopted_city", 3)):
                    mine[code] += rank == level
        for day, replies in instructions:
            if inside(day):
                mine["instructions"] += 1
                mine["replied"] += any(known <= closing for known in replies)
        # Items: only what had been recorded.
        if s["known"] > closing:
            continue
        if inside(local(s["received"])):
            mine["received"] += 1
            mine["received_and_adopted"] += bool(adoptions)
            mine["joint"] += len(s["authors"]) > 1
            mine["withdrawn"] += s["withdrawn"] is not None and s["withdrawn"] <= closing
            sent.setdefault(s["unit"], set()).update(s["authors"])
            in_force = [
                d for d in s["decisions"] if d["at"] <= closing and (d["end"] == "stands" or d["until"] > closing)
            ]
            mine["repeated"] += any(d["verdict"] == "merge" for d in in_force)
        if adoptions and inside(min(day for day, _rank in adoptions)):
            mine["adopted"] += 1
            mine["adopted_and_instructed"] += bool(instructions)
        above = [day for day, rank in adoptions if rank < 4]
        if above and inside(min(above)):
            mine["adopted_above"] += 1
            mine["days_to_adopt"] += (min(above) - local(s["received"])).days
        decided = [
            d["at"]
            for d in s["decisions"]
            if d["at"] <= closing and not (d["end"] == "undone" and d["until"] <= closing)
        ]
        if decided and inside(local(min(decided))):
            mine["decided"] += 1
            mine["days_to_decide"] += (local(min(decided)) - local(s["received"])).days
        issues = [briefs[b] for b in my_briefs if briefs[b]["state"] != "drafting" and briefs[b]["signed"] <= closing]
        if issues and inside(local(min(b["signed"] for b in issues))):
            mine["issued"] += 1
            mine["days_to_sign"] += (local(min(b["signed"] for b in issues)) - local(s["received"])).days
            mine["issued_express"] += any(b["express"] for b in issues)
            mine["issued_composite"] += any(b["kind"] == "composite" for b in issues)
    there = [unit for unit in UNITS if unit and last_day <= history["closed"].get(unit, date.max)]
    for unit in there:
        numbers[unit]["units"] = 1
        numbers[unit]["active_units"] = int(unit in sent)
        numbers[unit]["silent_units"] = int(unit not in sent)
    for m in history["memberships"]:
        if m["unit"] in there and m["from"] <= last_day <= (m["to"] or date.max):
            numbers[m["unit"]]["members"] += 1
            numbers[m["unit"]]["active_members"] += m["person"] in sent.get(m["unit"], ())
    return numbers
