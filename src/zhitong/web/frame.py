"""What every page's frame needs: the menu, the office, the person."""

from __future__ import annotations

from django.conf import settings

from zhitong.web.pages import nav_for

PARTIAL = "web/part.html"
WHOLE = "web/frame.html"


def context(request) -> dict:
    """The context processor. An HTMX request gets the same page without its frame."""
    actor = getattr(request, "actor", None)
    htmx = getattr(request, "htmx", False)
    return {
        "actor": actor if actor else None,
        "nav": nav_for(actor) if actor else [],
        "frame": PARTIAL if htmx and not request.htmx.boosted and not request.htmx.history_restore_request else WHOLE,
        "demo": settings.DEMO,
    }
