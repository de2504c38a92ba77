"""What a resident does: speak, add, reply, withdraw, say whether it is solved. No account; whoever holds the receipt code may."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong import public_side
from zhitong.errors import BadInput, Conflict
from zhitong.files import actions as files_room
from zhitong.files import cleaning, kinds
from zhitong.journal.chain import canonical
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor, system_actor
from zhitong.stations import events, queries, receipts, rules
from zhitong.stations.models import ConsentText, Lead, LeadFile, LeadLine, Numbering, Said, Station
from zhitong.vault import actions as vault

VOICE_TYPES = ("audio/mpeg", "audio/mp4", "audio/wav", "audio/amr", "audio/ogg", "video/mp4")


@dataclass(frozen=True)
class Upload:
    """A file as the resident's browser sent it."""

    stream: io.BufferedIOBase
    name: str


def public_actor(station: Station, at: datetime | None = None) -> Actor:
    """A resident acting on a station's public page: nobody known, and these deeds only."""
    return system_actor(station.office, {"stations.speak"}, channel=rules.PUBLIC_CHANNEL, at=at or timezone.now())


@transaction.atomic
def speak(
    station: Station,
    *,
    by: Actor,
    token: uuid.UUID,
    text: str,
    consent: ConsentText,
    naming: str = Lead.Naming.NONE,
    identity: dict[str, str] | None = None,
    place: str = "",
    files: Sequence[Upload] = (),
    way: str = Lead.Way.PAGE,
) -> tuple[Lead, str]:
    """Take in what a resident says; gives the message and its receipt code, which is stored nowhere.

    The same form sent again with the same content gives the same message and code; with other content it raises Conflict.
    Pictures are drawn anew, files get neutral names. A protected identity goes into the vault in the same transaction.
    """
    permit(by, "stations.speak", station.office_id)
    forbid(
        by.person_id is not None and not queries.may_serve(by, station),
        "stations.speak.not_yours",
        _("Only the station's own members, its liaison and the desk write down what residents tell it."),
    )
    given = identity if naming != Lead.Naming.NONE else None
    rules.refuse_unfit_message(text, place, naming, has_files=bool(files))
    content = _digest_of(text, place, naming, given, files)
    year = timezone.localdate(by.at).year
    numbering = _held_numbering(by.office_id, year)
    code = receipts.new_receipt(token)
    public_side.show("receipt", receipts.kept_hash(code))
    known = Lead.objects.select_related("station").filter(form=receipts.form_hash(token)).first()
    if known is not None:
        if known.digest != content or known.station_id != station.pk:
            raise Conflict(
                "stations.speak.token_used",
                _("This form was sent before, with another content."),
                _("Open the station's page anew for one more message; with the receipt code you can add to the first."),
            )
        return known, code
    require(
        station.is_open,
        "stations.speak.closed",
        _("This station takes no messages at present."),
        _("Ring it up, or go to another station."),
    )
    if consent.office_id != station.office_id:
        raise BadInput("stations.speak.consent", _("The consent text has changed; read it and send the form again."))
    sealed = None
    if naming != Lead.Naming.NONE:
        sealed = vault.seal(given or {}, by=by, protected=naming == Lead.Naming.SEALED)
    numbering.last += 1
    numbering.save(update_fields=["last"])
    lead = Lead.objects.create(
        office_id=by.office_id,
        station=station,
        year=year,
        serial=numbering.last,
        text=text,
        place=place,
        naming=naming,
        sealed=sealed,
        consent=consent,
        way=way,
        written_by=by.person,
        received_at=by.at,
        receipt=receipts.kept_hash(code),
        form=receipts.form_hash(token),
        digest=content,
    )
    kept = [_kept(upload, position, by) for position, upload in enumerate(files, 1)]
    LeadFile.objects.bulk_create(LeadFile(lead=lead, file=file, position=n) for n, file in enumerate(kept, 1))
    record(
        events.LeadReceived(
            number=lead.number,
            station=station.code,
            digest=words_digest(text),
            way=way,
            naming=naming,
            consent=consent.version,
            files=tuple(file.digest for file in kept),
        ),
        on=lead,
        by=by,
    )
    return lead, code


