"""In which state a deed is in time, whose turn it is, and the facts that stand against a deed (四眼)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.desk.models import Brief, Person, Series, Signature, SigningChain
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.door import forbid
from zhitong.network.actors import Actor, Grant
from zhitong.network.rights import RoleName, roles_with

State = Brief.State
LOCK_TIME = timedelta(minutes=20)  # a lock that was not renewed for so long is free: its holder went home

# The moves: deed, the states it starts from, the state it leads to (None: the same).
MOVES: dict[str, tuple[frozenset[str], str | None]] = {
    "save_revision": (frozenset({State.DRAFTING, State.IN_REVIEW}), None),
    "set_sources": (frozenset({State.DRAFTING}), None),
    "take_lock": (frozenset({State.DRAFTING, State.IN_REVIEW}), None),
    "put_forward": (frozenset({State.DRAFTING}), State.IN_REVIEW),
    "take_back": (frozenset({State.IN_REVIEW}), State.DRAFTING),
    "pass_on": (frozenset({State.IN_REVIEW}), None),
    "return_to_editor": (frozenset({State.IN_REVIEW}), State.DRAFTING),
    "sign_off": (frozenset({State.IN_REVIEW}), State.SIGNED),
    "withdraw": (frozenset({State.SIGNED}), State.WITHDRAWN),
    "drop": (frozenset({State.DRAFTING, State.IN_REVIEW}), State.DROPPED),
    "correct": (frozenset({State.SIGNED, State.WITHDRAWN}), None),
    "express": (frozenset({State.DRAFTING, State.IN_REVIEW}), None),
    "remark": (frozenset({State.DRAFTING, State.IN_REVIEW}), None),
}

_NOT_NOW = {
    State.DRAFTING: (
        gettext_lazy("This brief is still being written."),
        gettext_lazy("Put it forward for review first."),
    ),
    State.IN_REVIEW: (
        gettext_lazy("This brief is in review; its text rests until the reviewer passes or returns it."),
        gettext_lazy("Take it back from review, or ask the reviewer to return it."),
    ),
    State.SIGNED: (
        gettext_lazy("This brief was signed as issue %(number)s of %(year)s and never changes again."),
        gettext_lazy("Start a correction: a new issue that names this one."),
    ),
    State.DROPPED: (
        gettext_lazy("This brief was dropped before signing."),
        gettext_lazy("Start a new brief from the same submissions."),
    ),
    State.WITHDRAWN: (
        gettext_lazy("Issue %(number)s of %(year)s was withdrawn; its number stays taken."),
        gettext_lazy("Start a correction: a new issue that names this one."),
    ),
}


def in_time(brief: Brief, deed: str) -> str:
    """The state the deed leads to. WrongState, naming what happened meanwhile, when it is not in time."""
    start, leads_to = MOVES[deed]
    if brief.state not in start:
        message, remedy = _NOT_NOW[State(brief.state)]
        raise WrongState(
            f"desk.{deed}.{brief.state}", str(message) % {"number": brief.number, "year": brief.year}, str(remedy)
        )
    return leads_to or brief.state


def can(brief: Brief, deed: str) -> bool:
    """Whether the state allows the deed; for showing buttons. The action asks again."""
    return brief.state in MOVES[deed][0]


def person_of(by: Actor) -> Person:
    """A text and a signature are a person's; the program has none."""
    if by.person is None:
        raise NotPermitted("desk.no_person", _("Briefs are written, reviewed and signed by people."))
    return by.person


# Whose turn


def chain_on(series: Series, day: date) -> SigningChain | None:
    """The series' chain on a day: the newest row that holds by then."""
    held = [row for row in series.chains.all() if row.valid_from is None or row.valid_from <= day]
    return held[-1] if held else None


def chain_of(brief: Brief, *, on: date) -> list[str]:
    """The roles a brief goes through when it is put forward on a day: the express chain when it is on the express lane."""
    row = chain_on(brief.series, on)
    if row is None:
        return []
    return list(row.express_chain if brief.is_express and row.express_chain else row.chain)


def signs_now(brief: Brief) -> bool:
    """Whether the step at which the brief waits is the last one, which signs."""
    return brief.step == len(brief.chain) - 1


