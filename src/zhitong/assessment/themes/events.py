"""What themes write in the journal: codes and counts. Names and words of a theme come from what sources wrote and stay out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("assessment.themes_asked")
class ThemesAsked:
    sentence = _("asked the machine to look for themes")


@event("assessment.themes_looked_for")
class ThemesLookedFor:
    """One run of the machine, on its ThemeSearch."""

    texts: int
    found: int
    grown: int
    added: int
    sentence = _("the machine read %(texts)s submissions: %(found)s new themes, %(grown)s grew by %(added)s")


@event("assessment.theme_proposed")
class ThemeProposed:
    items: tuple[str, ...]  # codes of the submissions
    sentence = _("theme proposed by the machine")


@event("assessment.theme_revised")
class ThemeRevised:
    """The machine changed a theme: it may add to any, and take away only while no person has decided on it."""

    added: tuple[str, ...]
    moved_away: tuple[str, ...]
    into: str  # code of the theme that took the rest, when this one is no longer proposed
    sentence = _("theme revised by the machine")


@event("assessment.theme_confirmed")
class ThemeConfirmed:
    items: tuple[str, ...]  # codes of the submissions that were confirmed with it
    sentence = _("theme confirmed")


@event("assessment.theme_named")
class ThemeNamed:
    """``digest`` is SHA-256 over the name, so that it can be proved later without standing here."""

    digest: str
    sentence = _("theme named")


@event("assessment.theme_rejected")
class ThemeRejected:
    sentence = _("theme rejected; the machine does not propose it again")


@event("assessment.theme_brought_back")
class ThemeBroughtBack:
    sentence = _("rejected theme brought back")


@event("assessment.theme_item_put_in")
class ItemPutIn:
    theme: str
    sentence = _("put into a theme")


@event("assessment.theme_item_taken_out")
class ItemsTakenOut:
    theme: str
    items: tuple[str, ...]
    sentence = _("taken out of a theme; the machine does not put it back")


@event("assessment.theme_item_confirmed")
class ItemsConfirmed:
    theme: str
    items: tuple[str, ...]
    sentence = _("confirmed as belonging to a theme")


@event("assessment.theme_split")
class ThemeSplit:
    part: str  # code of the new theme
    items: tuple[str, ...]  # codes of the submissions that went there
    sentence = _("theme split")


@event("assessment.theme_merged")
class ThemeMerged:
    into: str
    items: tuple[str, ...]
    sentence = _("theme merged into another")


@event("assessment.theme_words_cleared")
class ThemeWordsCleared:
    """A submission was moved to paper, so what the machine had drawn from its words is drawn anew from the others."""

    sentence = _("name and words of the theme drawn anew, because a submission was moved to paper")
