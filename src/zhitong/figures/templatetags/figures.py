"""Parts of the pages of figures that stand in every cell of a table."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from zhitong.figures.measures import Figure, Measure
from zhitong.figures.schemes.numbers import say

register = template.Library()


@register.filter
def points(value: Decimal | str | None) -> str:
    """A score as people write it: 46, 8.2; a dash where there is none (to a template no place is an empty text)."""
    return "—" if value in (None, "") else say(value)


@register.simple_tag(takes_context=True)
def number(context, figure: Figure, key: str = "") -> SafeString:
    """A figure as text; whoever may open its rows finds each of its numbers to be a link to exactly those rows.

    Made here and not in a template of its own: a page of a large office holds hundreds of them.
    """
    opens = context.get("can_open")
    rows = f"{reverse('figures:rows')}?{context['asked'].rows_query}"

    def linked(count: int, measure: Measure, words: str) -> str:
        words = escape(words)
        if not (opens and count):
            return words
        return f'<a href="{escape(f"{rows}&measure={measure.code}&of={key}")}">{words}</a>'

    if figure.base is None:
        said = linked(figure.count, figure.measure, figure.text)
    elif figure.base:
        part = linked(figure.count, figure.measure.part, str(figure.count))
        of = linked(figure.base, figure.measure.of, str(figure.base))
        said = f'{escape(figure.text)} <small class="soft">{part}/{of}</small>'
    else:
        said = escape(figure.text)
    return mark_safe(said)  # noqa: S308  every word in it went through ``escape``
