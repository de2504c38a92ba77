"""Open sessions as rows that name their account, so that they can be listed and ended. Django's ``SESSION_ENGINE``.

What a session says of itself stands in ``session["about"]``: started, seen (moments), place (an address block), browser, shared.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhitong.network.models import Account, Session
from zhitong.statements import kept

TOUCH_AFTER = timedelta(minutes=2)  # how exactly "last seen" is known; each touch is one write
LONGEST = timedelta(hours=24)  # however busy it is, a session ends after this
LONGEST_SHARED = timedelta(hours=4)


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        row = next(iter(_sessions_of(self.session_key, timezone.now())), None) if self.session_key else None
        if row is None:
            self._session_key = None
        return row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        about = data.get("about", {})
        # Named by a digest of its key: the key itself is what signs in, and never stands on a page.
        row.code = salted_hmac("network.session", row.session_key, algorithm="sha256").hexdigest()[:16]
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.started_at, row.seen_at = _moment(about.get("started")), _moment(about.get("seen"))
        row.place, row.browser = about.get("place", ""), about.get("browser", "")
        row.shared = bool(about.get("shared"))
        return row

    def get_expire_at_browser_close(self):
        """On a shared device the browser forgets its cookie when it is closed."""
        return bool(self.get("about", {}).get("shared")) or super().get_expire_at_browser_close()


@kept
def _sessions_of(key: str, now: datetime) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def begin(session, *, place: str, browser: str, shared_minutes: int = 0) -> None:
    """Write on a fresh session what its holder will recognise it by. ``shared_minutes``: idle time on a shared device, else 0."""
    now = timezone.now().isoformat()
    session["about"] = {
        "started": now,
        "seen": now,
        "place": place[:60],
        "browser": browser[:60],
        "shared": bool(shared_minutes),
    }
    if shared_minutes:
        session.set_expiry(shared_minutes * 60)


BROWSERS = ("Edg", "OPR", "QQBrowser", "MicroMessenger", "UCBrowser", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "HarmonyOS", "Windows", "Mac OS X", "Linux")


def browser_of(request: HttpRequest) -> str:
    """Two words by which somebody knows their own browser again."""
    said = request.headers.get("User-Agent", "")
    words = [next((name for name in names if name in said), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(word for word in words if word)


def goes_on(session, now: datetime) -> bool:
    """False when the session has lasted its longest. Else its idle time begins anew, written at most every two minutes."""
    about = session.get("about")
    if about is None:
        return True
    longest = LONGEST_SHARED if about["shared"] else LONGEST
    if now - datetime.fromisoformat(about["started"]) > longest:
        return False
    if now - datetime.fromisoformat(about["seen"]) > TOUCH_AFTER:
        session["about"] = {**about, "seen": now.isoformat()}
    return True


def open_sessions(account: Account, now: datetime) -> QuerySet[Session]:
    """The account's sessions that have not run out, the one last seen first."""
    return Session.objects.filter(account=account, expire_date__gt=now).order_by("-seen_at", "-expire_date")


def end_sessions(account: Account, *, but: str | None = None) -> int:
    """End the account's sessions at once, but for the one with this key. Gives how many ended."""
    ended = Session.objects.filter(account=account).exclude(session_key=but or "")
    return ended.delete()[0]
