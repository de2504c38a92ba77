"""Deeds of the desk as the journal keeps them: codes, numbers and digests, never a word of a text or a name."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("desk.brief_started")
class BriefStarted:
    series: str  # code
    kind: str
    sources: tuple[str, ...]  # codes of the submissions, in order
    shares: tuple[int, ...]  # of WHOLE, in the same order
    digest: str  # of the first revision
    corrects: str = ""  # code of the signed brief that this one corrects
    sentence = _("writing begun")


@event("desk.revision_saved")
class RevisionSaved:
    ordinal: int
    base: int
    digest: str
    merges: int = 0  # the other text that was taken in, 0 when none
    beside: int = 0  # the text that somebody else had saved meanwhile, 0 when none
    sentence = _("text %(ordinal)s saved")


@event("desk.sources_set")
class SourcesSet:
    sources: tuple[str, ...]
    shares: tuple[int, ...]
    sentence = _("sources and their shares set")


@event("desk.lock_taken_over")
class LockTakenOver:
    from_whom: str  # commitment of whoever was writing
    sentence = _("writing taken over from somebody else")


@event("desk.put_forward")
class PutForward:
    ordinal: int
    digest: str
    turn: str  # the role that reviews next
    sentence = _("put forward for review")


@event("desk.taken_back")
class TakenBack:
    sentence = _("taken back from review")


@event("desk.passed")
class Passed:
    step: int
    role: str
    digest: str
    turn: str
    by_delegation: bool = False
    acting_for: str = ""  # the principal's commitment, when by delegation
    sentence = _("passed in review, step %(step)s")


@event("desk.returned")
class Returned:
    step: int
    role: str
    digest: str
    remarks: int
    by_delegation: bool = False
    acting_for: str = ""  # the principal's commitment, when by delegation
    sentence = _("returned to the editor with %(remarks)s remarks")


@event("desk.brief_signed")
class BriefSigned:
    series: str
    series_name: str  # as printed on the issue, without 《》
    year: int
    number: int
    running_number: int
    ordinal: int
    digest: str  # of the exact text signed
    by_delegation: bool = False
    acting_for: str = ""  # the principal's commitment, when by delegation
    sentence = _("signed as 《%(series_name)s》 issue %(number)s of %(year)s")


@event("desk.brief_withdrawn")
class BriefWithdrawn:
    series: str
    year: int
    number: int
    sentence = _("issue %(number)s of %(year)s withdrawn; the number stays taken")


@event("desk.brief_dropped")
class BriefDropped:
    sentence = _("dropped before signing")


@event("desk.put_on_express")
class PutOnExpress:
    hours: int
    sentence = _("put on the express lane, %(hours)s hours")


@event("desk.taken_off_express")
class TakenOffExpress:
    sentence = _("taken off the express lane")


@event("desk.remark_added")
class RemarkAdded:
    remark: str  # code
    ordinal: int
    start: int
    end: int
    sentence = _("remark added to text %(ordinal)s")


@event("desk.remark_settled")
class RemarkSettled:
    remark: str
    sentence = _("remark settled")


@event("desk.series_added")
class SeriesAdded:
    chain: tuple[str, ...]
    sentence = _("series added")


@event("desk.series_changed")
class SeriesChanged:
    fields: str
    chain_from: date | None = None  # first day of the new chain, when it is among the fields
    sentence = _("series changed: %(fields)s")


@event("desk.copy_made")
class CopyMade:
    of: str  # code of the submission or brief
    purpose: str
    original: str  # SHA-256 of the words the copy began with
    sentence = _("masked copy begun")


@event("desk.masks_put")
class MasksPut:
    masks: int
    kinds: tuple[str, ...]
    for_good: bool

    @staticmethod
    def sentence(details: dict) -> str:
        if details["for_good"]:
            return _("%(masks)s places covered for good") % details
        return _("%(masks)s places covered for now") % details


@event("desk.mask_lifted")
class MaskLifted:
    kind: str
    sentence = _("a mask lifted")


@event("desk.copy_taken")
class CopyTaken:
    digest: str  # SHA-256 of what was handed out
    masks: int
    sentence = _("masked copy taken out, with %(masks)s masks")


@event("desk.copy_emptied")
class CopyEmptied:
    sentence = _("masked copy emptied, because the original was moved to paper")
