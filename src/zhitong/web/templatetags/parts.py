"""Small parts for templates. Loaded in every template (settings, ``builtins``)."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from zhitong.web import frame
from zhitong.web.htmx import CONFIG
from zhitong.web.lists import Listing
from zhitong.web.pages import parts_above_main, parts_in_head, parts_on_sign_in

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


@register.inclusion_tag("web/pager.html")
def pager(listing: Listing) -> dict:
    """``{% pager listing %}``: how many there are, which page this is, and the way to the others."""
    return {"listing": listing}


@register.simple_tag
def page_address(listing: Listing, number: int) -> str:
    return listing.address(number)


@register.inclusion_tag("web/empty.html")
def empty(sentence: str, url: str = "", label: str = "") -> dict:
    """``{% empty sentence url label %}``: a list without rows says why, and what to do next."""
    return {"sentence": sentence, "url": url, "label": label}


@register.simple_tag
def chip(state: str, label: str):
    """``{% chip brief.state brief.get_state_display %}``: a state in one word; its colours are in ``lists.css``."""
    return format_html('<span class="chip {}">{}</span>', state, label)


@register.simple_tag
def choice(name: str, value: str, label: str, now: str):
    """A button that sets one value and shows whether it is the one in force."""
    return format_html(
        '<button class="choice" name="{}" value="{}" aria-pressed="{}">{}</button>',
        name,
        value,
        "true" if value == now else "false",
        label,
    )


@register.simple_tag
def first_input(field) -> str:
    """The id that a link to a field leads to: of the field, or of the first of its choices."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def htmx_config() -> str:
    return CONFIG


@register.simple_tag
def in_parts(nav):
    """The menu's lines with what is folded apart."""
    return frame.in_parts(list(nav))


@register.simple_tag(takes_context=True)
def on_sign_in(context) -> list[str]:
    """What rooms show below the sign-in form."""
    return parts_on_sign_in(context["request"])


@register.simple_tag(takes_context=True)
def in_head(context) -> list[str]:
    """What rooms show in the head of the page; nothing where nobody is signed in or the database may be gone."""
    return parts_in_head(context["request"]) if context.get("actor") else []


@register.simple_tag(takes_context=True)
def above_main(context) -> list[str]:
    """What rooms say of the page above its content."""
    return parts_above_main(context["request"]) if context.get("actor") else []
