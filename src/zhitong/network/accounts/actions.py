"""The only writers of second factors, recovery codes, sessions and links to a sign-in provider. The journal never holds a secret."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network import events
from zhitong.network.accounts import factors
from zhitong.network.accounts.sessions import end_sessions
from zhitong.network.actions import refuse_shared
from zhitong.network.actors import Actor
from zhitong.network.models import Account, Identity, Person, RecoveryCode, SecondFactor, Session

MOST_FACTORS = 10
KIND = SecondFactor.Kind


@transaction.atomic
def add_app(*, by: Actor, secret: str, code: str, name: str = "", session: str | None = None) -> SecondFactor:
    """An authenticator app, once it has shown one right code. Other open sessions end: they were opened without it."""
    account = _own_account(by)
    step = factors.step_of(secret, "".join(code.split()), by.at)
    if step is None:
        raise BadInput(
            "network.factor.code",
            _("This is not the code the app shows now."),
            _("Wait for the next code and write its six digits. If it is refused again, set the telephone's clock."),
            field="code",
        )
    return _added(
        by,
        account,
        session,
        kind=KIND.APP,
        name=name or _("authenticator app"),
        secret=factors.seal_secret(secret, account),
        step=step,
    )


@transaction.atomic
def add_passkey(*, by: Actor, made: dict, name: str = "", session: str | None = None) -> SecondFactor:
    """A passkey whose answer ``factors.new_passkey`` found right."""
    account = _own_account(by)
    if SecondFactor.objects.filter(credential=made["credential"]).exists():
        raise BadInput("network.factor.known", _("This passkey is added already."), _("Use another device."))
    return _added(by, account, session, kind=KIND.PASSKEY, name=name or _("passkey"), **made)


def _added(by: Actor, account: Account, session: str | None, **fields) -> SecondFactor:
    require(
        factors.factors_of(account).count() < MOST_FACTORS,
        "network.factor.many",
        _("There are ten second factors already."),
        _("Take one away first."),
    )
    factor = SecondFactor.objects.create(account=account, added_at=by.at, **fields)
    end_sessions(account, but=session)
    record(events.FactorAdded(kind=factor.kind), on=by.person, by=by)
    return factor


@transaction.atomic
def remove_factor(factor: SecondFactor, *, by: Actor, session: str | None = None) -> None:
    """Take one's own factor away; with the last one its recovery codes go too."""
    account = _own_account(by)
    factor = lock(factor)
    forbid(factor.account_id != account.pk, "network.factor.not_own", _("This second factor is somebody else's."))
    kind = factor.kind
    factor.delete()
    if not factors.has_factor(account):
        RecoveryCode.objects.filter(account=account).delete()
    end_sessions(account, but=session)
    record(events.FactorRemoved(kind=kind), on=by.person, by=by)


@transaction.atomic
def reset_factors(person: Person, *, by: Actor, reason: str) -> int:
    """Somebody lost their telephone: the security administrator, who has seen who they are, takes all factors away. Sessions end."""
    permit(by, "network.give_role", person.office_id)
    forbid(
        by.person_id == person.pk,
        "network.factor.reset_own",
        _("Nobody resets their own second factors."),
        _("Ask another security administrator, or use a recovery code."),
    )
    refuse_shared(person)
    account = lock(person.account)
    count = factors.factors_of(account).count()
    require(count > 0, "network.factor.none", _("This person has no second factor."))
    factors.factors_of(account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    end_sessions(account)
    record(events.FactorsReset(factors=count), on=person, by=by, reason=reason)
    return count


@transaction.atomic
def new_recovery_codes(*, by: Actor) -> list[str]:
    """Ten codes, shown once; the earlier ones stop working."""
    account = _own_account(by)
    require(
        factors.has_factor(account),
        "network.recovery.no_factor",
        _("Recovery codes stand in for a second factor."),
        _("Add an app or a passkey first."),
    )
    codes = factors.make_recovery_codes(account, by.at)
    record(events.RecoveryCodesMade(codes=len(codes)), on=by.person, by=by)
    return codes


@transaction.atomic
def end_session(session: Session, *, by: Actor) -> None:
    """Sign one of one's own browsers out."""
    account = _own_account(by)
    forbid(session.account_id != account.pk, "network.session.not_own", _("This session is somebody else's."))
    session.delete()
    record(events.SessionsEnded(sessions=1), on=by.person, by=by)


@transaction.atomic
def end_other_sessions(*, by: Actor, session: str | None) -> int:
    """Sign all of one's other browsers out."""
    ended = end_sessions(_own_account(by), but=session)
    if ended:
        record(events.SessionsEnded(sessions=ended), on=by.person, by=by)
    return ended


@transaction.atomic
def link_identity(person: Person, *, by: Actor, issuer: str, subject: str) -> Identity:
    """Let a person come in through the office's sign-in provider. Nobody links themselves, and nobody is made by a first visit."""
    permit(by, "network.give_role", person.office_id)
    forbid(
        by.person_id == person.pk,
        "network.identity.own",
        _("Nobody links their own account."),
        _("Ask another security administrator."),
    )
    refuse_shared(person)
    if Identity.objects.filter(issuer=issuer, subject=subject).exists():
        raise BadInput(
            "network.identity.taken",
            _("This identifier is linked to an account already."),
            _("Check the identifier; end the other link first."),
            field="subject",
        )
    identity = Identity.objects.create(account_id=person.account_id, issuer=issuer, subject=subject, linked_at=by.at)
    record(events.IdentityLinked(identity=digest_of(issuer, subject)), on=person, by=by)
    return identity


@transaction.atomic
def unlink_identities(person: Person, *, by: Actor) -> int:
    """The provider no longer opens this account; its open sessions end."""
    permit(by, "network.give_role", person.office_id)
    refuse_shared(person)
    rows = list(Identity.objects.filter(account_id=person.account_id))
    for row in rows:
        record(events.IdentityUnlinked(identity=digest_of(row.issuer, row.subject)), on=person, by=by)
        row.delete()
    end_sessions(person.account)
    return len(rows)


def digest_of(issuer: str, subject: str) -> str:
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:16]


def _own_account(by: Actor) -> Account:
    require(
        by.person is not None and by.person.account_id is not None, "network.account.none", _("You have no account.")
    )
    return lock(by.person.account)
