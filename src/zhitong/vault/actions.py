"""The only writers of the vault: seal, ask, consent or refuse, look, destroy, rotate."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong import public_side
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.network.codes import new_code
from zhitong.vault import envelope, events, keys, rules
from zhitong.vault.models import Opening, Sealed

BATCH = 200  # rows of one step of a rotation, each step a transaction of its own


@transaction.atomic
def seal(identity: dict[str, str], *, by: Actor, protected: bool = True) -> Sealed:
    """封存: keep an identity so that only the key file opens it. The right is that of the deed it belongs to, which asks for it."""
    identity = rules.checked(identity)
    sealer, code = keys.sealer(), new_code()
    wrapped, content = envelope.encrypt(identity, code, sealer.public)
    public_side.show("sealed", code)
    sealed = Sealed.objects.create(
        code=code,
        office_id=by.office_id,
        protected=protected,
        key_id=sealer.key_id,
        wrapped=wrapped,
        content=content,
        sealed_at=by.at,
    )
    record(events.IdentitySealed(protected=protected), on=sealed, by=by)
    return sealed


@transaction.atomic
def ask(sealed: Sealed, *, by: Actor, about: str, reason: str) -> Opening:
    """Ask to look at a protected identity. ``about`` names the item by its number for whoever consents."""
    sealed = lock(sealed)
    permit(by, "vault.ask", sealed.office_id)
    rules.refuse_empty_reason(reason)
    require(
        sealed.destroyed_at is None, "vault.destroyed", _("This identity was destroyed and cannot be opened any more.")
    )
    open_ones = Opening.objects.filter(sealed=sealed, asked_by_id=by.person_id, state=Opening.State.ASKED)
    require(not open_ones.exists(), "vault.ask.twice", _("You asked already; it waits for a second person."))
    opening = Opening.objects.create(
        office_id=sealed.office_id, sealed=sealed, about=about, reason=reason, asked_by=by.person, asked_at=by.at
    )
    record(events.OpeningAsked(sealed=sealed.code, about=about), on=opening, by=by, reason=reason)
    return opening


@transaction.atomic
def consent(opening: Opening, *, by: Actor) -> Opening:
    """Allow one look of 15 minutes. Never by whoever asked, nor by somebody who only stands in for them."""
    opening = _decidable(opening, by)
    opening.state = Opening.State.CONSENTED
    opening.decided_by, opening.decided_at = by.person, by.at
    opening.ends_at = by.at + rules.OPEN_FOR
    opening.save(update_fields=["state", "decided_by", "decided_at", "ends_at"])
    minutes = int(rules.OPEN_FOR.total_seconds() // 60)
    record(events.OpeningConsented(sealed=opening.sealed.code, about=opening.about, minutes=minutes), on=opening, by=by)
    return opening


@transaction.atomic
def refuse(opening: Opening, *, by: Actor, reason: str) -> Opening:
    rules.refuse_empty_reason(reason)
    opening = _decidable(opening, by)
    opening.state = Opening.State.REFUSED
    opening.decided_by, opening.decided_at, opening.decided_why = by.person, by.at, reason
    opening.save(update_fields=["state", "decided_by", "decided_at", "decided_why"])
    record(events.OpeningRefused(sealed=opening.sealed.code, about=opening.about), on=opening, by=by, reason=reason)
    return opening


def _decidable(opening: Opening, by: Actor) -> Opening:
    opening = lock(opening)
    permit(by, "vault.consent", opening.office_id)
    forbid(
        rules.is_the_askers_own_hand(by, opening),
        "vault.consent.own",
        _("Whoever asks does not consent."),
        _("Another person with this right decides: %(who)s") % {"who": by.who_may("vault.consent")},
    )
    require(opening.state == Opening.State.ASKED, "vault.consent.done", _("This was decided before."))
    return opening


@transaction.atomic
def look(opening: Opening, *, by: Actor) -> dict[str, str]:
    """The identity, for the asker alone and only while the 15 minutes last. Every look is a deed of its own."""
    opening = lock(opening)
    permit(by, "vault.ask", opening.office_id)
    forbid(by.person_id != opening.asked_by_id, "vault.look.not_yours", _("Only the person who asked may look."))
    require(opening.state == Opening.State.CONSENTED, "vault.look.no_consent", _("A second person has not consented."))
    forbid(
        by.at >= opening.ends_at,
        "vault.look.over",
        _("The 15 minutes are over; nothing is shown any more."),
        _("Ask again, with the reason."),
    )
    sealed = lock(opening.sealed)
    require(
        sealed.destroyed_at is None, "vault.destroyed", _("This identity was destroyed and cannot be opened any more.")
    )
    identity = envelope.decrypt(sealed.wrapped, sealed.content, sealed.code, keys.ring().key(sealed.key_id))
    opening.looks += 1
    opening.shown_at = opening.shown_at or by.at
    opening.save(update_fields=["looks", "shown_at"])
    record(events.IdentityShown(sealed=sealed.code, about=opening.about, look=opening.looks), on=opening, by=by)
    return identity


@transaction.atomic
def destroy(sealed: Sealed, *, by: Actor, reason: str = "") -> Sealed:
    """End of keeping: the bytes go, the row stays. The right is that of the deed it follows (a withdrawal, an erasure)."""
    sealed = lock(sealed)
    if sealed.destroyed_at is None:
        sealed.wrapped = sealed.content = b""
        sealed.destroyed_at = by.at
        sealed.save(update_fields=["wrapped", "content", "destroyed_at"])
        record(events.IdentityDestroyed(), on=sealed, by=by, reason=reason)
    return sealed


def rotate(
    *,
    forget_old: bool = False,
    say: Callable[[str], None] = lambda line: None,
    between: Callable[[], None] = lambda: None,
) -> int:
    """Put every identity under a new key, in steps; killed at any moment it goes on where it stopped. Gives how many were moved.

    A rotation that was broken off is finished first: a new key is only made when no row is under an older one.
    ``between`` is called after each step.
    """
    ring = keys.ring()
    waiting = Sealed.objects.filter(destroyed_at=None).exclude(key_id=ring.newest)
    if not waiting.exists():
        keys.add_key()
        ring = keys.ring()
        waiting = Sealed.objects.filter(destroyed_at=None).exclude(key_id=ring.newest)
    moved = 0
    while step := _rotate_some(waiting, ring):
        moved += step
        say(_("%(count)s identities are under the new key") % {"count": moved})
        between()
    if forget_old:
        keys.forget(set(ring.keys) - {ring.newest})
    return moved


@transaction.atomic
def _rotate_some(waiting, ring: keys.KeyRing) -> int:
    rows = list(waiting.select_for_update().order_by("pk")[:BATCH])
    public = envelope.public_half(ring.keys[ring.newest])
    for row in rows:
        row.wrapped = envelope.rewrap(row.wrapped, row.code, ring.key(row.key_id), public)
        row.key_id = ring.newest
    Sealed.objects.bulk_update(rows, ["wrapped", "key_id"])
    return len(rows)
