"""Forms of restricted matters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.intake.forms import CHOOSE, text
from zhitong.intake.restricted import queries
from zhitong.intake.restricted.actions import REASON_LIMIT
from zhitong.network.actors import Actor
from zhitong.web.forms import ByCode, SeveralByCode

_WRONG = {"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE, "required": CHOOSE}


class RestrictForm(forms.Form):
    """Why, and who may read. Whoever restricts is a reader without being chosen."""

    reason = text(
        _("Reason"),
        REASON_LIMIT,
        lines=2,
        needed=_("Write the reason."),
        help_text=_("Only the readers see it."),
    )
    readers = SeveralByCode(
        label=_("Who else may read it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "You are a reader yourself. A leader or department to whom the brief will be sent must be named too."
        ),
        error_messages=_WRONG,
    )

    def __init__(self, data=None, *, actor: Actor):
        super().__init__(data)
        self.fields["readers"].queryset = queries.possible_readers(actor).exclude(pk=actor.person_id)


class ReaderForm(forms.Form):
    """One more reader, with the reason."""

    person = ByCode(label=_("Person"), queryset=None, to_field_name="code", error_messages=_WRONG)
    reason = text(_("Reason"), REASON_LIMIT, lines=2, needed=_("Write the reason."))

    def __init__(self, data=None, *, actor: Actor, restriction):
        super().__init__(data, prefix="reader")
        named = [reader.person_id for reader in queries.readers_of(restriction)]
        self.fields["person"].queryset = queries.possible_readers(actor).exclude(pk__in=named)


class RemovalForm(forms.Form):
    """Who reads no longer, with the reason."""

    person = ByCode(label=_("Person"), queryset=None, to_field_name="code", error_messages=_WRONG)
    reason = text(_("Reason"), REASON_LIMIT, lines=2, needed=_("Write the reason."))

    def __init__(self, data=None, *, restriction):
        super().__init__(data, prefix="removal")
        self.fields["person"].queryset = queries.readers_now(restriction)


class LiftForm(forms.Form):
    reason = text(_("Reason"), REASON_LIMIT, lines=2, needed=_("Write the reason."))

    def __init__(self, data=None):
        super().__init__(data, prefix="lift")


class NewReaderForm(forms.Form):
    """Who is to read what nobody can open any more, with the reason."""

    person = ByCode(label=_("Person"), queryset=None, to_field_name="code", error_messages=_WRONG)
    reason = text(
        _("Reason"),
        REASON_LIMIT,
        lines=2,
        needed=_("Write the reason."),
        help_text=_("Why this person. It stands in the journal; never say what the matter is about."),
    )

    def __init__(self, data=None, *, actor: Actor):
        super().__init__(data)
        self.fields["person"].queryset = queries.possible_new_readers(actor)


class RefusalForm(forms.Form):
    reason = text(_("Reason"), REASON_LIMIT, lines=2, needed=_("Write the reason."))
