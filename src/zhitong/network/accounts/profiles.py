"""Rules for passwords, as a named profile of the installation (``ZHITONG_PASSWORD_PROFILE``).

The two standards contradict each other, so an installation chooses one:

``asvs``      OWASP ASVS 5.0, 6.2: long, not common, no rules of composition (6.2.5), no change by the calendar (6.2.10).
``dengbao3``  GB/T 22239-2019, 8.1.4.1 as it is usually examined: three kinds of characters, a change every 90 days, none of the last
              five again, five failures hold for 30 minutes, 30 idle minutes end a session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhitong.network.models import Account, OldPassword

# Words anybody would try first at this product; what else a password holds must be long enough alone.
WORDS_OF_THE_PLACE = ("zhitong", "直通", "政协", "zhengxie", "cppcc", "社情民意", "sqmy")
LEFT_WITHOUT_THEM = 8


@dataclass(frozen=True)
class Profile:
    """``kinds``: of the five kinds capital, small letter, digit, sign, other script. ``max_age`` None: a password does not age.
    ``free_tries`` wrong passwords from one place cost nothing; the next waits ``first_delay``, doubling to ``longest_delay``."""

    name: str
    least_length: int
    kinds: int
    max_age: timedelta | None
    remembered: int
    free_tries: int
    first_delay: timedelta
    longest_delay: timedelta
    idle: timedelta | None


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("asvs", 12, 1, None, 0, 5, timedelta(seconds=5), timedelta(minutes=15), None),
        Profile(
            "dengbao3",
            12,
            3,
            timedelta(days=90),
            5,
            5,
            timedelta(minutes=30),
            timedelta(minutes=30),
            timedelta(minutes=30),
        ),
    )
}


def profile() -> Profile:
    """The installation's."""
    return PROFILES[settings.PASSWORD_PROFILE]


def kinds_in(password: str) -> int:
    """How many of the five kinds of characters occur."""

    def kind(sign: str) -> str:
        if not sign.isascii():
            return "other script" if sign.isalpha() else "sign"
        if sign.isupper():
            return "capital"
        if sign.islower():
            return "small letter"
        return "digit" if sign.isdigit() else "sign"

    return len({kind(sign) for sign in password})


class ProfileValidator:
    """Django's password validators end with this one: what the profile asks beyond length and common passwords."""

    def validate(self, password: str, user: Account | None = None) -> None:
        rules = profile()
        if len(password) < rules.least_length:
            words = _("The password is too short: at least %(count)s characters.") % {"count": rules.least_length}
            raise ValidationError(words, code="password_too_short")
        if kinds_in(password) < rules.kinds:
            raise ValidationError(
                _("Use at least three of: capital letters, small letters, digits, signs, Chinese characters."),
                code="password_kinds",
            )
        left = password.casefold()
        for word in WORDS_OF_THE_PLACE:
            left = left.replace(word, "")
        if len(left) < LEFT_WITHOUT_THEM:
            raise ValidationError(
                _(
                    "The password holds little but words anybody would try here, such as 直通 or 政协. Choose other words."
                ),
                code="password_of_the_place",
            )

    def get_help_text(self) -> str:
        return in_words()


def in_words() -> str:
    """The rules as the form states them."""
    rules = profile()
    said = [
        _("At least %(count)s characters; a sentence is easy to remember. No common password, not your user name.")
        % {"count": rules.least_length}
    ]
    if rules.kinds > 1:
        said.append(_("Use at least three of: capital letters, small letters, digits, signs, Chinese characters."))
    if rules.max_age:
        said.append(_("It must be changed every %(days)s days.") % {"days": rules.max_age.days})
    if rules.remembered:
        said.append(_("None of your last %(count)s passwords.") % {"count": rules.remembered})
    return "".join(said)


def is_too_old(account: Account, now: datetime) -> bool:
    """Whether the profile asks for a new password now. One whose day is not known counts as old."""
    rules = profile()
    if rules.max_age is None or not account.has_usable_password():
        return False
    return account.password_set_at is None or now - account.password_set_at > rules.max_age


def was_used_before(account: Account, password: str) -> bool:
    """Whether this is the present password or one of those the profile remembers."""
    rules = profile()
    if not rules.remembered or not account.pk:
        return False
    known = [account.password] if account.has_usable_password() else []
    known += OldPassword.objects.filter(account=account).order_by("-pk").values_list("password", flat=True)
    return any(check_password(password, old) for old in known[: rules.remembered])


def remember(account: Account, now: datetime) -> None:
    """Keep the password that is about to be replaced, as its digest, as long as the profile asks; older ones go."""
    rules = profile()
    if rules.remembered and account.has_usable_password():
        OldPassword.objects.create(account=account, password=account.password, ended_at=now)
    kept = OldPassword.objects.filter(account=account).order_by("-pk").values_list("pk", flat=True)
    OldPassword.objects.filter(account=account).exclude(pk__in=list(kept[: rules.remembered])).delete()
