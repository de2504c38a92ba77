"""Facts that forbid in the vault. Nothing here writes."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.network.actors import Actor
from zhitong.network.rights import roles_with
from zhitong.vault.models import Opening
from zhitong.web.forms import is_blank

OPEN_FOR = timedelta(minutes=15)
FIELDS = {"name": 60, "phone": 40, "address": 200, "other": 500}  # what an identity may hold, in characters
REASON_LIMIT = 1_000


def is_the_askers_own_hand(by: Actor, opening: Opening) -> bool:
    """Whether consent would come from the asker: themselves, or a deputy who holds the right only in the asker's name."""
    if by.person_id in (None, opening.asked_by_id):
        return True
    holders = roles_with("vault.consent")
    giving = [grant for grant in by.grants if grant.role in holders and grant.unit_id is None]
    return all(grant.acting_for == opening.asked_by_id for grant in giving)


def refuse_empty_reason(reason: str) -> None:
    if is_blank(reason) or len(reason) > REASON_LIMIT:
        raise BadInput(
            "vault.reason",
            _("Write the reason, in at most %(limit)s characters.") % {"limit": REASON_LIMIT},
            _("Say why it is needed for the matter itself; the person concerned is told that somebody looked."),
            field="reason",
        )


def checked(identity: dict[str, str]) -> dict[str, str]:
    """The identity's fields that say something. BadInput for an unknown, broken or long one, and when there is no name."""
    kept = {}
    for name, value in identity.items():
        if name not in FIELDS:
            raise TypeError(f"an identity has no {name}")
        if "\x00" in value or not _is_whole(value) or len(value) > FIELDS[name]:
            raise BadInput(
                f"vault.identity.{name}",
                _("This has more than %(limit)s characters, or signs that cannot be kept.") % {"limit": FIELDS[name]},
                _("Shorten it, or type it again."),
                field=name,
            )
        if not is_blank(value):
            kept[name] = value
    if "name" not in kept:
        raise BadInput(
            "vault.identity.nobody",
            _("There is no name."),
            _("Write the name, or choose “without name”."),
            field="name",
        )
    return kept


def _is_whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