def hands_of_this_round(brief: Brief) -> set[int]:
    """Who put the brief forward this time, or passed a step since; principals of a delegation count as well."""
    hands: set[int] = set()
    for signature in brief.signatures.order_by("pk"):
        if signature.verdict == Signature.Verdict.SUBMIT:
            hands = set()
        if signature.verdict in {Signature.Verdict.SUBMIT, Signature.Verdict.PASS}:
            hands |= {signature.by_id, signature.acting_for_id}
    return (hands | {brief.editor_id}) - {None}


def writer_ids(brief: Brief) -> set[int]:
    """Everybody who saved a text of it, whenever."""
    return set(brief.revisions.values_list("by_id", flat=True)) | {brief.editor_id}


def hands_against(brief: Brief) -> set[int]:
    """Who may not take the step at which the brief waits: earlier hands, and for signing everybody who wrote of it."""
    hands = hands_of_this_round(brief)
    return hands | writer_ids(brief) if brief.turn == RoleName.SIGNER else hands


def grant_for_turn(brief: Brief, by: Actor, *, deed: str) -> Grant:
    """By which role the actor takes the present step: their own, else by delegation.

    NotPermitted when it is another role's turn, when the actor had a hand in the brief before, or when the one they stand
    in for had (nobody signs their own, also not through a deputy).
    """
    grants = [grant for grant in by.grants if grant.role == brief.turn and grant.unit_id is None]
    grants.sort(key=lambda grant: grant.acting_for is not None)
    forbid(
        not grants,
        f"desk.{deed}.not_your_turn",
        _("This brief waits for: %(role)s.") % {"role": RoleName(brief.turn).label},
        by.who_may(_right_of(brief.turn)),
    )
    against = hands_against(brief)
    forbid(
        by.person_id in against,
        f"desk.{deed}.own_work",
        _("Whoever wrote a brief, put it forward or passed an earlier step does not take this step."),
        _("Somebody else must: %(who)s") % {"who": by.who_may(_right_of(brief.turn))},
    )
    for grant in grants:
        if grant.acting_for not in against:
            return grant
    raise NotPermitted(
        f"desk.{deed}.own_work_by_deputy",
        _("The person you stand in for had a hand in this brief before."),
        _("Somebody else must: %(who)s") % {"who": by.who_may(_right_of(brief.turn))},
    )


def _right_of(role: str) -> str:
    return "desk.sign_off" if role == RoleName.SIGNER else "desk.review"


def may_take_turn(brief: Brief, by: Actor) -> bool:
    """Whether the actor may pass, return or sign it now; for showing the form. The action asks again."""
    if brief.state != State.IN_REVIEW or by.person_id is None:
        return False
    try:
        grant_for_turn(brief, by, deed="pass_on")
    except NotPermitted:
        return False
    return True


# The lock


def holder_of_lock(brief: Brief, at) -> Person | None:
    """Who is writing now, unless the lock was left alone for longer than LOCK_TIME."""
    if brief.lock_person_id is None or brief.lock_at is None or at - brief.lock_at > LOCK_TIME:
        return None
    return brief.lock_person


def forbid_while_written(brief: Brief, by: Actor, *, deed: str) -> None:
    """Somebody else is writing: what is put forward now would not be what they mean."""
    holder = holder_of_lock(brief, by.at)
    if holder is not None and holder.pk != by.person_id:
        raise WrongState(
            f"desk.{deed}.being_written",
            _("%(name)s has been writing on this brief since %(time)s.")
            % {"name": holder.name, "time": timezone.localtime(brief.lock_at).strftime("%H:%M")},
            _("Wait, or take the writing over on the writing page."),
        )


# A series


def check_chain(chain: list[str], *, field: str) -> list[str]:
    """A chain begins with whoever writes, ends with the signer, and has a reviewer or signer at each step between."""
    writers, reviewers = set(roles_with("desk.write")), set(roles_with("desk.review"))
    fits = (
        2 <= len(chain) <= 6
        and chain[0] in writers
        and chain[-1] == RoleName.SIGNER
        and all(role in reviewers for role in chain[1:])
    )
    if not fits:
        raise BadInput(
            "desk.series.chain",
            _("A chain begins with the editor and ends with the signer; senior editors and signers may stand between."),
            _("For instance: editor, senior editor, signer."),
            field=field,
        )
    return [str(RoleName(role)) for role in chain]


def in_use(series: Series, day) -> bool:
    """Whether new briefs may be begun in the series on a day."""
    return (series.valid_from is None or series.valid_from <= day) and (
        series.valid_to is None or series.valid_to >= day
    )
