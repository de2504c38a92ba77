"""Letters: one mail a day to each person who has an address, made of what they have not read. Only when the office configured mail."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhitong.notices.models import Letter, Notice
from zhitong.web.templatetags.parts import moment

SECONDS_TO_ANSWER = 20
MOST_LINES = 50


def make_digests(now: datetime) -> int:
    """Write today's letters; each notice goes into one letter only. Returns how many letters were made."""
    if not settings.SMTP_URL:
        return 0
    unread = (
        Notice.objects.filter(
            state=Notice.State.RELEASED, read_at=None, letter=None, by_letter=True, person__account__is_active=True
        )
        .exclude(person__account__email="")
        .order_by("person_id", "happened_at")
        .select_related("person__account", "person__office")
    )
    by_person: dict[int, list[Notice]] = {}
    for notice in unread.iterator():
        by_person.setdefault(notice.person_id, []).append(notice)
    for notices in by_person.values():
        _make(notices, now)
    return len(by_person)


@transaction.atomic
def _make(notices: list[Notice], now: datetime) -> Letter:
    person = notices[0].person
    with translation.override(person.account.language or settings.LANGUAGE_CODE):
        lines = [f"{moment(notice.happened_at)}  {notice.text}" for notice in notices[:MOST_LINES]]
        if len(notices) > MOST_LINES:
            lines.append(_("and %(count)s more; sign in to read them.") % {"count": len(notices) - MOST_LINES})
        subject = _("%(office)s: %(count)s notices") % {"office": person.office.short_name, "count": len(notices)}
    letter = Letter.objects.create(
        person=person, to=person.account.email, subject=subject, body="\n\n".join(lines), made_at=now
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(letter=letter)
    return letter


def send(letter: Letter) -> None:
    """Hand one letter to the mail server; raises on any fault, so that the job is tried again. The message id lets the server drop a second copy."""
    server = urlsplit(settings.SMTP_URL)
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = letter.to
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.code}@{server.hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    secure = server.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(server.hostname, server.port or (465 if secure else 25), timeout=SECONDS_TO_ANSWER) as line:
        if not secure and line.has_extn("starttls"):
            line.starttls()
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        line.send_message(message)
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENT, sent_at=timezone.now())
