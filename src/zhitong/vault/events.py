"""Deeds of the vault as the journal keeps them: codes and moments, never a word of what is sealed."""

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("vault.sealed")
class IdentitySealed:
    protected: bool
    sentence = _("identity sealed")


@event("vault.opening_asked")
class OpeningAsked:
    sealed: str
    about: str
    sentence = _("asked to open a sealed identity (%(about)s)")


@event("vault.opening_consented")
class OpeningConsented:
    sealed: str
    about: str
    minutes: int
    sentence = _("consented to opening a sealed identity for %(minutes)s minutes (%(about)s)")


@event("vault.opening_refused")
class OpeningRefused:
    sealed: str
    about: str
    sentence = _("refused to open a sealed identity (%(about)s)")


@event("vault.shown")
class IdentityShown:
    sealed: str
    about: str
    look: int
    sentence = _("looked at a sealed identity (%(about)s)")


@event("vault.destroyed")
class IdentityDestroyed:
    sentence = _("sealed identity destroyed")
