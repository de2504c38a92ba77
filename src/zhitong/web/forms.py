"""How a form is drawn and how text from outside is first looked at.

Each field is drawn with its label, its help, its error beside it and ``aria-describedby``; a summary on top links to each
error. What was typed always comes back.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhitong.errors import Refused


class Renderer(TemplatesSetting):
    form_template_name = "web/form.html"
    field_template_name = "web/field.html"

    def render(self, template_name, context, request=None):
        # Django draws each option with three templates inside one another: the lists of a filter cost a fifth of their page.
        if template_name == forms.Select.template_name:
            return _drawn_select(context["widget"])
        return super().render(template_name, context, request)


def _drawn_select(widget: dict) -> SafeString:
    """A list to choose from, as Django's own templates would draw it."""
    groups = []
    for name, options, _index in widget["optgroups"]:
        lines = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((str(o["value"]), _drawn(o["attrs"]), o["label"]) for o in options),
        )
        groups.append(format_html('<optgroup label="{}">{}</optgroup>', name, lines) if name else lines)
    inside = SafeString("\n".join(groups))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _drawn(widget["attrs"]), inside)


def _drawn(attributes: dict) -> SafeString:
    """The attributes of a tag: True is the bare name, False is left out."""
    said = (
        (name, "" if value is True else format_html('="{}"', str(value)))
        for name, value in attributes.items()
        if value is not False
    )
    return format_html_join("", " {}{}", said)


def refuse_broken_text(value: str) -> str:
    """Refuse what no database keeps: NUL and lone surrogates. Everything else stays exactly as typed."""
    if "\x00" in value:
        raise forms.ValidationError(
            _("The text holds an invisible NUL character. Type the passage again instead of pasting it."), code="nul"
        )
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise forms.ValidationError(
            _("The text holds half of a character. Type the damaged character again; it may show as a box."),
            code="surrogate",
        ) from None
    return value


def put_on(form: forms.Form, refusal: Refused) -> None:
    """Write a refusal on the form: beside the field it names, else on top."""
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, str(refusal))


def carried_out(form: forms.Form, deed: Callable[[dict], object]) -> bool:
    """Do the deed with what the form cleaned; whether it was done. A refusal is then on the form, to be drawn with what was typed."""
    if not form.is_valid():
        return False
    try:
        deed(form.cleaned_data)
    except Refused as refusal:
        put_on(form, refusal)
        return False
    return True


BLANK = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u2800")


def is_blank(value: str) -> bool:
    """Whether nothing can be seen: spaces of every width and zero-width signs do not count as text."""
    return not value.translate(BLANK).strip()


class Text(forms.CharField):
    """Text kept exactly as typed (line ends become ``\\n``, as every browser sends them differently).

    The field carries ``data-count`` and not ``maxlength``: a browser would silently cut what is pasted, and counts in
    UTF-16 units where we count characters.
    """

    def __init__(self, *, lines: int = 1, max_length: int = 200, **kwargs):
        self.lines = lines
        widget = kwargs.pop("widget", None) or (
            forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        )
        super().__init__(max_length=max_length, strip=False, widget=widget, **kwargs)
        # Django's own check for NUL speaks English-first and forbids nothing more; ours replaces it.
        self.validators = [v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value):
        value = super().to_python(value)
        if value is None:
            return value
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        refuse_broken_text(value)
        return "" if is_blank(value) else value

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        if self.max_length and not widget.is_hidden:
            attrs["data-count"] = str(self.max_length)
        return attrs


class Day(forms.DateField):
    """A day, picked or typed as 2026-11-24, of the years in which this work is done: no calendar reckons past year 9999."""

    FIRST_YEAR, LAST_YEAR = 1900, 2199

    def __init__(self, **kwargs):
        told = {"invalid": _("Write the day like 2026-03-05"), **kwargs.pop("error_messages", {})}
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=told, **kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        if day is not None and not self.FIRST_YEAR <= day.year <= self.LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class ByCode(forms.ModelChoiceField):
    """One row, chosen by its code. A code that no database can look up is simply not in the list."""

    def __init__(self, queryset=None, *, to_field_name="code", **kwargs):
        super().__init__(queryset, to_field_name=to_field_name, **kwargs)

    def offer(self, make: Callable[[], QuerySet]) -> None:
        """What may be chosen, asked for only when something was chosen or the list is drawn."""
        self._queryset = SimpleLazyObject(make)
        self.widget.choices = self.choices

    def to_python(self, value):
        if isinstance(value, str) and (not value.isascii() or "\x00" in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class SeveralByCode(forms.ModelMultipleChoiceField):
    """Several rows, chosen by their codes."""

    def __init__(self, queryset=None, *, to_field_name="code", **kwargs):
        super().__init__(queryset, to_field_name=to_field_name, **kwargs)

    def _check_values(self, value):
        if any(not str(code).isascii() or "\x00" in str(code) for code in value):
            raise forms.ValidationError(_("Choose one from the list"), code="invalid_choice")
        return super()._check_values(value)
