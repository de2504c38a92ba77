"""The forms of dispatch: they clean what was typed and know no business."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhitong.dispatch import queries
from zhitong.dispatch.models import Dispatch, Recipient
from zhitong.intake.forms import ByCode
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.network.models import Office
from zhitong.web.forms import Day, Text

CHOOSE = _("Choose one from the list.")


class FilterForm(forms.Form):
    """The list's filters, from the address; what is not understood filters nothing."""

    recipient = forms.ChoiceField(label=_("Recipient"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Dispatch.State.choices])
    series = forms.ChoiceField(label=_("Series"), required=False)
    year = forms.ChoiceField(label=_("Year of issue"), required=False)
    since = Day(label=_("Sent from"), required=False)
    until = Day(label=_("Sent until"), required=False)
    overdue = forms.BooleanField(label=_("answer overdue"), required=False)
    express = forms.BooleanField(label=_("express lane"), required=False)

    def __init__(self, *args, recipients, series, years, **kwargs):
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        self.fields["recipient"].choices = [*every, *((each.code, each.name) for each in recipients)]
        self.fields["series"].choices = [*every, *((each.code, each.name) for each in series)]
        self.fields["year"].choices = [*every, *((str(year), str(year)) for year in years)]

    def wanted(self, name: str):
        self.is_valid()
        return self.cleaned_data.get(name)


class SendForm(forms.Form):
    """Whom one brief goes to; the recipients themselves are drawn by the page, in their groups."""

    recipients = forms.MultipleChoiceField(
        label=_("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who it goes to."), "invalid_choice": CHOOSE},
    )
    note = Text(
        label=_("Note to the recipients"),
        max_length=300,
        lines=2,
        required=False,
        help_text=_("Everybody chosen reads it above the issue, such as: for reply by Friday."),
    )

    def __init__(self, *args, recipients, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_code = {each.code: each for each in recipients}
        self.fields["recipients"].choices = [(code, each.name) for code, each in self.by_code.items()]

    def chosen(self) -> list[Recipient]:
        return [self.by_code[code] for code in self.cleaned_data["recipients"]]


class ReasonForm(forms.Form):
    reason = Text(
        label=_("Reason"), lines=2, max_length=500, error_messages={"required": _("Write why it is recalled.")}
    )


class ReviewForm(forms.Form):
    justified = forms.ChoiceField(
        label=_("Was it right to hurry?"),
        choices=[("yes", _("Yes, it could not wait")), ("no", _("No, the usual order would have done"))],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    words = Text(
        label=_("What the review found"),
        lines=4,
        max_length=1_000,
        error_messages={"required": _("Write what the review found.")},
    )


class EndForm(forms.Form):
    ends_on = Day(label=_("Last day on which briefs go there"))


class RecipientForm(forms.Form):
    """A recipient. Kind, level and linked office are set once: what was sent was sent to that."""

    kind = forms.ChoiceField(
        label=_("Kind of recipient"), choices=Recipient.Kind.choices, error_messages={"invalid_choice": CHOOSE}
    )
    name = Text(label=_("Name"), max_length=80, error_messages={"required": _("Write a name.")})
    rank = forms.TypedChoiceField(
        label=_("Level"),
        choices=Office.Rank.choices,
        coerce=int,
        initial=Office.Rank.DISTRICT,
        error_messages={"invalid_choice": CHOOSE},
    )
    linked_office = ByCode(
        label=_("Office above in this installation"),
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label=_("none: it is outside this installation"),
        help_text=_("What is sent there becomes a submission there, and its outcomes come back by themselves."),
    )
    leader_rank = forms.ChoiceField(
        label=_("Rank of the leader"), required=False, error_messages={"invalid_choice": CHOOSE}
    )
    person = ByCode(
        label=_("Who reads it here"),
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label=_("nobody: it goes on paper"),
        help_text=_("Somebody with the role of leader or department; they see what was sent to them and answer there."),
    )
    sees_sources = forms.BooleanField(
        label=_("Sees who reflected it"),
        required=False,
        help_text=_("Whoever asked not to be named is never named, also not here."),
    )
    reply_days = forms.IntegerField(
        label=_("Working days to reply"),
        min_value=0,
        max_value=250,
        initial=0,
        help_text=_("0: no reply is expected."),
        error_messages={
            "min_value": _("Write 0 to 250."),
            "max_value": _("Write 0 to 250."),
            "invalid": _("Write a number."),
        },
    )
    position = forms.IntegerField(
        label=_("Place in the list"),
        min_value=0,
        max_value=9_999,
        initial=0,
        error_messages={"invalid": _("Write a number.")},
    )
    valid_from = Day(label=_("In use from"), required=False)

    SET_ONCE = ("kind", "rank", "linked_office")

    def __init__(self, *args, actor: Actor, recipient: Recipient | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate(actor.at)
        ranks = network.choices("leader_rank", actor.office_id, on=None if recipient else today)
        self.fields["leader_rank"].choices = [("", _("none")), *ranks.values_list("code", "name")]
        self.fields["person"].queryset = queries.possible_readers(actor, recipient)
        if recipient is None:
            self.fields["linked_office"].queryset = queries.offices_above(actor)
        else:
            for name in self.SET_ONCE:
                del self.fields[name]
