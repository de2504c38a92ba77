"""Small parts for templates. Loaded in every template (settings, ``builtins``)."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()


@register.filter
def day(value) -> str:
    """A day as people here write it: 2026年11月24日; the year always, because matters live for years."""
    if not value:
        return ""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    if get_language() == "en":
        return value.isoformat()
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value) -> str:
    """A day and a time to the minute."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day(value)} {local:%H:%M}"


@register.simple_tag
def when(value):
    """A <time> element with the machine's and the person's form."""
    if not value:
        return ""
    text = moment(value) if hasattr(value, "hour") else day(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag(takes_context=True)
def may(context, right: str, unit_id=None) -> bool:
    """``{% may "desk.sign_off" as can_sign %}``: whether to show a button. The action asks again."""
    actor = context.get("actor")
    return bool(actor and actor.may(right, unit_id=unit_id))


@register.simple_tag(takes_context=True)
def address(context, **changes) -> str:
    """This page's address with some parameters changed; an empty value takes one away. Page numbers begin anew."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    for name, value in changes.items():
        if value in ("", None):
            params.pop(name, None)
        else:
            params[name] = value
    return f"?{params.urlencode()}"
