"""The small form in the head of every page."""

from django.template.loader import render_to_string

RIGHT = "search.find"


def box(request) -> str:
    """Its field is empty on every page, so that a page does not depend on what was looked for before."""
    return render_to_string("search/box.html", request=request) if request.actor.may(RIGHT) else ""
