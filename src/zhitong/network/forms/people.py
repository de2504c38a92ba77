"""Forms of people: who they are, where they belong, what they may do, how they sign in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.network.models import Person, Unit
from zhitong.network.rights import DELEGABLE, RoleName
from zhitong.web.forms import ByCode, Day, Text


class PersonForm(forms.Form):
    name = Text(label=_("Name"), max_length=60, error_messages={"required": _("Write the person's name")})
    title = Text(label=_("Post"), max_length=80, required=False)
    phone = Text(label=_("Telephone"), max_length=30, required=False)
    is_member = forms.BooleanField(label=_("CPPCC member"), required=False)
    number = Text(label=_("Member number"), max_length=30, required=False)


class PeopleFilter(forms.Form):
    """The filters of the list. What is not offered counts as not chosen; nothing here is ever an error."""

    q = forms.CharField(
        label=_("Name, pinyin, initials or number"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *RoleName.choices])

    def __init__(self, data=None, *, units):
        super().__init__(data)
        self.fields["unit"].choices = [("", _("all")), *units.values_list("code", "name")]

    def chosen(self) -> dict[str, str]:
        """The filters that can be used."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name not in self.errors}


class OfPerson(forms.Form):
    """A form on one person's page; its ids carry its name, because several such forms stand there."""

    def __init__(self, data=None, *, person: Person, initial=None):
        super().__init__(data, initial=initial, auto_id=f"{type(self).__name__.lower()}_%s")
        self.person = person


def _choosable_units(person: Person):
    return Unit.objects.filter(office_id=person.office_id, valid_to__isnull=True)


class JoinForm(OfPerson):
    unit = ByCode(label=_("Unit"), error_messages={"required": _("Choose the unit")})
    starts_on = Day(label=_("Starts on"), error_messages={"required": _("Write the first day")})
    position = Text(label=_("Position"), max_length=40, required=False)
    is_main = forms.BooleanField(
        label=_("Main unit"),
        required=False,
        initial=True,
        help_text=_("It is credited when a submission names no unit."),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = _choosable_units(self.person)


class MoveForm(OfPerson):
    membership = forms.ModelChoiceField(label=_("From"), queryset=None)
    unit = ByCode(label=_("To"), error_messages={"required": _("Choose the unit")})
    on = Day(
        label=_("First day in the new unit"),
        help_text=_("Results until then stay with the old unit."),
        error_messages={"required": _("Write the first day")},
    )
    position = Text(label=_("Position"), max_length=40, required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        held = self.person.memberships.filter(ends_on__isnull=True).select_related("unit")
        self.fields["membership"].queryset = held
        self.fields["membership"].label_from_instance = lambda membership: membership.unit.name
        self.fields["membership"].empty_label = None
        self.fields["unit"].queryset = _choosable_units(self.person)


class EndsOn(OfPerson):
    """The last day of one of the person's intervals, named by its row."""

    ends_on = Day(label=_("Last day"), error_messages={"required": _("Write the last day")})
    row = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, data=None, *, rows, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["row"].queryset = rows


class GiveRoleForm(OfPerson):
    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)
    unit = ByCode(
        label=_("In the unit"),
        required=False,
        empty_label=_("the whole office"),
        help_text=_("A liaison always speaks for one unit."),
    )
    starts_on = Day(label=_("Starts on"), error_messages={"required": _("Write the first day")})
    ends_on = Day(label=_("Last day"), required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = _choosable_units(self.person)

    def clean(self) -> None:
        _refuse_reversed(self)


class DeputyForm(OfPerson):
    role = forms.ChoiceField(label=_("Role"), choices=[each for each in RoleName.choices if each[0] in DELEGABLE])
    deputy = ByCode(label=_("Deputy"), error_messages={"required": _("Choose the deputy")})
    starts_on = Day(label=_("Starts on"), error_messages={"required": _("Write the first day")})
    ends_on = Day(label=_("Last day"), error_messages={"required": _("Write the last day")})
    paper = Text(
        label=_("Document"),
        max_length=120,
        help_text=_("The number or title of the written delegation."),
        error_messages={"required": _("Name the document")},
    )

    def __init__(self, data=None, *, held: list[str], **kwargs):
        super().__init__(data, **kwargs)
        self.fields["role"].choices = [each for each in self.fields["role"].choices if each[0] in held]
        others = Person.objects.filter(office_id=self.person.office_id, account__is_active=True)
        self.fields["deputy"].queryset = others.exclude(pk=self.person.pk).order_by("name", "pk")

    def clean(self) -> None:
        _refuse_reversed(self)


class OpenAccountForm(OfPerson):
    username = Text(
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, figures or Chinese, without spaces; it is never given to anybody else."),
        error_messages={"required": _("Write a user name")},
    )
    email = forms.EmailField(label=_("Mail address"), required=False)

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if any(sign.isspace() for sign in name):
            raise forms.ValidationError(_("A user name has no spaces."))
        return name


class CloseAccountForm(OfPerson):
    reason = Text(label=_("Reason"), max_length=200, required=False)


def _refuse_reversed(form: forms.Form) -> None:
    first, last = form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day lies before the first."))


class ResetFactorsForm(OfPerson):
    reason = Text(
        label=_("Reason"),
        max_length=120,
        help_text=_("How you made sure who asks, such as: came in person, telephone lost."),
        error_messages={"required": _("Write the reason")},
    )


class LinkForm(OfPerson):
    subject = Text(
        label=_("Identifier at the office's sign-in"),
        help_text=_("The person finds it on the page that the office's sign-in leads to."),
        max_length=255,
        error_messages={"required": _("Write the identifier")},
    )
