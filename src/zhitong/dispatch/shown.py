"""What one recipient sees of a brief: the issue as printed, with its source line only for those who may see it."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from zhitong.desk.issue import paper_of
from zhitong.desk.models import Brief
from zhitong.dispatch.models import Recipient
from zhitong.paper import to_html


def article_for(recipient: Recipient, brief: Brief, *, warning: str = "") -> SafeString:
    """The issue as HTML, for a page that has a heading of its own."""
    paper = paper_of(brief, with_sources=recipient.sees_sources, warning=warning)
    return mark_safe(to_html(paper, title_level=2))  # noqa: S308  paper escapes every text it is given