def _held_numbering(office_id: int, year: int) -> Numbering:
    """The year's last number, held until the transaction ends: two messages never get one number, one form never two."""
    Numbering.objects.get_or_create(office_id=office_id, year=year)
    return Numbering.objects.select_for_update().get(office_id=office_id, year=year)


def _kept(upload: Upload, position: int, by: Actor):
    """One upload, cleaned and under a name that says nothing: 照片1.jpg."""
    kind = kinds.kind_of(upload.stream, upload.name)
    if kind.media_type in cleaning.TAKEN:
        clean = cleaning.drawn_anew(upload.stream, kind.media_type)
        return files_room.keep_file(clean, f"照片{position}.{cleaning.extension_of(clean)}", by=by)
    if kind.media_type in VOICE_TYPES:
        return files_room.keep_file(upload.stream, f"录音{position}.{kind.extensions[0]}", by=by)
    raise BadInput(
        "stations.speak.file_type",
        _("Only photos (JPG, PNG, WebP, GIF) and voice notes (MP3, M4A, WAV, AMR, OGG) are taken here."),
        _("Photograph the paper, or bring it to the station."),
        field="files",
    )


def _digest_of(text: str, place: str, naming: str, identity: dict | None, files: Sequence[Upload]) -> str:
    """Of all that the form held, keyed: nobody can try out names against it."""
    sums = []
    for upload in files:
        upload.stream.seek(0)
        sums.append(hashlib.file_digest(upload.stream, "sha256").hexdigest())
        upload.stream.seek(0)
    content = canonical([text, place, naming, sorted((identity or {}).items()), sums])
    return receipts.keyed_digest(content)


def words_digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _held(lead: Lead, by: Actor) -> Lead:
    lead = lock(lead)
    permit(by, "stations.speak", lead.office_id)
    forbid(
        by.person_id is not None,
        "stations.lead.residents_deed",
        _("Only the resident does this, with the receipt code."),
    )
    require(
        rules.is_open(lead),
        "stations.lead.over",
        _("This message is closed."),
        _("Send a new message if something has changed."),
    )
    return lead


@transaction.atomic
def add(lead: Lead, text: str, *, by: Actor) -> LeadLine:
    """The resident replies to a question, or adds something."""
    rules.refuse_unfit_line(text)
    lead = _held(lead, by)
    kind = LeadLine.Kind.REPLY if queries.open_question(lead) else LeadLine.Kind.ADDITION
    line = LeadLine.objects.create(lead=lead, kind=kind, text=text, at=by.at)
    record(events.LineAdded(kind=kind, digest=words_digest(text)), on=lead, by=by)
    return line


@transaction.atomic
def say(lead: Lead, word: str, *, by: Actor, note: str = "") -> Said:
    """The resident says whether it is solved; asked again after four weeks."""
    lead = _held(lead, by)
    if word not in Said.Word.values:
        raise BadInput("stations.say.word", _("Choose one of the three."), field="word")
    if note:
        rules.refuse_unfit_line(note, "note")
    require(
        queries.is_asked_whether_solved(lead, by.at),
        "stations.say.not_now",
        _("You are asked this once there is an answer, and again after four weeks."),
    )
    said = Said.objects.create(lead=lead, word=word, note=note, at=by.at)
    record(events.WordSaid(word=word, time_asked=lead.said.count()), on=lead, by=by)
    return said


@transaction.atomic
def withdraw(lead: Lead, *, by: Actor) -> Lead:
    """The resident takes it back. The identity is destroyed; so are words and files, unless somebody already answers for the matter."""
    lead = _held(lead, by)
    destroys = lead.submission_id is None
    if lead.sealed_id:
        vault.destroy(lead.sealed, by=by)
    if destroys:
        eraser = system_actor(lead.station.office, {"intake.move_to_paper"}, channel=by.channel, at=by.at)
        for filed in lead.files.select_related("file"):
            if filed.file.state != filed.file.State.ERASED:
                files_room.erase(filed.file, by=eraser, reason=_("withdrawn by the resident"))
        lead.text = lead.place = ""
        lead.lines.update(text="")
    lead.state, lead.handled_at = Lead.State.WITHDRAWN, by.at
    lead.save(update_fields=["text", "place", "state", "handled_at"])
    record(events.LeadWithdrawn(words_destroyed=destroys), on=lead, by=by)
    return lead
