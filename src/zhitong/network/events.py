"""Deeds of the network as the journal keeps them. Codes only: names stand in the rows, which can be erased."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event
from zhitong.network import office_lists, office_settings
from zhitong.network.models import SecondFactor, Unit
from zhitong.network.rights import RoleName

FIELDS = {
    "name": _("name"),
    "short_name": _("short name"),
    "parent": _("unit above"),
    "position": _("order"),
    "valid_from": _("first day"),
    "valid_to": _("last day"),
    "title": _("post"),
    "phone": _("telephone"),
    "is_member": _("CPPCC member"),
    "number": _("member number"),
}


def role_in_words(details: dict) -> str:
    return str(dict(RoleName.choices).get(details.get("role"), details.get("role", "")))


def _with_list_named(details: dict) -> dict:
    kept = office_lists.declared_as(details["list"])
    return {**details, "list": kept.label if kept else details["list"]}


def _fields_in_words(details: dict) -> str:
    return "、".join(str(FIELDS.get(name, name)) for name in details.get("fields", "").split(","))


@event("network.office_opened")
class OfficeOpened:
    rank: int
    parent: str = ""
    sentence = _("office opened")


@event("network.unit_added")
class UnitAdded:
    kind: str

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("unit added: %(kind)s") % {"kind": dict(Unit.Kind.choices).get(details["kind"], details["kind"])}


@event("network.unit_changed")
class UnitChanged:
    fields: str

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("unit changed: %(fields)s") % {"fields": _fields_in_words(details)}


@event("network.person_added")
class PersonAdded:
    is_member: bool
    sentence = _("person added")


@event("network.person_changed")
class PersonChanged:
    fields: str

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("person changed: %(fields)s") % {"fields": _fields_in_words(details)}


@event("network.joined_unit")
class JoinedUnit:
    unit: str
    starts_on: date
    sentence = _("joined unit %(unit)s on %(starts_on)s")


@event("network.left_unit")
class LeftUnit:
    unit: str
    ends_on: date
    sentence = _("left unit %(unit)s on %(ends_on)s")


@event("network.role_given")
class RoleGiven:
    role: str
    unit: str
    starts_on: date

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("role %(role)s given from %(starts_on)s") % {**details, "role": role_in_words(details)}


@event("network.role_ended")
class RoleEnded:
    role: str
    unit: str
    ends_on: date

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("role %(role)s ended on %(ends_on)s") % {**details, "role": role_in_words(details)}


@event("network.deputy_named")
class DeputyNamed:
    deputy: str
    role: str
    starts_on: date
    ends_on: date

    @staticmethod
    def sentence(details: dict) -> str:
        words = gettext("deputy named for role %(role)s from %(starts_on)s to %(ends_on)s")
        return words % {**details, "role": role_in_words(details)}


@event("network.deputy_ended")
class DeputyEnded:
    deputy: str
    role: str
    ends_on: date

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("delegation of role %(role)s ended on %(ends_on)s") % {**details, "role": role_in_words(details)}


@event("network.account_opened")
class AccountOpened:
    sentence = _("account opened")


@event("network.account_closed")
class AccountClosed:
    sentence = _("account closed")


@event("network.password_set")
class PasswordSet:
    by_self: bool
    sentence = _("password set")


@event("network.setting_set")
class SettingSet:
    key: str
    valid_from: date
    value_digest: str

    @staticmethod
    def sentence(details: dict) -> str:
        kind = office_settings.declared_as(details["key"])
        return gettext("setting %(key)s changed from %(valid_from)s") % {
            **details,
            "key": kind.label if kind else details["key"],
        }


@event("network.choice_added")
class ChoiceAdded:
    list: str

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("value added to list %(list)s") % _with_list_named(details)


@event("network.choice_ended")
class ChoiceEnded:
    list: str
    ends_on: date

    @staticmethod
    def sentence(details: dict) -> str:
        return gettext("value of list %(list)s ended on %(ends_on)s") % _with_list_named(details)


WAYS_IN = {
    "password": _("password"),
    "password+app": _("password and app code"),
    "password+recovery": _("password and recovery code"),
    "password+passkey": _("password and passkey"),
    "passkey": _("passkey"),
    "provider": _("the office's sign-in"),
    "provider+app": _("the office's sign-in and app code"),
    "provider+recovery": _("the office's sign-in and recovery code"),
    "provider+passkey": _("the office's sign-in and passkey"),
}


@event("network.signed_in")
class SignedIn:
    way: str = ""
    shared: bool = False

    @staticmethod
    def sentence(details: dict) -> str:
        way = WAYS_IN.get(details.get("way", ""))
        if not way:
            return gettext("signed in")
        words = (
            gettext("signed in by %(way)s, on a shared device")
            if details.get("shared")
            else gettext("signed in by %(way)s")
        )
        return words % {"way": way}


@event("network.factor_added")
class FactorAdded:
    kind: str

    @staticmethod
    def sentence(details: dict) -> str:
        kinds = dict(SecondFactor.Kind.choices)
        return gettext("second factor added: %(kind)s") % {"kind": kinds.get(details["kind"], details["kind"])}


@event("network.factor_removed")
class FactorRemoved:
    kind: str

    @staticmethod
    def sentence(details: dict) -> str:
        kinds = dict(SecondFactor.Kind.choices)
        return gettext("second factor taken away: %(kind)s") % {"kind": kinds.get(details["kind"], details["kind"])}


@event("network.factors_reset")
class FactorsReset:
    factors: int
    sentence = _("all second factors taken away by the security administrator: %(factors)s")


@event("network.recovery_codes_made")
class RecoveryCodesMade:
    codes: int
    sentence = _("%(codes)s new recovery codes made")


@event("network.recovery_code_used")
class RecoveryCodeUsed:
    left: int
    sentence = _("a recovery code was used; %(left)s are left")


@event("network.sessions_ended")
class SessionsEnded:
    sessions: int
    sentence = _("%(sessions)s open sessions ended")


@event("network.identity_linked")
class IdentityLinked:
    identity: str  # digest of issuer and subject
    sentence = _("linked to the office's sign-in")


@event("network.identity_unlinked")
class IdentityUnlinked:
    identity: str
    sentence = _("link to the office's sign-in ended")


@event("network.sign_in_held")
class SignInHeld:
    failures: int
    sentence = _("sign-in held back after %(failures)s wrong passwords")


@event("network.roster_uploaded")
class RosterUploaded:
    file: str  # SHA-256 of the file
    sentence = _("roster uploaded")


@event("network.roster_imported")
class RosterImported:
    people: int
    changed: int
    memberships: int
    units: int
    refused: int
    sentence = _(
        "roster imported: %(people)s new people, %(changed)s changed, %(memberships)s memberships, %(units)s new units; %(refused)s rows left out"
    )


@event("network.roster_dropped")
class RosterDropped:
    sentence = _("roster set aside")


@event("network.places_taken_in")
class PlacesTakenIn:
    file: str  # SHA-256 of the file, or empty
    added: int
    changed: int
    same: int
    ended: int
    sentence = _("places taken in: %(added)s new, %(changed)s changed, %(ended)s ended")
