"""Deeds of the network as the journal keeps them. Codes only: names stand in the rows, which can be erased."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("network.office_opened")
class OfficeOpened:
    rank: int
    parent: str = ""
    sentence = _("office opened")


@event("network.unit_added")
class UnitAdded:
    kind: str
    sentence = _("unit added")


@event("network.unit_changed")
class UnitChanged:
    fields: str
    sentence = _("unit changed: %(fields)s")


@event("network.person_added")
class PersonAdded:
    is_member: bool
    sentence = _("person added")


@event("network.person_changed")
class PersonChanged:
    fields: str
    sentence = _("person changed: %(fields)s")


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
    sentence = _("role %(role)s given from %(starts_on)s")


@event("network.role_ended")
class RoleEnded:
    role: str
    unit: str
    ends_on: date
    sentence = _("role %(role)s ended on %(ends_on)s")


@event("network.deputy_named")
class DeputyNamed:
    deputy: str
    role: str
    starts_on: date
    ends_on: date
    sentence = _("deputy named for role %(role)s from %(starts_on)s to %(ends_on)s")


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
    sentence = _("setting %(key)s changed from %(valid_from)s")


@event("network.choice_added")
class ChoiceAdded:
    list: str
    sentence = _("value added to list %(list)s")


@event("network.choice_ended")
class ChoiceEnded:
    list: str
    ends_on: date
    sentence = _("value of list %(list)s ended on %(ends_on)s")
