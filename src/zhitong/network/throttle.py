"""How fast passwords may be tried: a growing delay for one account from one place, never a lock on the account.

Counted for account and place together, so that a rival elsewhere delays only themselves. The place is the browser when it
has signed in to this account before (a signed cookie says so), else the network address: behind one office's shared address a
rival still cannot delay whoever uses their own browser. Names that do not exist are counted just the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from zhitong.network.models import Account, SignInDelay

FREE_TRIES = 5  # a typist's slips cost nothing
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
COOKIE = "known"
COOKIE_AGE = 180 * 86_400  # seconds


def waiting_time(key: str, now: datetime) -> timedelta | None:
    """How long no password is looked at; None when it may be tried now."""
    row = SignInDelay.objects.filter(key=key, open_at__gt=now).first()
    return row.open_at - now if row else None


@transaction.atomic
def note_failure(key: str, now: datetime) -> int:
    """Count a wrong password; gives how many there were. Old counts are forgotten, this one's and everybody's."""
    SignInDelay.objects.filter(failed_at__lt=now - FORGOTTEN_AFTER).delete()
    SignInDelay.objects.get_or_create(key=key, defaults={"failed_at": now, "open_at": now})
    row = SignInDelay.objects.select_for_update().get(key=key)
    row.failures += 1
    row.failed_at, row.open_at = now, now + delay_after(row.failures)
    row.save()
    return row.failures


def forget(key: str) -> None:
    SignInDelay.objects.filter(key=key).delete()


def delay_after(failures: int) -> timedelta:
    """Nothing for the first tries, then doubling up to the longest."""
    beyond = failures - FREE_TRIES
    return timedelta() if beyond < 0 else min(FIRST_DELAY * 2 ** min(beyond, 20), LONGEST_DELAY)


def key_of(request: HttpRequest, username: str) -> str:
    name = username.strip().casefold()
    place = f"browser {known}" if (known := _known_browser(request, name)) else f"address {address_of(request)}"
    return salted_hmac("network.throttle", f"{name}\n{place}", algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network address of whoever asks; behind a trusted proxy the last one that the proxy itself wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


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
