"""How fast passwords and codes may be tried: a growing delay for one account from one place, never a lock on the account.

Counted for account and place together, so that a rival elsewhere delays only themselves. The place is the browser when it
has signed in to this account before (a signed cookie says so), else the block of network addresses: behind one office's shared
address a rival still cannot delay whoever uses their own browser. Names that do not exist are counted just the same.

Three counts: passwords for account and place; passwords of one address block over all names, against the trying of one password on
many; second factors for one account, where everywhere but a known browser counts as one place. Whoever holds a second factor is
never held: a passkey cannot be guessed, and password and code sent together are looked at also while others must wait.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhitong.network.accounts.profiles import profile
from zhitong.network.models import Account, SignInDelay

FORGOTTEN_AFTER = timedelta(hours=24)
COOKIE = "known"
COOKIE_AGE = 180 * 86_400  # seconds
BLOCK_TRIES = 30  # wrong passwords of one block over all names within BLOCK_MEMORY
BLOCK_MEMORY = timedelta(minutes=10)
BLOCK_LONGEST = timedelta(minutes=1)  # short: everybody new behind one office's address shares it


@dataclass(frozen=True)
class Pace:
    """``free`` failures cost nothing; then ``first``, doubling to ``longest``. Failures older than ``memory`` are forgotten."""

    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta = FORGOTTEN_AFTER

    def delay_after(self, failures: int) -> timedelta:
        beyond = failures - self.free
        return timedelta() if beyond < 0 else min(self.first * 2 ** min(beyond, 20), self.longest)


def account_pace() -> Pace:
    rules = profile()
    return Pace(rules.free_tries, rules.first_delay, rules.longest_delay)


def code_pace() -> Pace:
    """Six digits, three of a million right at any moment: a few tries an hour are all that guessing gets."""
    return Pace(5, timedelta(seconds=30), timedelta(minutes=15))


BLOCK_PACE = Pace(BLOCK_TRIES, timedelta(seconds=5), BLOCK_LONGEST, BLOCK_MEMORY)


def waiting_time(key: str, now: datetime) -> timedelta | None:
    """How long nothing is looked at; None when it may be tried now."""
    row = SignInDelay.objects.filter(key=key, open_at__gt=now).first()
    return row.open_at - now if row else None


@transaction.atomic
def note_failure(key: str, now: datetime, pace: Pace | None = None) -> int:
    """Count a wrong try; gives how many there were. Old counts are forgotten, this one's and everybody's."""
    pace = pace or account_pace()
    SignInDelay.objects.filter(failed_at__lt=now - FORGOTTEN_AFTER).delete()
    SignInDelay.objects.get_or_create(key=key, defaults={"failed_at": now, "open_at": now})
    row = SignInDelay.objects.select_for_update().get(key=key)
    row.failures = 1 if now - row.failed_at > pace.memory else row.failures + 1
    row.failed_at, row.open_at = now, now + pace.delay_after(row.failures)
    row.save()
    return row.failures


def forget(key: str) -> None:
    SignInDelay.objects.filter(key=key).delete()


def proves(request: HttpRequest, account: Account, password: str) -> timedelta | bool:
    """Whether this is the password of whoever is signed in; how long to wait when it was guessed at too often from here."""
    key, now = key_of(request, account.username), timezone.now()
    if waits := waiting_time(key, now):
        return waits
    if account.check_password(password):
        return True
    note_failure(key, now)
    return False


def key_of(request: HttpRequest, username: str) -> str:
    """Of passwords for this name from this place."""
    name = username.strip().casefold()
    place = f"browser {known}" if (known := _known_browser(request, name)) else f"block {block_of(request)}"
    return _key(f"{name}\n{place}")


def block_key(request: HttpRequest, username: str) -> str | None:
    """Of passwords from this block for any name; None for a browser that this name knows."""
    return None if _known_browser(request, username.strip().casefold()) else _key(f"\nblock {block_of(request)}")


def code_key(request: HttpRequest, account: Account) -> str:
    """Of second factors for this account."""
    place = _known_browser(request, account.username.strip().casefold()) or "elsewhere"
    return _key(f"second {account.pk}\n{place}")


def together_key(request: HttpRequest, username: str) -> str:
    """Of password and code sent together while the password alone must wait."""
    return _key(f"together {username.strip().casefold()}\nblock {block_of(request)}")


def _key(of: str) -> str:
    return salted_hmac("network.throttle", of, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network address of whoever asks; behind a trusted proxy the last one that the proxy itself wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def block_of(request: HttpRequest) -> str:
    """The neighbourhood of the address a request comes from."""
    return block_of_address(address_of(request))


def block_of_address(address: str) -> str:
    """The neighbourhood one party holds: 256 addresses of IPv4, one site (/56) of IPv6. What is no address stands for itself."""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    given = getattr(given, "ipv4_mapped", None) or given
    return str(ipaddress.ip_network((given, 24 if given.version == 4 else 56), strict=False))


def remember_browser(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """This browser has signed in to the account; several people may share one, so the names of all are kept, as digests."""
    names = [*_names_in(request), _digest(account.username)]
    value = signing.dumps(list(dict.fromkeys(names))[-20:], salt="network.known")
    response.set_cookie(COOKIE, value, max_age=COOKIE_AGE, samesite="Lax", secure=settings.HTTPS, httponly=True)


def _known_browser(request: HttpRequest, name: str) -> str:
    return request.COOKIES[COOKIE] if _digest(name) in _names_in(request) else ""


def _names_in(request: HttpRequest) -> list[str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt="network.known", max_age=COOKIE_AGE)
    except signing.BadSignature:
        return []


def _digest(name: str) -> str:
    return salted_hmac("network.known", name.strip().casefold(), algorithm="sha256").hexdigest()[:24]
